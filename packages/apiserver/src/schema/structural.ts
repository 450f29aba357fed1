// The parts of a structural schema that every walk over it needs.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema

import {
  emptyObject,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  objectOf,
  stringsAt,
  valueAt,
} from '../json/json.ts';

/** A schema as it stands in the definition. */
export type Schema = JsonObject;

/** Undefined where the schema says nothing of this property. */
export function propertySchema(schema: Schema, key: string): Schema | undefined {
  const own = valueAt(schema, 'properties', key);
  if (isJsonObject(own)) return own;
  const additional = valueAt(schema, 'additionalProperties');
  if (isJsonObject(additional)) return additional;
  return typeof additional === 'boolean' ? emptyObject : undefined;
}

export function itemSchema(schema: Schema): Schema {
  return objectAt(schema, 'items');
}

/** The keys of a list that an item without them has. */
export function keyDefaults(list: Schema): JsonObject {
  const properties = objectAt(itemSchema(list), 'properties');
  const keys = stringsAt(list, 'x-kubernetes-list-map-keys');
  return objectOf(
    keys.flatMap((key): [string, Json][] => {
      const value = valueAt(properties, key, 'default');
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

export function isTrue(schema: Schema, keyword: string): boolean {
  return valueAt(schema, keyword) === true;
}

/** `spec.tags[0]`. */
export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Fields that every object has, whatever its schema says. */
export const typeFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
