// What a list that is a set, or a map of its items by their keys, has more than once.

import { canonicalText, isJsonObject, type Json, jsonText, stringAt, stringsAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import type { Steps } from './steps.ts';
import { childPath, type Schema } from './structural.ts';

/** Complaints about the first repetition of each. */
export function duplicates(
  schema: Schema,
  value: readonly Json[],
  { field, steps }: { readonly field: string; readonly steps: Steps },
): FieldFault[] {
  const type = stringAt(schema, 'x-kubernetes-list-type');
  if (type !== 'set' && type !== 'map') return [];
  const keys = type === 'map' ? stringsAt(schema, 'x-kubernetes-list-map-keys') : undefined;
  const seen = new Map<string, number>();
  return value.flatMap((item, at): FieldFault[] => {
    const own = keys ? keyed(item, keys) : item;
    const text = canonicalText(own);
    steps.spendOnText(text);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times !== 2) return [];
    const message = `Duplicate value: ${jsonText(own)}`;
    return [{ field: childPath(field, at), reason: 'FieldValueDuplicate', message }];
  });
}

function keyed(item: Json, keys: readonly string[]): Json {
  if (!isJsonObject(item)) return item;
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => (Object.hasOwn(item, key) ? [[key, item[key] ?? null]] : [])),
  );
}
