// What a built-in kind says of its objects beyond names and types of fields, applied. Custom kinds have a schema.

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
}

/** @throws StatusError: a 422 for complaints of the kind, and for those `found` before. */
export function validateKind(
  { kind, resource, storageVersion }: ServedResource,
  { object, old, found }: Validated,
): void {
  const faults = [...found, ...(kind.validate?.(object, old) ?? [])];
  if (faults.length === 0) return;
  const { group } = kindIn(storageVersion, resource.kind);
  throw invalid({ group, kind: resource.kind }, textAt(object, 'metadata', 'name'), faults);
}
