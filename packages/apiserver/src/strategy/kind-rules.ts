// What a built-in kind says of its objects beyond names and types of fields, applied. Custom kinds have a schema.

import { type JsonObject, textAt } from '../json/json.ts';
import { withDefaults } from '../kinds/defaults.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type FieldFault, invalid } from '../status-error.ts';
import { kindIn } from '../types/type-names.ts';

/** The object with the defaults of its kind. */
export function withKindDefaults({ kind }: ServedResource, object: JsonObject): JsonObject {
  return kind.defaults ? withDefaults(object, kind.defaults) : object;
}

export interface Validated {
  /** As it is to be stored, defaults included. */
  readonly object: JsonObject;
  /** What it replaces; undefined for a new one. */
  readonly old: JsonObject | undefined;
}

/** @throws StatusError: a 422 for complaints of the kind, and for those `found` before. */
export function validateKind(
  { kind, resource, storageVersion }: ServedResource,
  { object, old }: Validated,
  found: readonly FieldFault[],
): void {
  const faults = [...found, ...(kind.validate?.(object, old) ?? [])];
  if (faults.length === 0) return;
  const name = textAt(object, 'metadata', 'name');
  throw invalid({ group: kindIn(storageVersion, resource.kind).group, kind: resource.kind }, name, faults);
}
