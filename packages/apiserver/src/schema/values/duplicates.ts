// What a list that is a set, or a map of its items by their keys, has more than once.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/listtype/validation.go

import {
  canonicalText,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  jsonText,
  objectAt,
  sortedKeys,
  stringAt,
  stringsAt,
  valueAt,
} from '../../json/json.ts';
import { type FieldFault, invalidValue } from '../../status-error.ts';
import type { Steps } from '../steps.ts';
import { childPath, type Schema } from '../structural.ts';

interface Place {
  readonly path: string;
  readonly steps: Steps;
}

/** Complaints about the first repetition of each, in all lists of the value. */
export function duplicates(schema: Schema, value: Json, place: Place): FieldFault[] {
  place.steps.spend(5);
  if (isJsonArray(value)) return ofList(schema, value, place);
  if (!isJsonObject(value)) return [];
  const additional = valueAt(schema, 'additionalProperties');
  const properties = objectAt(schema, 'properties');
  return Object.entries(value).flatMap(([key, inner]) => {
    const { path } = place;
    if (isJsonObject(additional)) return duplicates(additional, inner, { ...place, path: `${path}[${key}]` });
    if (!Object.hasOwn(properties, key)) return [];
    return duplicates(objectAt(properties, key), inner, { ...place, path: childPath(path, key) });
  });
}

function ofList(schema: Schema, list: JsonArray, place: Place): FieldFault[] {
  const type = stringAt(schema, 'x-kubernetes-list-type');
  const items = valueAt(schema, 'items');
  const { path } = place;
  const faults: FieldFault[] = [];
  if (type === 'set') faults.push(...repetitions(list, place));
  if (type === 'map') {
    const keys = stringsAt(schema, 'x-kubernetes-list-map-keys');
    const other = list.findIndex((item) => item !== null && !isJsonObject(item));
    const mustBeObject = 'must be an object for an array of list-type map';
    if (other !== -1) faults.push(invalidValue(childPath(path, other), list[other] ?? null, mustBeObject));
    else
      faults.push(
        ...repetitions(
          list.map((item) => keyed(item, keys)),
          place,
        ),
      );
  }
  if (!isJsonObject(items)) return faults;
  const within = list.flatMap((item, at) => duplicates(items, item, { ...place, path: childPath(path, at) }));
  return [...faults, ...within];
}

function repetitions(values: readonly Json[], { path, steps }: Place): FieldFault[] {
  const seen = new Map<string, number>();
  return values.flatMap((value, at): FieldFault[] => {
    const text = canonicalText(value);
    steps.spendOnText(text);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times !== 2) return [];
    const message = `Duplicate value: ${jsonText(sortedKeys(value))}`;
    return [{ field: childPath(path, at), reason: 'FieldValueDuplicate', message }];
  });
}

function keyed(item: Json, keys: readonly string[]): Json {
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const value = valueAt(item, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
