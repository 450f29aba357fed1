// Fills in what a schema has defaults for.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/algorithm.go

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
import type { Steps } from './steps.ts';
import { isTrue, propertySchema, type Schema } from './structural.ts';

export interface Filling {
  /** Bounds what a short list of empty items grows to. */
  readonly steps: Steps;
  /** A null that may not be one, and has no default, stays for validation. Default: it goes. */
  readonly keepsNulls?: boolean | undefined;
}

/** Defaults where a field is absent; a null that may not be one counts as absent. */
export function withDefaults(schema: Schema, value: Json, filling: Filling): Json {
  const { steps, keepsNulls = false } = filling;
  if (isJsonArray(value)) {
    const items = valueAt(schema, 'items');
    steps.spend(value.length);
    if (!isJsonObject(items)) return value;
    return value.map((item) => withDefaults(items, fallbackFor(items, item, steps) ?? item, filling));
  }
  if (!isJsonObject(value)) return value;
  const entries = new Map<string, Json>();
  for (const [key, inner] of Object.entries(value)) {
    const own = propertySchema(schema, key);
    const kept =
      inner === null && own ? (fallbackFor(own, inner, steps) ?? (keepsNulls ? null : nullOf(own))) : inner;
    if (kept !== undefined) entries.set(key, kept);
  }
  for (const { key, fallback, cost } of fallbacksIn(objectAt(schema, 'properties'))) {
    steps.spend(1);
    if (entries.has(key)) continue;
    steps.spend(cost);
    entries.set(key, fallback);
  }
  const complete = Array.from(entries, ([key, inner]): [string, Json] => {
    const known = propertySchema(schema, key);
    return [key, known ? withDefaults(known, inner, filling) : inner];
  });
  return objectOf(complete);
}

/** What stands for a null that may not be one. */
function fallbackFor(schema: Schema, value: Json, steps: Steps): Json | undefined {
  if (value !== null || isTrue(schema, 'nullable')) return undefined;
  const fallback = valueAt(schema, 'default') ?? undefined;
  if (fallback !== undefined) steps.spend(costOf(fallback));
  return fallback;
}

/** Null where it may stay: also where nothing is said of it. */
function nullOf(schema: Schema): null | undefined {
  return isTrue(schema, 'nullable') || Object.keys(schema).length === 0 ? null : undefined;
}

/** A field that is filled in is merged, owned, stored and printed as well. */
const defaultSteps = 500;

function costOf(fallback: Json): number {
  return defaultSteps + 10 * jsonText(fallback).length;
}

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
  const fallback = valueAt(property, 'default') ?? null;
  return fallback === null ? [] : [{ key, fallback, cost: costOf(fallback) }];
}
