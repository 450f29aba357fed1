// Objects seen through their merge rules: which fields they set, how two of them differ, what both make together.
// https://github.com/kubernetes-sigs/structured-merge-diff/tree/v6.3.3/typed

import { isJsonArray, isJsonObject, type Json, type JsonArray, jsonEquals, valueAt } from '../json/json.ts';
import { type FieldSet, fieldPath, keyPath, type Path, rootPath, valuePath } from './field-set.ts';
import { itemKey, type ValueRules } from './merge-rules.ts';

/** Every field that a value sets. */
export function fieldsOf(value: Json, rules: ValueRules): FieldSet {
  const set = new Set<Path>();
  gather({ value, rules }, rootPath, set);
  return set;
}

function gather({ value, rules }: Child, path: Path, into: Set<Path>): void {
  const children = childrenOf(value, rules, path);
  if (children === undefined || children.size === 0) {
    if (path !== rootPath) into.add(path);
    return;
  }
  for (const [at, child] of children) {
    gather(child, at, into);
    if (isJsonArray(value)) into.add(at);
  }
}

export interface Comparison {
  /** What was added and what has another value. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

export function compare(before: Json, after: Json, rules: ValueRules): Comparison {
  const found = { changed: new Set<Path>(), removed: new Set<Path>() };
  walk({ before, after, rules, path: rootPath }, found);
  return found;
}

interface Pair {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly rules: ValueRules;
  readonly path: Path;
}

function walk({ before, after, rules, path }: Pair, found: Record<keyof Comparison, Set<Path>>): void {
  if (before === after) return;
  if (isJsonObject(before) && isJsonObject(after) && !rules.atomicMap) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [a, b] = [valueAt(before, key), valueAt(after, key)];
      if (a !== b) walk({ before: a, after: b, rules: rules.field(key), path: fieldPath(path, key) }, found);
    }
    return;
  }
  // Null counts as an empty map or list, if the other side is one.
  const [a, b] = [before ?? null, after ?? null];
  const [left, right] = [childrenOf(a, rules, path), childrenOf(b, rules, path)];
  const sameShape = a === null || b === null || isJsonArray(a) === isJsonArray(b);
  const hollow = (left?.size ?? 0) === 0 && (right?.size ?? 0) === 0;
  const leaf = (a !== null && !left) || (b !== null && !right) || hollow || !sameShape;
  if (leaf) {
    if (after === undefined) found.removed.add(path);
    else if (!jsonEquals(before, after)) found.changed.add(path);
    return;
  }
  for (const at of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
    const [one, other] = [left?.get(at), right?.get(at)];
    const inner = (one ?? other)?.rules ?? rules;
    walk({ before: one?.value, after: other?.value, rules: inner, path: at }, found);
  }
  if (path === rootPath) return;
  if (before === undefined) found.changed.add(path);
  else if (after === undefined) found.removed.add(path);
}

interface Child {
  readonly value: Json;
  readonly rules: ValueRules;
}

// What a value holds, by path; undefined for what is owned as a whole.
function childrenOf(value: Json, rules: ValueRules, path: Path): Map<Path, Child> | undefined {
  if (isJsonObject(value)) {
    if (rules.atomicMap) return undefined;
    return new Map(
      Object.entries(value).map(([key, inner]) => [
        fieldPath(path, key),
        { value: inner, rules: rules.field(key) },
      ]),
    );
  }
  if (!isJsonArray(value) || rules.listType === 'atomic') return undefined;
  return new Map(value.map((item) => [itemPath(item, rules, path), { value: item, rules: rules.item() }]));
}

function itemPath(item: Json, rules: ValueRules, path: Path): Path {
  const key = rules.listType === 'map' ? itemKey(item, rules.listKeys) : undefined;
  return key ? keyPath(path, key) : valuePath(path, item);
}

/** `live` with everything that `config` sets. */
export function mergeConfig(live: Json | undefined, config: Json, rules: ValueRules): Json {
  if (isJsonObject(config) && isJsonObject(live) && !rules.atomicMap) {
    const merged = new Map(Object.entries(live));
    for (const [key, value] of Object.entries(config))
      merged.set(key, mergeConfig(valueAt(live, key), value, rules.field(key)));
    return Object.fromEntries(merged);
  }
  if (isJsonArray(config) && isJsonArray(live) && rules.listType !== 'atomic')
    return mergeLists(live, config, rules);
  return config;
}

// Items keep their place; new ones follow the applied item before them.
function mergeLists(live: JsonArray, config: JsonArray, rules: ValueRules): JsonArray {
  const path = (item: Json): Path => itemPath(item, rules, rootPath);
  const wanted = new Map(config.map((item) => [path(item), item]));
  const merged = live.map((item) => {
    const own = wanted.get(path(item));
    return own === undefined ? item : mergeConfig(item, own, rules.item());
  });
  const known = new Set(live.map(path));
  return [...merged, ...config.filter((item) => !known.has(path(item)))];
}

/** `value` without the fields in `gone`, and without what holds nothing any more; undefined where all is gone. */
export function removeFields(value: Json, gone: FieldSet, rules: ValueRules): Json | undefined {
  return removeBelow({ value, rules }, gone, rootPath);
}

// A node to be removed stays as long as something below it stays.
function removeBelow({ value, rules }: Child, gone: FieldSet, path: Path): Json | undefined {
  const children = childrenOf(value, rules, path);
  if (!children || children.size === 0) return gone.has(path) ? undefined : value;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      const rest = removeBelow({ value: inner, rules: rules.field(key) }, gone, fieldPath(path, key));
      return rest === undefined ? [] : [[key, rest]];
    });
    return entries.length === 0 && path !== rootPath ? undefined : Object.fromEntries(entries);
  }
  if (!isJsonArray(value)) return value;
  const items = value.flatMap((item): Json[] => {
    const at = itemPath(item, rules, path);
    const rest = gone.has(at) ? undefined : removeBelow({ value: item, rules: rules.item() }, gone, at);
    return rest === undefined ? [] : [rest];
  });
  return items.length === 0 ? undefined : items;
}
