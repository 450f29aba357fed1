// What a built-in kind says of its objects beyond names and types of fields, applied. Custom kinds have a schema.

import type { Part } from '../apply/ownership.ts';
import { type JsonObject, textAt } from '../json/json.ts';
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
}

/** @throws StatusError: a 422 for complaints of the kind, and for those `found` before. */
export function validateKind(
  { kind, resource, storageVersion }: ServedResource,
  { object, old, found, part = 'main' }: Validated,
): void {
  const ofKind = part === 'status' && old ? kind.validateStatus?.(object, old) : kind.validate?.(object, old);
  const faults = [...found, ...(ofKind ?? [])];
  if (faults.length === 0) return;
  const { group } = kindIn(storageVersion, resource.kind);
  throw invalid({ group, kind: resource.kind }, textAt(object, 'metadata', 'name'), faults);
}
