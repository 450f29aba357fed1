// Which paths differ between two versions of an object, for a person: `status.conditions[Ready].lastTransitionTime`.
// Pure. Names of fields and elements are somebody else's text: what is no plain name is quoted, and cut.

import { quotedText } from '@kube-rx/core';

// What the server itself changes at every write.
const bookkeeping = new Set(['metadata.resourceVersion', 'metadata.managedFields', 'metadata.generation']);

// What more there is, nobody reads.
const mostPaths = 32;
// No kind nests deeper. What does counts as changed at this depth.
const deepest = 64;
const longestName = 63;

/**
 * At most 32 paths, in the order of the fields. An element of a list of objects is named by its `type` or `name` where
 * all of them have one of their own, else by its place. What was added or removed is named as a whole.
 */
export function changedPaths(before: object, after: object): string[] {
  const paths: string[] = [];
  collect({ paths, path: '', depth: 0 }, before, after);
  return paths;
}

interface Place {
  readonly paths: string[];
  readonly path: string;
  readonly depth: number;
}

function collect(place: Place, before: unknown, after: unknown): void {
  const { paths, path, depth } = place;
  if (before === after || paths.length >= mostPaths || bookkeeping.has(path)) return;
  const members = depth < deepest ? membersOf(before, after) : undefined;
  if (!members) {
    paths.push(path);
    return;
  }
  const [old, now, named] = members;
  const at = (name: string): Place => ({ paths, path: named(path, name), depth: depth + 1 });
  for (const [name, member] of old) collect(at(name), member, now.get(name));
  for (const [name, member] of now) if (!old.has(name)) collect(at(name), undefined, member);
}

type Members = ReadonlyMap<string, unknown>;

/** The parts of two values that can be compared part by part, and how the path to a part is written. */
function membersOf(
  before: unknown,
  after: unknown,
): readonly [Members, Members, (path: string, name: string) => string] | undefined {
  if (typeof before !== 'object' || typeof after !== 'object' || !before || !after) return undefined;
  if (Array.isArray(before) !== Array.isArray(after)) return undefined;
  if (!Array.isArray(before) || !Array.isArray(after))
    return [new Map(Object.entries(before)), new Map(Object.entries(after)), fieldPath];
  const key = ['type', 'name'].find((one) => isKeyOf(one, before) && isKeyOf(one, after));
  return key === undefined
    ? [new Map(before.entries().map(byPlace)), new Map(after.entries().map(byPlace)), elementPath]
    : [new Map(before.map(byKey(key))), new Map(after.map(byKey(key))), elementPath];
}

function byPlace([place, element]: [number, unknown]): [string, unknown] {
  return [String(place), element];
}

function byKey(key: string): (element: unknown) => [string, unknown] {
  return (element) => [String(textAt(element, key)), element];
}

/** Whether each element has a text of its own there. */
function isKeyOf(key: string, elements: readonly unknown[]): boolean {
  const texts = elements.map((element) => textAt(element, key));
  return texts.every((text) => text !== undefined) && new Set(texts).size === texts.length;
}

function textAt(element: unknown, key: string): string | undefined {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, key)) return undefined;
  const value: unknown = Reflect.get(element, key);
  return typeof value === 'string' ? value : undefined;
}

function fieldPath(path: string, name: string): string {
  if (!isPlain(name)) return elementPath(path, name);
  return path === '' ? name : `${path}.${name}`;
}

function elementPath(path: string, name: string): string {
  return `${path}[${isPlain(name) ? name : quotedText(name, longestName)}]`;
}

function isPlain(name: string): boolean {
  return name.length <= longestName && /^[A-Za-z0-9_-]+$/.test(name);
}
