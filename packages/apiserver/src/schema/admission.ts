// What happens to a custom object on its way in: unknown fields go, defaults come, the rest is checked.

import { type JsonObject, objectAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { invalid } from '../status-error.ts';
import { type Strictness, tellOf } from '../types/complaints.ts';
import { unknownField } from '../types/strict-complaints.ts';
import { ToldPaths } from '../types/told-paths.ts';
import { prune, withDefaults } from './prune.ts';
import { Steps } from './steps.ts';
import { validate } from './validate.ts';

/** The object without what its schema does not know; refused or warned of as asked. */
export function pruneObject(served: ServedResource, object: JsonObject, strictness: Strictness): JsonObject {
  const pruned = pruneConfig(served, object, strictness);
  return served.schema ? objectAt(withDefaults(served.schema, pruned, new Steps())) : pruned;
}

/** The same without defaults, for the configuration of an apply: its manager owns what it writes, no defaults. */
export function pruneConfig(
  { resource, schema }: ServedResource,
  object: JsonObject,
  strictness: Strictness,
): JsonObject {
  if (!schema) return object;
  const unknown = new ToldPaths();
  const pruned = objectAt(prune(schema, object, { unknown, path: '' }));
  const complaints = unknown.all.toSorted().map(unknownField);
  tellOf({ strict: complaints, warnings: complaints }, resource, strictness);
  return pruned;
}

/** Paths of what a custom object has and its schema does not know. */
export function unknownFields({ schema }: ServedResource, object: JsonObject): string[] {
  const unknown = new ToldPaths();
  if (schema) prune(schema, object, { unknown, path: '' });
  return unknown.all.toSorted();
}

/** Throws a 422 with everything that is wrong. `told`: the part that alone is checked, as `status`. */
export function validateObject(
  { resource, schema }: ServedResource,
  object: JsonObject,
  { name, told = '' }: { readonly name: string; readonly told?: string },
): void {
  const faults = schema ? validate(schema, object, { told, steps: new Steps() }) : [];
  if (faults.length > 0) throw invalid(resource, name, faults);
}
