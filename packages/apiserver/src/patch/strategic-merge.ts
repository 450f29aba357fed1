// Strategic merge patches: RFC 7386 that also knows how lists are merged, and a few directives.
// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md

import type { ValueRules } from '../apply/merge-rules.ts';
import {
  arrayAt,
  canonicalText,
  emptyObject,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  type JsonObject,
  stringAt,
  valueAt,
  withKey,
} from '../json/json.ts';
import { unclassified } from '../status-error.ts';
import { goText } from '../types/converter-words.ts';

const directive = '$patch';
const retain = '$retainKeys';
const deleteFrom = '$deleteFromPrimitiveList/';
const orderOf = '$setElementOrder/';

/** @throws StatusError for a patch that cannot be carried out. */
export function strategicMerge(target: Json | undefined, patch: Json, rules: ValueRules): Json {
  if (!isJsonObject(patch)) return patch;
  const base = isJsonObject(target) ? target : emptyObject;
  const order = stringAt(patch, directive);
  if (order === 'replace') return withKey(patch, directive, undefined);
  if (order === 'delete') return emptyObject;
  if (order !== undefined && order !== 'merge')
    throw unclassified(`unknown patch type: ${order} in map: ${goText(patch)}`);
  const result = retained(base, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (key === directive || key === retain || key.startsWith(orderOf)) continue;
    if (key.startsWith(deleteFrom)) {
      const list = key.slice(deleteFrom.length);
      const gone = new Set((isJsonArray(value) ? value : []).map(canonicalText));
      result.set(
        list,
        listIn(result, list).filter((item) => !gone.has(canonicalText(item))),
      );
      continue;
    }
    const now = merged(result.get(key), value, rules.field(key));
    if (now === undefined) result.delete(key);
    else result.set(key, now);
  }
  reorder(result, patch, rules);
  return Object.fromEntries(result);
}

function listIn(object: ReadonlyMap<string, Json>, key: string): JsonArray {
  const list = object.get(key);
  return isJsonArray(list) ? list : [];
}

function retained(base: JsonObject, patch: JsonObject): Map<string, Json> {
  const entries = Object.entries(base);
  if (!isJsonArray(valueAt(patch, retain))) return new Map(entries);
  const keys = new Set(arrayAt(patch, retain));
  return new Map(entries.filter(([key]) => keys.has(key)));
}

function merged(target: Json | undefined, patch: Json, rules: ValueRules): Json | undefined {
  if (patch === null) return undefined;
  if (isJsonArray(patch)) return mergeLists(isJsonArray(target) ? target : [], patch, rules);
  if (stringAt(patch, directive) === 'delete') return undefined;
  return strategicMerge(target, patch, rules);
}

function mergeLists(target: JsonArray, patch: JsonArray, rules: ValueRules): JsonArray {
  const { patchKey } = rules;
  if (patchKey === undefined) return patch.map(withoutDirectives);
  if (patchKey === '') {
    const known = new Set(target.map(canonicalText));
    return [...patch.filter((item) => !known.has(canonicalText(item))), ...target];
  }
  if (patch.some((item) => stringAt(item, directive) === 'replace'))
    return patch.filter((item) => stringAt(item, directive) === undefined);
  return mergeItems(target, patch, { key: patchKey, rules: rules.item() });
}

/** An item's place in its list; empty once it is deleted. */
interface Slot {
  item: Json | undefined;
}

function mergeItems(
  target: JsonArray,
  patch: JsonArray,
  { key, rules }: { readonly key: string; readonly rules: ValueRules },
): JsonArray {
  const slots = target.map((item): Slot => ({ item }));
  const added: Slot[] = [];
  // The first of those with one key is the last one here, where it can be taken away.
  const byKey = Map.groupBy(slots.toReversed(), ({ item }) => identity(valueAt(item, key)));
  for (const item of patch) {
    const wanted = valueAt(item, key);
    if (wanted === undefined)
      throw unclassified(`map: ${goText(item)} does not contain declared merge key: ${key}`);
    const known = byKey.get(identity(wanted)) ?? [];
    const slot = known.at(-1);
    if (stringAt(item, directive) === 'delete') {
      if (slot) slot.item = undefined;
      known.pop();
    } else if (slot) slot.item = strategicMerge(slot.item, item, rules);
    else {
      const found = { item: strategicMerge(emptyObject, item, rules) };
      added.push(found);
      byKey.set(identity(wanted), [found]);
    }
  }
  return [...added.reverse(), ...slots].flatMap(({ item }) => (item === undefined ? [] : [item]));
}

function identity(value: Json | undefined): string {
  return value === undefined ? '' : canonicalText(value);
}

function withoutDirectives(item: Json): Json {
  return isJsonObject(item) ? withKey(item, directive, undefined) : item;
}

// The order that the patch names, for lists whose items it names; the others keep their relative places.
function reorder(object: Map<string, Json>, patch: JsonObject, rules: ValueRules): void {
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(orderOf) || !isJsonArray(value)) continue;
    const list = key.slice(orderOf.length);
    const items = listIn(object, list);
    if (items.length === 0) continue;
    const { patchKey = '' } = rules.field(list);
    const identityOf = (item: Json): string =>
      canonicalText(isJsonObject(item) ? (valueAt(item, patchKey) ?? null) : item);
    const places = new Map<string, number>();
    for (const [at, one] of value.entries()) {
      const named = identityOf(one);
      if (!places.has(named)) places.set(named, at);
    }
    object.set(
      list,
      inOrder(items, (item) => places.get(identityOf(item))),
    );
  }
}

function inOrder(items: JsonArray, placeOf: (item: Json) => number | undefined): JsonArray {
  const placed = items.map((item) => ({ item, place: placeOf(item) }));
  const named = placed
    .filter((one): one is { item: Json; place: number } => one.place !== undefined)
    .sort((a, b) => a.place - b.place);
  let next = 0;
  return placed.map(({ item, place }) => (place === undefined ? item : (named[next++]?.item ?? item)));
}
