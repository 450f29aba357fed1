// What happens to a custom object on its way in: unknown fields go, defaults come, the rest is checked.

import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { badRequest, invalid } from '../status-error.ts';
import { prune, withDefaults } from './prune.ts';
import { validate } from './validate.ts';

/** What to do about unknown fields. https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** The object without what its schema does not know; refused or warned of as asked. */
export function pruneObject(
  served: ServedResource,
  object: JsonObject,
  validation: FieldValidation,
  warnings: string[],
): JsonObject {
  const pruned = pruneConfig(served, object, validation, warnings);
  return served.schema ? whole(withDefaults(served.schema, pruned)) : pruned;
}

/** The same for what somebody applies, who owns what is written there and no defaults. */
export function pruneConfig(
  { resource, schema }: ServedResource,
  object: JsonObject,
  validation: FieldValidation,
  warnings: string[],
): JsonObject {
  if (!schema) return object;
  const unknown: string[] = [];
  const pruned = whole(prune(schema, object, unknown));
  if (unknown.length === 0 || validation === 'Ignore') return pruned;
  const complaints = unknown.toSorted().map((path) => `unknown field ${JSON.stringify(path)}`);
  if (validation === 'Strict')
    throw badRequest(
      `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: strict decoding error: ${complaints.join(', ')}`,
    );
  warnings.push(...complaints);
  return pruned;
}

/** Paths of what a custom object has and its schema does not know. */
export function unknownFields({ schema }: ServedResource, object: JsonObject): string[] {
  const unknown: string[] = [];
  if (schema) prune(schema, object, unknown);
  return unknown.toSorted();
}

/** Throws a 422 with everything that is wrong. */
export function validateObject(
  { resource, schema }: ServedResource,
  object: JsonObject,
  name: string,
  told = '',
): void {
  const faults = schema ? validate(schema, object, '', told) : [];
  if (faults.length > 0) throw invalid(resource, name, faults);
}

function whole(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
