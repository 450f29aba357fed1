// Takes out what the schema does not know.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/pruning/algorithm.go

import { isJsonArray, isJsonObject, type Json, objectOf, valueAt } from '../json/json.ts';
import type { ToldPaths } from '../types/told-paths.ts';
import { childPath, isTrue, propertySchema, type Schema, typeFields } from './structural.ts';

interface Place {
  /** Takes the paths of unknown fields. */
  readonly unknown: ToldPaths;
  /** `''` for the whole object. */
  readonly path: string;
  /** Whether unknown fields stay, as in the items of a list that keeps them. */
  readonly isKept?: boolean;
}

/** The value without unknown fields. */
export function prune(schema: Schema | undefined, value: Json, place: Place): Json {
  const { unknown, path } = place;
  const isKept = place.isKept === true || (schema !== undefined && keeps(schema));
  if (isJsonArray(value)) {
    const items = schemaAt(schema, 'items');
    if (isKept && !items) return value;
    return value.map((item, at) => prune(items, item, { unknown, path: childPath(path, at), isKept }));
  }
  if (!isJsonObject(value)) return value;
  if (isKept && !schema) return value;
  const embedded = path === '' || (schema !== undefined && isTrue(schema, 'x-kubernetes-embedded-resource'));
  const kept: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const at = childPath(path, key);
    const known = schema && propertySchema(schema, key);
    if (embedded && typeFields.has(key)) kept.push([key, inner]);
    else if (known) kept.push([key, prune(known, inner, { unknown, path: at })]);
    else if (isKept) kept.push([key, inner]);
    else unknown.add(at);
  }
  return objectOf(kept);
}

function keeps(schema: Schema): boolean {
  return isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
}

function schemaAt(schema: Schema | undefined, keyword: string): Schema | undefined {
  const inner = schema && valueAt(schema, keyword);
  return isJsonObject(inner) ? inner : undefined;
}
