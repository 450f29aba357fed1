// The part of the old object that a part of the new one replaces. What is as it was before is let be, whatever its
// schema says by now.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/equality.go

import {
  canonicalText,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  jsonEquals,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../../json/json.ts';
import type { Steps } from '../steps.ts';
import type { Schema } from '../structural.ts';

export class Correlation {
  readonly #schema: Schema;
  readonly #value: Json;
  readonly #old: Json;
  readonly #steps: Steps;
  #keyed: ReadonlyMap<string, Json> | undefined;
  #isSame: boolean | undefined;

  constructor(schema: Schema, values: { readonly value: Json; readonly old: Json }, steps: Steps) {
    this.#schema = schema;
    this.#value = values.value;
    this.#old = values.old;
    this.#steps = steps;
  }

  /** Of what lies under a key; undefined where nothing is replaced. */
  key(name: string): Correlation | undefined {
    const [value, old] = [valueAt(this.#value, name), valueAt(this.#old, name)];
    if (value === undefined || old === undefined) return undefined;
    const own = valueAt(this.#schema, 'properties', name) ?? valueAt(this.#schema, 'additionalProperties');
    return isJsonObject(own) ? new Correlation(own, { value, old }, this.#steps) : undefined;
  }

  /** Of an item: that with the same key. Items of other lists replace none. */
  index(at: number): Correlation | undefined {
    if (!isJsonArray(this.#value) || !isJsonArray(this.#old)) return undefined;
    if (stringAt(this.#schema, 'x-kubernetes-list-type') !== 'map') return undefined;
    const value = this.#value[at] ?? null;
    const key = this.#keyOf(value);
    this.#keyed ??= this.#byKey(this.#old);
    const old = key === undefined ? undefined : this.#keyed.get(key);
    if (old === undefined) return undefined;
    return new Correlation(objectAt(this.#schema, 'items'), { value, old }, this.#steps);
  }

  get isSame(): boolean {
    this.#steps.spend(10);
    this.#isSame ??= this.#compare();
    return this.#isSame;
  }

  #compare(): boolean {
    const [value, old] = [this.#value, this.#old];
    if (isJsonArray(value)) return isJsonArray(old) && this.#compareLists(value, old);
    if (!isJsonObject(value) || !isJsonObject(old)) return jsonEquals(value, old);
    const keys = Object.keys(value);
    if (keys.length !== Object.keys(old).length) return false;
    // What no schema speaks of counts as changed.
    return keys.every((key) => this.key(key)?.isSame === true);
  }

  #compareLists(value: JsonArray, old: JsonArray): boolean {
    if (value.length !== old.length) return false;
    this.#steps.spend(10 * value.length);
    if (stringAt(this.#schema, 'x-kubernetes-list-type') !== 'map') return jsonEquals(value, old);
    return value.every((_, at) => this.index(at)?.isSame === true);
  }

  #byKey(list: JsonArray): ReadonlyMap<string, Json> {
    const found = new Map<string, Json>();
    for (const item of list) {
      const key = this.#keyOf(item);
      if (key !== undefined && !found.has(key)) found.set(key, item);
    }
    return found;
  }

  #keyOf(item: Json): string | undefined {
    const names = stringsAt(this.#schema, 'x-kubernetes-list-map-keys');
    const values = names.map((name) => valueAt(item, name));
    this.#steps.spend(10 * names.length);
    if (values.some((value) => value === undefined || value === null || typeof value === 'object'))
      return undefined;
    return values.map((value) => canonicalText(value ?? null)).join(',');
  }
}
