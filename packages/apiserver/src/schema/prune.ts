// Takes out what the schema does not know, and fills in what it has defaults for.

import { isJsonArray, isJsonObject, type Json, type JsonObject, objectAt, valueAt } from '../json/json.ts';
import { childPath, isTrue, itemSchema, propertySchema, type Schema, typeFields } from './structural.ts';

/** The object without unknown fields, whose paths go to `unknown`. */
export function prune(schema: Schema, object: Json, unknown: string[]): Json {
  return pruneBelow(schema, object, { unknown, path: '' });
}

interface Place {
  readonly unknown: string[];
  /** `''` for the whole object. */
  readonly path: string;
}

function pruneBelow(schema: Schema, value: Json, { unknown, path }: Place): Json {
  if (isJsonArray(value)) {
    const items = itemSchema(schema);
    return value.map((item, at) => pruneBelow(items, item, { unknown, path: childPath(path, at) }));
  }
  if (!isJsonObject(value)) return value;
  const embedded = path === '' || isTrue(schema, 'x-kubernetes-embedded-resource');
  const keepAll = isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
  const kept: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const at = childPath(path, key);
    const known = propertySchema(schema, key);
    if (embedded && typeFields.has(key)) kept.push([key, inner]);
    else if (known) kept.push([key, pruneBelow(known, inner, { unknown, path: at })]);
    else if (keepAll) kept.push([key, inner]);
    else unknown.push(at);
  }
  return Object.fromEntries(kept);
}

/** Defaults where a field is absent; a null that may not be one counts as absent. */
export function withDefaults(schema: Schema, value: Json): Json {
  if (isJsonArray(value)) return value.map((item) => withDefaults(itemSchema(schema), item));
  if (!isJsonObject(value)) return value;
  const present = Object.entries(value).filter(([key, inner]) => inner !== null || allowsNull(schema, key));
  const filled = Object.fromEntries(present);
  const missing: [string, Json][] = [];
  for (const [key, property] of Object.entries(objectAt(schema, 'properties'))) {
    const fallback = isJsonObject(property) ? valueAt(property, 'default') : undefined;
    if (fallback !== undefined && !Object.hasOwn(filled, key)) missing.push([key, fallback]);
  }
  const entries = [...Object.entries(filled), ...missing].map(([key, inner]): [string, Json] => {
    const known = propertySchema(schema, key);
    return [key, known ? withDefaults(known, inner) : inner];
  });
  return Object.fromEntries(entries) satisfies JsonObject;
}

function allowsNull(schema: Schema, key: string): boolean {
  const property = propertySchema(schema, key);
  return property === undefined || isTrue(property, 'nullable') || Object.keys(property).length === 0;
}
