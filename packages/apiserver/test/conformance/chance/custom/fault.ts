// Changes of a definition by which it is refused, more often than not.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../src/json/json.ts';
import type { Chance } from '../chance.ts';
import type { Mutation } from '../mutation.ts';
import type { Path } from '../spots.ts';
import { schemaAt, versionsOf } from './definition.ts';
import { definitionValues, versionValues } from './definition-values.ts';
import { keywordValues } from './keyword-values.ts';
import { fieldsOf } from './schema.ts';

/** One or two. */
export function faultsFor(chance: Chance, definition: JsonObject): readonly Mutation[] {
  const count = chance.one([1, 1, 1, 2]);
  return Array.from({ length: count }, () => faultFor(chance, definition));
}

function faultFor(chance: Chance, definition: JsonObject): Mutation {
  const kind = chance.one(['schema', 'schema', 'schema', 'version', 'other']);
  if (kind === 'other') {
    const [path, values] = chance.one(Object.entries(definitionValues));
    return { path: path.split('.'), value: chance.is(0.15) ? undefined : chance.one(values) };
  }
  const at = chance.below(Math.max(versionsOf(definition).length, 1));
  const from: Path = ['spec', 'versions', at];
  if (kind === 'version') {
    const [key, values] = chance.one(Object.entries(versionValues));
    return { path: [...from, key], value: chance.is(0.15) ? undefined : chance.one(values) };
  }
  const place = chance.one([...placesIn(schemaAt(definition, at), [...from, 'schema', 'openAPIV3Schema'])]);
  const [key, values] = chance.one(Object.entries(keywordValues));
  return { path: [...place, key], value: chance.is(0.1) ? undefined : chance.one(values) };
}

const lists = ['oneOf', 'anyOf', 'allOf'];
const singles = ['items', 'additionalProperties', 'not'];

function* placesIn(schema: Json | undefined, at: Path): Generator<Path> {
  yield at;
  if (!isJsonObject(schema)) return;
  for (const [name, inner] of Object.entries(fieldsOf(schema)))
    yield* placesIn(inner, [...at, 'properties', name]);
  for (const key of lists) {
    const branches = schema[key];
    if (isJsonArray(branches))
      for (const [index, inner] of branches.entries()) yield* placesIn(inner, [...at, key, index]);
  }
  for (const key of singles) if (isJsonObject(schema[key])) yield* placesIn(schema[key], [...at, key]);
}
