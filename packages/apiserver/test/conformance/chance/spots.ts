// Where an object can be changed: fields that it has, and those that its schema has beside them.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import type { Schema, Schemas } from './schemas.ts';

export type Path = readonly (string | number)[];

export interface Spot {
  readonly path: Path;
  readonly schema: Schema;
  /** Undefined where the object has no such field. */
  readonly value: Json | undefined;
  /** The path of the map that it is in. */
  readonly map?: string;
}

export function* spotsOf(schemas: Schemas, object: Json | undefined, from: Spot): Generator<Spot> {
  const schema = schemas.resolve(from.schema);
  const child = (key: string | number, of: Schema, value: Json | undefined): Spot => ({
    path: [...from.path, key],
    schema: of,
    value,
    ...(from.map !== undefined && { map: from.map }),
  });
  if (isJsonArray(object) && schema.items) {
    for (const [at, item] of object.entries()) yield* within(schemas, child(at, schema.items, item));
  } else if (isJsonObject(object)) {
    for (const [key, of] of Object.entries(schema.properties ?? {}))
      yield* within(schemas, child(key, of, object[key]));
    const map = schema.additionalProperties;
    if (map)
      for (const [key, value] of Object.entries(object))
        yield* within(schemas, { ...child(key, map, value), map: from.path.join('/') });
  }
}

function* within(schemas: Schemas, spot: Spot): Generator<Spot> {
  yield spot;
  yield* spotsOf(schemas, spot.value, spot);
}

/** A copy with another value there; undefined takes it away. */
export function withValue(object: Json, path: Path, value: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (isJsonArray(object)) {
    const at = Number(key);
    if (rest.length === 0 && value === undefined) return object.filter((_, index) => index !== at);
    return object.map((item, index) => (index === at ? withValue(item, rest, value) : item));
  }
  const fields: JsonObject = isJsonObject(object) ? object : {};
  if (rest.length === 0 && value === undefined)
    return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
  return { ...fields, [key]: withValue(fields[key] ?? {}, rest, value) };
}
