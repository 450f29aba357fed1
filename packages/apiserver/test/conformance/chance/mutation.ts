// One to three changes of an object by chance. Two never concern one map of Go, whose order is chance.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import type { Chance } from './chance.ts';
import type { OddValues } from './odd-values.ts';
import type { Schema, Schemas } from './schemas.ts';
import { type Path, type Spot, spotsOf, withValue } from './spots.ts';

export interface Mutation {
  readonly path: Path;
  /** Undefined takes it away. */
  readonly value: Json | undefined;
}

export interface Kind {
  readonly schemas: Schemas;
  readonly schema: Schema;
  readonly odd: OddValues;
}

// What the server says itself; and what is asked for elsewhere.
const notOurs = ['managedFields', 'uid', 'creationTimestamp', 'selfLink', 'generation', 'resourceVersion'];

export function mutate(chance: Chance, kind: Kind, { object, below }: Target): readonly Mutation[] {
  const mutations: Mutation[] = [];
  const maps = new Set<string>();
  let mutated: Json = object;
  const count = chance.one([1, 1, 1, 2, 2, 3]);
  while (mutations.length < count) {
    const spot = choose(chance, [...spotsOf(kind.schemas, mutated, rootOf(kind))].filter(mayChange(below)));
    if (!spot) break;
    const map = spot.map ?? mapAt(kind, spot);
    if (map !== undefined && maps.has(map)) break;
    if (map !== undefined) maps.add(map);
    const mutation = change(chance, kind, spot);
    mutations.push(mutation);
    mutated = withValue(mutated, mutation.path, mutation.value);
  }
  return mutations;
}

export interface Target {
  readonly object: JsonObject;
  /** The part that is written: `status`, or all but it. */
  readonly below: 'status' | 'object';
}

export function mutated(object: JsonObject, mutations: readonly Mutation[]): JsonObject {
  const result = mutations.reduce<Json>((last, { path, value }) => withValue(last, path, value), object);
  return isJsonObject(result) ? result : {};
}

export function noteOf(mutations: readonly Mutation[]): string {
  return mutations.map(({ path, value }) => `${path.join('.')} = ${textOf(value)}`).join('; ');
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

function rootOf({ schema }: Kind): Spot {
  return { path: [], schema, value: undefined };
}

function mapAt({ schemas }: Kind, { path, schema }: Spot): string | undefined {
  return schemas.resolve(schema).additionalProperties ? path.join('/') : undefined;
}

function mayChange(below: Target['below']): (spot: Spot) => boolean {
  return ({ path: [first, second] }) => {
    if (first === 'kind' || first === 'apiVersion') return false;
    if (first === 'metadata' && (second === undefined || second === 'name' || second === 'namespace'))
      return false;
    if (first === 'metadata' && notOurs.includes(String(second))) return false;
    return below === 'status' ? first === 'status' : first !== 'status';
  };
}

function choose(chance: Chance, spots: readonly Spot[]): Spot | undefined {
  const own = spots.filter(({ path }) => path[0] !== 'metadata');
  const wanted = own.length > 0 && chance.is(0.9) ? own : spots;
  const [there, absent] = [wanted.filter(isThere), wanted.filter((spot) => !isThere(spot))];
  const first = chance.is(0.55) ? there : absent;
  const chosen = first.length > 0 ? first : wanted;
  return chosen.length > 0 ? chance.one(chosen) : undefined;
}

function isThere({ value }: Spot): boolean {
  return value !== undefined;
}

function change(chance: Chance, { odd, schemas }: Kind, { path, schema, value }: Spot): Mutation {
  const field = String(path.findLast((part) => typeof part === 'string'));
  const fresh = (): Json => odd.of(chance, { field, schema });
  if (value === undefined) return { path, value: chance.is(0.05) ? odd.wrong(chance) : fresh() };
  const roll = chance.next();
  if (roll < 0.12) return { path, value: undefined };
  if (roll < 0.17) return { path, value: null };
  if (roll < 0.22) return { path, value: odd.wrong(chance) };
  const resolved = schemas.resolve(schema);
  if (isJsonArray(value) && roll < 0.7) {
    if (value.length > 0 && chance.is(0.4)) return { path, value: [...value, chance.one(value)] };
    return { path, value: [...value, odd.of(chance, { field, schema: resolved.items ?? {} })] };
  }
  if (isJsonObject(value) && resolved.additionalProperties && roll < 0.8)
    return {
      path: [...path, odd.key(chance)],
      value: odd.of(chance, { field: '', schema: resolved.additionalProperties }),
    };
  if (isJsonObject(value) && roll < 0.27) return { path, value: {} };
  return { path, value: fresh() };
}
