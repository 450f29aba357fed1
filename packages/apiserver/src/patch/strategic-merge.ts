// Strategic merge patches: RFC 7386 that also knows how lists are merged, and a few directives.
// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md

import type { ValueRules } from '../apply/merge-rules.ts';
import {
  canonicalText,
  emptyObject,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  type JsonObject,
  objectOf,
  valueAt,
  withKey,
} from '../json/json.ts';
import { badRequest, unclassified } from '../status-error.ts';
import { goText, goTypeName } from '../types/converter-words.ts';
import {
  checkOrder,
  directiveOf,
  identityOf,
  inOrder,
  itemType,
  keyMissing,
  wrongType,
} from './element-order.ts';

const directive = '$patch';
const retain = '$retainKeys';
const deleteFrom = '$deleteFromPrimitiveList';
const orderOf = '$setElementOrder';

/** @throws StatusError for a patch that cannot be carried out. */
export function strategicMerge(target: Json | undefined, patch: Json, rules: ValueRules): Json {
  if (!isJsonObject(patch)) return patch;
  const order = directiveOf(patch);
  if (order === 'replace') return withKey(patch, directive, undefined);
  if (order === 'delete') return emptyObject;
  if (order !== undefined) throw unknownDirective(order, patch);
  const result = retained(isJsonObject(target) ? target : emptyObject, patch);
  const done = mergeOrdered(result, patch, rules);
  for (const [key, value] of Object.entries(patch)) {
    if (key === retain || key.startsWith(orderOf) || done.has(key)) continue;
    const isDeletion = key.startsWith(deleteFrom);
    mergeField(result, isDeletion ? listNamed(key, deleteFrom) : key, { value, rules, isDeletion });
  }
  return objectOf(result);
}

function unknownDirective(order: Json, patch: JsonObject): Error {
  const named = typeof order === 'string' ? order : `%!s(${goTypeName(order)}=${goText(order)})`;
  return unclassified(`unknown patch type: ${named} in map: ${goText(patch)}`);
}

function retained(base: JsonObject, patch: JsonObject): Map<string, Json> {
  const entries = Object.entries(base);
  const list = valueAt(patch, retain);
  if (list === undefined) return new Map(entries);
  const wrong = badRequest('invalid patch format of retainKeys');
  if (!isJsonArray(list)) throw wrong;
  const keys = new Set(list);
  for (const [key, value] of Object.entries(patch)) {
    const isFree = value === null || key === retain || key.startsWith(deleteFrom) || key.startsWith(orderOf);
    if (!isFree && !keys.has(key)) throw wrong;
  }
  return new Map(entries.filter(([key]) => keys.has(key)));
}

// `ports` of `$setElementOrder/ports`.
function listNamed(key: string, prefix: string): string {
  if (key[prefix.length] === '/') return key.slice(prefix.length + 1);
  const noun = prefix === orderOf ? 'setElementOrder list' : 'primitive list';
  throw badRequest(`invalid patch format of ${noun}`);
}

/** Merges the lists whose order the patch names, and says which these are. */
function mergeOrdered(result: Map<string, Json>, patch: JsonObject, rules: ValueRules): Set<string> {
  const done = new Set<string>();
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(orderOf)) continue;
    if (!isJsonArray(order)) throw wrongType('[]interface {}', order);
    const list = listNamed(key, orderOf);
    const [live, added] = [listIn(result.get(list)), listIn(valueAt(patch, list))];
    const own = rules.field(list);
    const by = own.patchKey ?? '';
    checkOrder(added ?? [], order, by);
    done.add(list);
    if (live === undefined && added === undefined) continue;
    const merged =
      live && added ? mergeLists(live, added, own) : (live ?? listIn(withoutDirectives(added ?? [])) ?? []);
    itemType(live ?? [], added ?? []);
    const isCut = added?.some((item) => directiveOf(item) !== undefined) ?? false;
    const before = isCut ? asBefore(live ?? [], merged, by) : (live ?? []);
    result.set(list, inOrder(merged, { wanted: order, live: before, key: by }));
  }
  return done;
}

function listIn(value: Json | undefined): JsonArray | undefined {
  if (value === undefined || isJsonArray(value)) return value;
  throw wrongType('[]interface {}', value);
}

// The real server has new items in the places of those that it deletes, when it asks where each of them stood.
function asBefore(live: JsonArray, merged: JsonArray, key: string): JsonArray {
  const after = new Set(merged.map((item) => identityOf(item, key)));
  const kept = live.filter((item) => after.has(identityOf(item, key)));
  if (key === '' || kept.length === live.length) return live;
  const known = new Set(live.map((item) => identityOf(item, key)));
  return [...kept, ...merged.filter((item) => !known.has(identityOf(item, key)))].slice(0, live.length);
}

interface FieldPatch {
  readonly value: Json;
  /** The rules of the object that has the field. */
  readonly rules: ValueRules;
  readonly isDeletion: boolean;
}

function mergeField(result: Map<string, Json>, key: string, patch: FieldPatch): void {
  const { value, rules, isDeletion } = patch;
  const now = result.get(key);
  if (value === null) result.delete(key);
  else if (now === undefined || goTypeName(now) !== goTypeName(value)) {
    if (!isDeletion) setPlain(result, key, withoutNulls(value));
  } else if (isJsonObject(value)) result.set(key, strategicMerge(now, value, rules.field(key)));
  else if (isJsonArray(value) && isJsonArray(now)) {
    const own = rules.field(key);
    result.set(key, isDeletion ? withoutItems(now, value) : mergeLists(now, value, own));
  } else setPlain(result, key, value);
}

function setPlain(result: Map<string, Json>, key: string, value: Json): void {
  const kept = withoutDirectives(value);
  if (kept === undefined) result.delete(key);
  else result.set(key, kept);
}

function withoutItems(list: JsonArray, gone: JsonArray): JsonArray {
  if (list.length > 0 || gone.length > 0) itemType(list, gone);
  const texts = new Set(gone.map(canonicalText));
  return list.filter((item) => !texts.has(canonicalText(item)));
}

/** What is new is taken as it is, without the objects that are directives. */
function withoutDirectives(value: Json): Json | undefined {
  if (isJsonArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  if (directiveOf(value) !== undefined) return undefined;
  return objectOf(
    Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      const kept = withoutDirectives(inner);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return objectOf(entries.map(([key, inner]): [string, Json] => [key, withoutNulls(inner)]));
}

function mergeLists(live: JsonArray, patch: JsonArray, rules: ValueRules): JsonArray {
  const { patchKey: key } = rules;
  if (key === undefined) return patch;
  if (live.length === 0 && patch.length === 0) return live;
  if (itemType(live, patch) !== 'map[string]interface {}') {
    const both = Array.from(new Map([...live, ...patch].map((item) => [canonicalText(item), item])).values());
    return inOrder(both, { wanted: patch, live, key: '' });
  }
  const { kept, wanted } = carriedOut(live, patch, key);
  return inOrder(mergeItems(kept, wanted, { key, rules: rules.item() }), { wanted, live: kept, key });
}

// Items that are directives, before any other is merged.
function carriedOut(live: JsonArray, patch: JsonArray, key: string): { kept: JsonArray; wanted: JsonArray } {
  const wanted: Json[] = [];
  const gone = new Set<string>();
  let isReplaced = false;
  for (const item of patch) {
    const order = directiveOf(item);
    if (order === undefined) wanted.push(item);
    else if (order === 'replace') isReplaced = true;
    else if (order === 'merge') throw unclassified('merging lists cannot yet be specified in the patch');
    else if (order !== 'delete') throw unknownDirective(order, isJsonObject(item) ? item : emptyObject);
    else if (valueAt(item, key) === undefined) throw keyMissing(item, key);
    else gone.add(identityOf(item, key));
  }
  if (isReplaced) return { kept: wanted, wanted: [] };
  const kept = gone.size === 0 ? live : live.filter((item) => !gone.has(identityOf(item, key)));
  return { kept, wanted };
}

function mergeItems(
  live: JsonArray,
  patch: JsonArray,
  { key, rules }: { readonly key: string; readonly rules: ValueRules },
): JsonArray {
  const merged = [...live];
  const places = new Map<string, number>();
  for (const [at, item] of live.entries()) {
    const identity = identityOf(item, key);
    if (!places.has(identity)) places.set(identity, at);
  }
  for (const item of patch) {
    if (valueAt(item, key) === undefined) throw keyMissing(item, key);
    const identity = identityOf(item, key);
    const place = places.get(identity);
    if (place === undefined) places.set(identity, merged.push(item) - 1);
    else merged[place] = strategicMerge(merged[place], item, rules);
  }
  return merged;
}
