// Objects seen through their merge rules: which fields they set, how two of them differ, what both make together.
// https://github.com/kubernetes-sigs/structured-merge-diff/tree/v6.3.3/typed

import {
  emptyObject,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  jsonEquals,
  objectOf,
  valueAt,
} from '../json/json.ts';
import { type Element, FieldSet, fieldElement, keyElement, valueElement } from './field-set.ts';
import { itemKey, type ValueRules, plainRules as wholeRules } from './merge-rules.ts';

/** Every field that a value sets. */
export function fieldsOf(value: Json, rules: ValueRules): FieldSet {
  return FieldSet.whole(false, gather(value, rules, 'leaves'));
}

/** What is added or removed with all that it holds: the place itself, and every place below it. */
function placesOf(value: Json, rules: ValueRules): FieldSet {
  return FieldSet.whole(true, gather(value, rules, 'places'));
}

// Items are members always.
function gather(value: Json, rules: ValueRules, wanted: 'leaves' | 'places'): Map<Element, FieldSet> {
  const found = new Map<Element, FieldSet>();
  if (isJsonObject(value) && !rules.atomicMap)
    for (const [key, inner] of Object.entries(value)) {
      const of = rules.field(key);
      const below = gather(inner, of, wanted);
      const member = wanted === 'places' || isOwnedItself(inner, of);
      if (member || below.size > 0) found.set(fieldElement(key), FieldSet.whole(member, below));
    }
  if (isJsonArray(value) && rules.listType !== 'atomic')
    for (const item of value) {
      const element = itemElement(item, rules);
      // Of what is there twice the place alone is known.
      found.set(
        element,
        found.has(element) ? FieldSet.leaf : FieldSet.whole(true, gather(item, rules.item(), wanted)),
      );
    }
  return found;
}

// Who sets a list without items that may have several owners owns none of them, and no list.
function isOwnedItself(value: Json, { atomicMap, listType, isEntry = false }: ValueRules): boolean {
  if (isJsonObject(value)) return isEntry || atomicMap || Object.keys(value).length === 0;
  return isEntry || !isJsonArray(value) || listType === 'atomic';
}

export interface Comparison {
  /** What was added and what has another value. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

const same: Comparison = { changed: FieldSet.none, removed: FieldSet.none };

export function compare(before: Json, after: Json, rules: ValueRules): Comparison {
  return walk({ before, after, rules });
}

interface Pair {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly rules: ValueRules;
}

function walk({ before, after, rules }: Pair): Comparison {
  if (before === after) return same;
  if (before === undefined && after !== undefined) return { ...same, changed: placesOf(after, rules) };
  if (after === undefined && before !== undefined) return { ...same, removed: placesOf(before, rules) };
  if (isJsonObject(before) && isJsonObject(after) && !rules.atomicMap) {
    const pairs = new Map<Element, Pair>();
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [a, b] = [valueAt(before, key), valueAt(after, key)];
      if (a !== b) pairs.set(fieldElement(key), { before: a, after: b, rules: rules.field(key) });
    }
    return walkAll(pairs);
  }
  // Null counts as an empty map or list, if the other side is one.
  const [a, b] = [before ?? null, after ?? null];
  const [left, right] = [childrenOf(a, rules), childrenOf(b, rules)];
  const sameShape = a === null || b === null || isJsonArray(a) === isJsonArray(b);
  const hollow = (left?.size ?? 0) === 0 && (right?.size ?? 0) === 0;
  const leaf = (a !== null && !left) || (b !== null && !right) || hollow || !sameShape;
  if (leaf) return jsonEquals(before, after) ? same : { ...same, changed: FieldSet.leaf };
  const pairs = new Map<Element, Pair>();
  for (const at of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
    const [one, other] = [left?.get(at), right?.get(at)];
    pairs.set(at, {
      before: one?.value,
      after: other?.value,
      rules: (one ?? other)?.rules ?? rules,
    });
  }
  return walkAll(pairs);
}

function walkAll(pairs: ReadonlyMap<Element, Pair>): Comparison {
  const changed: [Element, FieldSet][] = [];
  const removed: [Element, FieldSet][] = [];
  for (const [element, pair] of pairs) {
    const inner = walk(pair);
    changed.push([element, inner.changed]);
    removed.push([element, inner.removed]);
  }
  return {
    changed: FieldSet.of(false, changed),
    removed: FieldSet.of(false, removed),
  };
}

interface Child {
  readonly value: Json;
  readonly rules: ValueRules;
}

// What a value holds; undefined for what is owned as a whole.
function childrenOf(value: Json, rules: ValueRules): Map<Element, Child> | undefined {
  if (isJsonObject(value)) {
    if (rules.atomicMap) return undefined;
    return new Map(
      Object.entries(value).map(([key, inner]) => [
        fieldElement(key),
        { value: inner, rules: rules.field(key) },
      ]),
    );
  }
  if (!isJsonArray(value) || rules.listType === 'atomic') return undefined;
  const children = new Map<Element, Child>();
  const twice = new Map<Element, Json[]>();
  for (const item of value) {
    const element = itemElement(item, rules);
    const before = children.get(element);
    if (before) twice.set(element, [...(twice.get(element) ?? [before.value]), item]);
    children.set(element, { value: item, rules: rules.item() });
  }
  // Those that are there twice are compared as a whole.
  for (const [element, items] of twice) children.set(element, { value: items, rules: wholeRules });
  return children;
}

/** An item of a keyed list that has none of the keys: nobody can own it. */
export class KeylessItemError extends Error {
  override readonly name = 'KeylessItemError';
}

function itemElement(item: Json, rules: ValueRules): Element {
  if (rules.listType !== 'map') return valueElement(item);
  const key = itemKey(item, rules.listKeys, rules);
  if (!key) throw new KeylessItemError('an item of a keyed list has no key');
  return keyElement(key);
}

/** `live` with everything that `config` sets. */
export function mergeConfig(live: Json | undefined, config: Json, rules: ValueRules): Json {
  if (isJsonObject(config) && isJsonObject(live) && !rules.atomicMap) {
    const merged = new Map(Object.entries(live));
    for (const [key, value] of Object.entries(config))
      merged.set(key, mergeConfig(valueAt(live, key), value, rules.field(key)));
    return objectOf(merged);
  }
  if (isJsonArray(config) && isJsonArray(live) && rules.listType !== 'atomic')
    return mergeLists(live, config, rules);
  // Null counts as empty where the other side is not.
  return config === null && live !== undefined && (childrenOf(live, rules)?.size ?? 0) > 0 ? live : config;
}

// In the order of `config`, with what is live alone between the items of both, as it stands.
function mergeLists(live: JsonArray, config: JsonArray, rules: ValueRules): JsonArray {
  const elementOf = (item: Json): Element => itemElement(item, rules);
  const present = live.map((item) => ({ item, element: elementOf(item) }));
  const wanted = config.map((item) => ({ item, element: elementOf(item) }));
  // What is there twice is not merged.
  const partners = new Map<Element, Json | undefined>();
  for (const { item, element } of present) partners.set(element, partners.has(element) ? undefined : item);
  const wantedElements = new Set(wanted.map(({ element }) => element));
  const shared = wanted.map(({ element }) => element).filter((element) => partners.has(element));
  const taken = new Set<Element>();
  const out: Json[] = [];
  let [at, sharedAt] = [0, 0];
  for (const { item, element } of wanted) {
    for (let now = present[at]; now && now.element !== element; now = present[at]) {
      const isOurs = wantedElements.has(now.element);
      // A new item, or the next of both, stands before one of both that is to come.
      if (isOurs && !taken.has(now.element) && now.element === shared[sharedAt]) break;
      if (!isOurs) out.push(now.item);
      at += 1;
    }
    out.push(mergeConfig(partners.get(element), item, rules.item()));
    taken.add(element);
    if (present[at]?.element === element) at += 1;
    if (shared[sharedAt] === element) sharedAt += 1;
  }
  const rest = present.slice(at).filter(({ element }) => !wantedElements.has(element));
  return [...out, ...rest.map(({ item }) => item)];
}

export interface Removal {
  readonly gone: FieldSet;
  /** What somebody still owns. */
  readonly kept: FieldSet;
}

/**
 * `value` without the fields that are gone, and without what holds nothing any more and nobody owns; null where
 * somebody does.
 */
export function removeFields(value: Json, removal: Removal, rules: ValueRules): Json {
  const left = removeBelow({ value, rules }, removal);
  return left === undefined || (left === null && isJsonObject(value)) ? emptyObject : left;
}

// A node to be removed stays as long as something below it stays.
function removeBelow({ value, rules }: Child, { gone, kept }: Removal): Json | undefined {
  if (gone.isEmpty) return value;
  const children = childrenOf(value, rules);
  if (!children || children.size === 0) return gone.member ? undefined : value;
  const within = (element: Element): Removal => ({
    gone: gone.below.get(element) ?? FieldSet.none,
    kept: kept.below.get(element) ?? FieldSet.none,
  });
  const nothing = kept.isEmpty ? undefined : null;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      const child = { value: inner, rules: rules.field(key) };
      const rest = removeBelow(child, within(fieldElement(key)));
      return rest === undefined ? [] : [[key, rest]];
    });
    return entries.length === 0 ? nothing : objectOf(entries);
  }
  if (!isJsonArray(value)) return value;
  const items = value.flatMap((item): Json[] => {
    const lost = within(itemElement(item, rules));
    const rest = lost.gone.member ? undefined : removeBelow({ value: item, rules: rules.item() }, lost);
    return rest === undefined ? [] : [rest];
  });
  return items.length === 0 ? nothing : items;
}
