// Strategic merge patches: RFC 7386 that also knows how lists are merged, and a few directives.
// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md

import type { ValueRules } from '../apply/merge-rules.ts';
import {
  arrayAt,
  emptyObject,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  type JsonObject,
  jsonEquals,
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
  let result = retained(base, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (key === directive || key === retain || key.startsWith(orderOf)) continue;
    if (key.startsWith(deleteFrom)) {
      const list = key.slice(deleteFrom.length);
      const gone = isJsonArray(value) ? value : [];
      const left = arrayAt(result, list).filter((item) => !gone.some((one) => jsonEquals(one, item)));
      result = withKey(result, list, left);
    } else result = withKey(result, key, merged(valueAt(result, key), value, rules.field(key)));
  }
  return reordered(result, patch, rules);
}

function retained(base: JsonObject, patch: JsonObject): JsonObject {
  if (!isJsonArray(valueAt(patch, retain))) return base;
  const keys = arrayAt(patch, retain);
  return Object.fromEntries(Object.entries(base).filter(([key]) => keys.includes(key)));
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
  if (patchKey === '')
    return [...patch.filter((item) => !target.some((one) => jsonEquals(one, item))), ...target];
  if (patch.some((item) => stringAt(item, directive) === 'replace'))
    return patch.filter((item) => stringAt(item, directive) === undefined);
  return patch.reduce<JsonArray>((list, item) => mergeItem(list, item, rules), target);
}

function mergeItem(list: JsonArray, item: Json, rules: ValueRules): JsonArray {
  const { patchKey: key = '' } = rules;
  const wanted = valueAt(item, key);
  if (wanted === undefined)
    throw unclassified(`map: ${goText(item)} does not contain declared merge key: ${key}`);
  const at = list.findIndex((one) => jsonEquals(valueAt(one, key), wanted));
  if (stringAt(item, directive) === 'delete') return at === -1 ? list : list.toSpliced(at, 1);
  if (at === -1) return [strategicMerge(emptyObject, item, rules.item()), ...list];
  return list.with(at, strategicMerge(list[at], item, rules.item()));
}

function withoutDirectives(item: Json): Json {
  return isJsonObject(item) ? withKey(item, directive, undefined) : item;
}

// The order that the patch names, for lists whose items it names; the others keep their relative places.
function reordered(object: JsonObject, patch: JsonObject, rules: ValueRules): JsonObject {
  let result = object;
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(orderOf) || !isJsonArray(value)) continue;
    const list = key.slice(orderOf.length);
    const { patchKey = '' } = rules.field(list);
    const identity = (item: Json): Json => (isJsonObject(item) ? (valueAt(item, patchKey) ?? null) : item);
    const place = (item: Json): number => value.findIndex((one) => jsonEquals(identity(one), identity(item)));
    const items = arrayAt(result, list);
    const named = items.filter((item) => place(item) !== -1).toSorted((a, b) => place(a) - place(b));
    if (items.length > 0) result = withKey(result, list, interleaved(items, named, place));
  }
  return result;
}

function interleaved(items: JsonArray, named: JsonArray, place: (item: Json) => number): JsonArray {
  const queue = [...named];
  return items.map((item) => (place(item) === -1 ? item : (queue.shift() ?? item)));
}
