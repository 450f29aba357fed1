// JSON as values of expressions that know no schema: what is not there is missing, and null is null.

import { isJsonArray, isJsonObject, type Json, type JsonArray, type JsonObject } from '../json/json.ts';
import { ListValue, MapValue, type Value } from './value.ts';

export function jsonValue(json: Json): Value {
  if (isJsonArray(json)) return new JsonItems(json);
  if (isJsonObject(json)) return new JsonFields(json);
  return typeof json === 'number' && Number.isInteger(json) ? BigInt(json) : json;
}

class JsonFields extends MapValue {
  readonly #json: JsonObject;
  readonly #made = new Map<string, Value>();
  #names: readonly string[] | undefined;

  constructor(json: JsonObject) {
    super();
    this.#json = json;
  }

  get size(): number {
    return this.#all.length;
  }

  get #all(): readonly string[] {
    this.#names ??= Object.keys(this.#json);
    return this.#names;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.#json, key)) return undefined;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const json = this.#json[key] ?? null;
    const made = jsonValue(json);
    // Only what took time.
    if (typeof json === 'object') this.#made.set(key, made);
    return made;
  }

  keys(): Iterable<Value> {
    return this.#all;
  }
}

class JsonItems extends ListValue {
  readonly #json: JsonArray;
  readonly #made: Value[] = [];

  constructor(json: JsonArray) {
    super();
    this.#json = json;
  }

  get size(): number {
    return this.#json.length;
  }

  at(index: number): Value {
    const json = this.#json[index] ?? null;
    if (typeof json !== 'object') return jsonValue(json);
    this.#made[index] ??= jsonValue(json);
    return this.#made[index];
  }
}
