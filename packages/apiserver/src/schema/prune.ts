// Takes out what the schema does not know, and fills in what it has defaults for.

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  objectAt,
  objectOf,
  valueAt,
} from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import type { ToldPaths } from '../types/told-paths.ts';
import type { Steps } from './steps.ts';
import { childPath, isTrue, itemSchema, propertySchema, type Schema, typeFields } from './structural.ts';

interface Place {
  /** Takes the paths of unknown fields. */
  readonly unknown: ToldPaths;
  /** `''` for the whole object. */
  readonly path: string;
}

/** The value without unknown fields. */
export function prune(schema: Schema, value: Json, { unknown, path }: Place): Json {
  if (isJsonArray(value)) {
    const items = itemSchema(schema);
    return value.map((item, at) => prune(items, item, { unknown, path: childPath(path, at) }));
  }
  if (!isJsonObject(value)) return value;
  const embedded = path === '' || isTrue(schema, 'x-kubernetes-embedded-resource');
  const keepAll = isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
  const kept: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const at = childPath(path, key);
    const known = propertySchema(schema, key);
    if (embedded && typeFields.has(key)) kept.push([key, inner]);
    else if (known) kept.push([key, prune(known, inner, { unknown, path: at })]);
    else if (keepAll) kept.push([key, inner]);
    else unknown.add(at);
  }
  return objectOf(kept);
}

/**
 * Defaults where a field is absent; a null that may not be one counts as absent. What a short list of empty items
 * grows to is bounded by `steps`.
 */
export function withDefaults(schema: Schema, value: Json, steps: Steps): Json {
  if (isJsonArray(value)) {
    const items = itemSchema(schema);
    steps.spend(value.length);
    return value.map((item) => withDefaults(items, item, steps));
  }
  if (!isJsonObject(value)) return value;
  const present = Object.entries(value).filter(([key, inner]) => inner !== null || allowsNull(schema, key));
  const entries = new Map(present);
  for (const { key, fallback, cost } of fallbacksIn(objectAt(schema, 'properties'))) {
    steps.spend(1);
    if (entries.has(key)) continue;
    steps.spend(cost);
    entries.set(key, fallback);
  }
  const complete = Array.from(entries, ([key, inner]): [string, Json] => {
    const known = propertySchema(schema, key);
    return [key, known ? withDefaults(known, inner, steps) : inner];
  });
  return objectOf(complete);
}

/** A field that is filled in is merged, owned, stored and printed as well. */
const defaultSteps = 500;

interface Fallback {
  readonly key: string;
  readonly fallback: Json;
  /** In steps. */
  readonly cost: number;
}

// Each item of a list asks for those of the same schema, which may have thousands of properties.
const fallbacksIn = oncePer((properties: JsonObject): readonly Fallback[] =>
  Object.entries(properties).flatMap(fallbackOf),
);

function fallbackOf([key, property]: readonly [string, Json]): Fallback[] {
  const fallback = valueAt(property, 'default');
  if (fallback === undefined) return [];
  return [{ key, fallback, cost: defaultSteps + 10 * jsonText(fallback).length }];
}

function allowsNull(schema: Schema, key: string): boolean {
  const property = propertySchema(schema, key);
  return property === undefined || isTrue(property, 'nullable') || Object.keys(property).length === 0;
}
