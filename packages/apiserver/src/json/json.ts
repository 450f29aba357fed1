// JSON as data: the shape in which the server holds what it decoded. Values are never changed in place, so
// the old and the new state of an object may share whatever did not change.

import { parseWithBigInts, printWithBigInts } from '@kube-rx/core';

/**
 * As Go has it: a bigint is an int64 that a number would round, and a number beyond 2^53 is a float64. A value has one
 * form, so that `===` compares numbers.
 */
export type Json = null | boolean | number | bigint | string | JsonArray | JsonObject;

export type JsonArray = readonly Json[];

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is JsonArray {
  return Array.isArray(value);
}

export function isNumber(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Whether Go holds the number as an int64. */
export function isInt64(value: Json | undefined): value is number | bigint {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

export function isInt32(value: number | bigint): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

// What lies at a path of keys, as `metadata`, `name`. Own keys only: `constructor` and `__proto__` are keys like any
// other.

export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) {
    if (!isJsonObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** The object there, and an empty one where there is none. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = valueAt(value, ...path);
  return isJsonObject(found) ? found : emptyObject;
}

export function stringAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The string there, and an empty one where there is none. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  return stringAt(value, ...path) ?? '';
}

/** The number there, rounded where it is an int64 that needs it. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path);
  return isNumber(found) ? Number(found) : undefined;
}

/** The int64 there, with all its digits. */
export function integerAt(value: Json | undefined, ...path: readonly string[]): number | bigint | undefined {
  const found = valueAt(value, ...path);
  return isInt64(found) ? found : undefined;
}

/** The array there, and an empty one where there is none. */
export function arrayAt(value: Json | undefined, ...path: readonly string[]): JsonArray {
  const found = valueAt(value, ...path);
  return isJsonArray(found) ? found : [];
}

/** The objects of the array there. */
export function objectsAt(value: Json | undefined, ...path: readonly string[]): JsonObject[] {
  return arrayAt(value, ...path).filter(isJsonObject);
}

/** The strings of the array there. */
export function stringsAt(value: Json | undefined, ...path: readonly string[]): string[] {
  return arrayAt(value, ...path).filter((item) => typeof item === 'string');
}

/** The entries whose value is a string. */
export function stringEntries(object: JsonObject): [string, string][] {
  return Object.entries(object).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** The object without `keys`, of which there are few. */
export function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  if (!keys.some((key) => Object.hasOwn(object, key))) return object;
  return objectOf(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** As Object.fromEntries, of whatever keys, in a third of its time: the server makes many small objects. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  const made: Record<string, Json> = {};
  for (const [key, value] of entries) {
    // Assigned, it would be no key.
    if (key === '__proto__') Object.defineProperty(made, key, { value, ...plain });
    else made[key] = value;
  }
  return made;
}

const plain: PropertyDescriptor = { configurable: true, enumerable: true, writable: true };

/** A copy with `key` set, or removed where `value` is undefined. Safe for every key; for many of them, take a Map. */
export function withKey(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  return value === undefined ? without(object, key) : { ...object, [key]: value };
}

export function jsonEquals(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isJsonArray(a))
    return isJsonArray(b) && a.length === b.length && a.every((v, i) => jsonEquals(v, b[i]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && jsonEquals(a[key], b[key]));
}

/** The same text for what `jsonEquals` holds equal, so that values can be looked up rather than compared in turn. */
export function canonicalText(value: Json): string {
  return jsonText(typeof value === 'object' ? sortedKeys(value) : value);
}

/** The same value with the keys of every object in bytewise order, as Go prints a map. */
export function sortedKeys(value: Json): Json {
  if (isJsonArray(value)) return value.map(sortedKeys);
  if (!isJsonObject(value)) return value;
  return sortedMap(value, sortedKeys);
}

/** The same object with its own keys in bytewise order. */
export function sortedMap(object: JsonObject, each: (value: Json) => Json = (value) => value): JsonObject {
  const entries = Object.entries(object).map(([key, value]): [string, Json] => [key, each(value)]);
  return objectOf(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

export const emptyObject: JsonObject = Object.freeze({});

// The decoding boundary: whatever JSON.parse returns is `Json` by its definition.
export function parseJsonText(text: string): Json {
  return parseWithBigInts(text) as Json;
}

/** As JSON.stringify, of whole numbers beyond 2^53 too. */
export function jsonText(value: unknown, indent?: number): string {
  return printWithBigInts(value, indent);
}
