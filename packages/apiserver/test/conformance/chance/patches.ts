// Changes of an object as a patch of each type.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import type { Ask } from '../session.ts';
import { type Mutation, mutated } from './mutation.ts';
import type { Path } from './spots.ts';

export const patchTypes = ['merge', 'strategic', 'json', 'apply'] as const;
export type PatchType = (typeof patchTypes)[number];

interface Change {
  /** As the server has it. */
  readonly object: JsonObject;
  /** As it was created. */
  readonly base: JsonObject;
  readonly mutations: readonly Mutation[];
  readonly query: Readonly<Record<string, string>>;
}

export function patchOf(type: PatchType, { object, base, mutations, query }: Change): Ask {
  switch (type) {
    case 'merge':
      return ask('merge-patch+json', query, partsOf(object, mutations, 'whole'));
    case 'strategic':
      return ask('strategic-merge-patch+json', query, partsOf(object, mutations, 'item'));
    case 'json':
      return ask(
        'json-patch+json',
        query,
        mutations.map((mutation) => operation(object, mutation)),
      );
    case 'apply':
      return ask(
        'apply-patch+yaml',
        { ...query, fieldManager: 'tester', force: 'true' },
        mutated(base, mutations),
      );
  }
}

function ask(type: string, query: Ask['query'], body: unknown): Ask {
  return { body, headers: { 'content-type': `application/${type}` }, ...(query && { query }) };
}

/** Lists as a whole, or of each the item alone that changes. */
function partsOf(object: JsonObject, mutations: readonly Mutation[], lists: 'whole' | 'item'): Json {
  return mutations.reduce<Json>((patch, { path, value }) => part({ object, patch, lists }, path, value), {});
}

interface Part {
  readonly object: Json | undefined;
  readonly patch: Json;
  readonly lists: 'whole' | 'item';
}

function part({ object, patch, lists }: Part, path: Path, value: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (typeof key === 'number') {
    const items = isJsonArray(object) ? object : [];
    if (lists === 'whole')
      return withItem(
        items,
        key,
        rest.length === 0 ? value : part({ object: items[key], patch: items[key] ?? {}, lists }, rest, value),
      );
    const item = items[key];
    return rest.length === 0
      ? [value ?? null]
      : [part({ object: item, patch: scalarsOf(item), lists }, rest, value)];
  }
  const fields = isJsonObject(patch) ? patch : {};
  const inner = isJsonObject(object) ? object[key] : undefined;
  const before = fields[key] ?? {};
  return { ...fields, [key]: part({ object: inner, patch: before, lists }, rest, value) };
}

function withItem(items: readonly Json[], key: number, value: Json | undefined): Json {
  if (value === undefined) return items.filter((_, at) => at !== key);
  return items.map((item, at) => (at === key ? value : item));
}

/** What an item is known by is among them. */
function scalarsOf(item: Json | undefined): Json {
  if (!isJsonObject(item)) return {};
  return Object.fromEntries(Object.entries(item).filter(([, value]) => typeof value !== 'object'));
}

function operation(object: JsonObject, { path, value }: Mutation): Json {
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const isThere = valueAt(object, path) !== undefined;
  if (value === undefined) return { op: 'remove', path: pointer };
  return { op: isThere ? 'replace' : 'add', path: pointer, value };
}

function valueAt(object: Json | undefined, [key, ...rest]: Path): Json | undefined {
  if (key === undefined) return object;
  if (isJsonArray(object)) return valueAt(object[Number(key)], rest);
  return isJsonObject(object) ? valueAt(object[key], rest) : undefined;
}
