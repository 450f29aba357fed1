// Values that the server fills in where a request leaves a field out: a table that is applied to an object. Each kind
// has its own, taken from pkg/apis/*/v1/defaults.go of Kubernetes 1.36.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';

/** The value of a field that is absent, made of the object around it; undefined leaves it absent. */
type Computed = (object: JsonObject) => Json | undefined;

/** Applied from top to bottom: a field may be filled in by `values` and completed by `fields`. */
export interface Defaults {
  /** Values of fields that are absent or null. */
  readonly values?: Readonly<Record<string, Json | Computed>>;
  /** Objects that are completed where they are there. */
  readonly fields?: Readonly<Record<string, Defaults>>;
  /** Lists whose items are completed. */
  readonly items?: Readonly<Record<string, Defaults>>;
  /** Whatever a table cannot express, applied last. */
  readonly also?: (object: JsonObject) => JsonObject;
}

/** The conditions of a status: times that the Go type prints as null where they are not set. */
export function conditions(...times: readonly string[]): Defaults {
  return { items: { conditions: { values: Object.fromEntries(times.map((time) => [time, null])) } } };
}

/** The completed object; the same one where nothing was missing. */
export function withDefaults(object: JsonObject, defaults: Defaults): JsonObject {
  const draft = new Draft(object);
  for (const [key, value] of Object.entries(defaults.values ?? {}))
    if (draft.isOpen(key)) draft.set(key, typeof value === 'function' ? value(draft.object) : value);
  for (const [key, inner] of Object.entries(defaults.fields ?? {})) {
    const value = draft.get(key);
    if (isJsonObject(value)) draft.set(key, withDefaults(value, inner));
  }
  for (const [key, item] of Object.entries(defaults.items ?? {})) {
    const value = draft.get(key);
    if (isJsonArray(value)) draft.set(key, completed(value, item));
  }
  return defaults.also ? defaults.also(draft.object) : draft.object;
}

function completed(list: readonly Json[], item: Defaults): readonly Json[] {
  const next = list.map((one) => (isJsonObject(one) ? withDefaults(one, item) : one));
  return next.some((one, at) => one !== list[at]) ? next : list;
}

// Copied at the first change, since most of what is updated has its defaults already.
class Draft {
  object: JsonObject;
  #own: Record<string, Json> | undefined;

  constructor(object: JsonObject) {
    this.object = object;
  }

  get(key: string): Json | undefined {
    return Object.hasOwn(this.object, key) ? this.object[key] : undefined;
  }

  isOpen(key: string): boolean {
    return (this.get(key) ?? null) === null;
  }

  set(key: string, value: Json | undefined): void {
    if (value === undefined || value === this.get(key)) return;
    this.#own ??= { ...this.object };
    this.#own[key] = value;
    this.object = this.#own;
  }
}
