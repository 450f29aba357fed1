// What a built-in kind says of its objects beyond names and types of fields, applied. Custom kinds have a schema.

import type { Part } from '../apply/ownership.ts';
import { type JsonObject, textAt } from '../json/json.ts';
import type { KindSubresource } from '../kinds/kind.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type FieldFault, invalid } from '../status-error.ts';
import { kindIn } from '../types/type-names.ts';

interface Validated {
  /** As it is to be stored, defaults included. */
  readonly object: JsonObject;
  /** What it replaces; undefined for a new one. */
  readonly old: JsonObject | undefined;
  /** Complaints so far. */
  readonly found: readonly FieldFault[];
  /** Which part of the object may have changed. Default `main`. */
  readonly part?: Part;
  /** The rules of the subresource that is written, if it has some. */
  readonly own?: KindSubresource | undefined;
}

/** @throws StatusError: a 422 for complaints of the kind, and for those `found` before. */
export function validateKind(
  { kind, resource, storageVersion }: ServedResource,
  { object, old, found, part = 'main', own }: Validated,
): void {
  const changed = own?.validate ?? (part === 'status' ? kind.validateStatus : kind.validate);
  const ofKind = old ? changed?.(object, old) : kind.validate?.(object, undefined);
  const faults = [...found, ...(ofKind ?? [])];
  if (faults.length === 0) return;
  const { group } = kindIn(storageVersion, resource.kind);
  throw invalid({ group, kind: resource.kind }, textAt(object, 'metadata', 'name'), faults);
}
