// Objects whose text has a key twice: JSON.parse keeps the last one and says nothing.

import { isJsonArray, isJsonObject, type Json, parseJsonText } from './json.ts';

/** A parsed text in which objects are their entries, repeated ones included. */
export type Entries = null | boolean | number | bigint | string | readonly Entries[] | OrderedObject;

export class OrderedObject {
  readonly entries: readonly (readonly [key: string, value: Entries])[];

  constructor(entries: readonly (readonly [string, Entries])[]) {
    this.entries = entries;
  }
}

/** The entries of a text that JSON.parse has read, where it has lost some; undefined where it has lost none. */
export function repeatedEntries(text: string, parsed: Json): Entries | undefined {
  return countKeysInText(text) === countKeys(parsed) ? undefined : new EntriesParser(text).value();
}

/** What Go makes of the entries: the last one wins; in a struct or a map two objects become one. */
export function mergedEntries(value: Entries, mergeObjects: boolean): Json {
  if (!(value instanceof OrderedObject))
    return isEntriesArray(value) ? value.map((item) => mergedEntries(item, mergeObjects)) : value;
  const merged = new Map<string, Json>();
  // Objects that became one, while they grow.
  const growing = new Map<string, Map<string, Json>>();
  for (const [key, inner] of value.entries) {
    const before = merged.get(key);
    const now = mergedEntries(inner, mergeObjects);
    if (mergeObjects && isJsonObject(before) && isJsonObject(now)) {
      const members = growing.get(key) ?? new Map(Object.entries(before));
      growing.set(key, members);
      for (const [name, member] of Object.entries(now)) members.set(name, member);
    } else {
      growing.delete(key);
      merged.set(key, now);
    }
  }
  for (const [key, members] of growing) merged.set(key, Object.fromEntries(members));
  return Object.fromEntries(merged);
}

export function isEntriesArray(value: Entries): value is readonly Entries[] {
  return Array.isArray(value);
}

function countKeys(value: Json): number {
  if (isJsonArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (!isJsonObject(value)) return 0;
  let count = 0;
  for (const key of Object.keys(value)) {
    const inner = value[key] ?? null;
    count += 1 + (typeof inner === 'object' ? countKeys(inner) : 0);
  }
  return count;
}

// From string to string: one with a colon behind it is a key.
function countKeysInText(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', start)) {
    start = endOfString(text, start);
    while (isBlank(text.charCodeAt(start))) start += 1;
    if (text.charCodeAt(start) === colon) count += 1;
  }
  return count;
}

const [quote, backslash, colon] = [34, 92, 58];

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Where the string that starts at `start` is over. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
  return slashes % 2 === 1;
}

/** For text that is known to be JSON. */
class EntriesParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): Entries {
    this.#skipBlanks();
    switch (this.#text[this.#at]) {
      case '{':
        return new OrderedObject(this.#between('}', () => this.#entry()));
      case '[':
        return this.#between(']', () => this.value());
      default:
        return this.#scalar() as Exclude<Entries, object>;
    }
  }

  #entry(): readonly [string, Entries] {
    this.#skipBlanks();
    const key = this.#scalar();
    this.#skipBlanks();
    this.#at += 1;
    return [typeof key === 'string' ? key : '', this.value()];
  }

  #between<T>(end: string, read: () => T): T[] {
    const found: T[] = [];
    this.#at += 1;
    this.#skipBlanks();
    while (this.#text[this.#at] !== end) {
      found.push(read());
      this.#skipBlanks();
      if (this.#text[this.#at] === ',') this.#at += 1;
    }
    this.#at += 1;
    return found;
  }

  #scalar(): Json {
    const start = this.#at;
    if (this.#text.charCodeAt(start) === quote) this.#at = endOfString(this.#text, start);
    else while (this.#at < this.#text.length && !/[\s,\]}]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return parseJsonText(this.#text.slice(start, this.#at));
  }

  #skipBlanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }
}
