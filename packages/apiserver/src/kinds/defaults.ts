// Values that the server fills in where a request leaves a field out: a table that is applied to an object. Each kind
// has its own, taken from pkg/apis/*/v1/defaults.go of Kubernetes 1.36.

import { isJsonArray, isJsonObject, type Json, type JsonObject, valueAt } from '../json/json.ts';

/** What a field holds, from what it holds now and the object around it; undefined leaves it as it is. */
export type Rule = (value: Json | undefined, object: JsonObject) => Json | undefined;

/** By field, applied from top to bottom: its value where it is absent or null, or a rule. */
export type Defaults = Readonly<Record<string, Json | Rule>>;

/** A table, or a function for what a table cannot express. */
export type Completion = Defaults | ((object: JsonObject) => JsonObject);

/** The completed object; from a table the same one where nothing was missing. */
export function withDefaults(object: JsonObject, defaults: Completion): JsonObject {
  if (typeof defaults === 'function') return defaults(object);
  // Copied at the first change, since most of what is updated has its defaults already.
  let copy: Record<string, Json> | undefined;
  for (const [key, rule] of Object.entries(defaults)) {
    const current = copy ?? object;
    const value = valueAt(current, key);
    const complete = typeof rule === 'function' ? rule(value, current) : (value ?? rule);
    if (complete === undefined || complete === value) continue;
    copy ??= { ...object };
    copy[key] = complete;
  }
  return copy ?? object;
}

/** A value that depends on the object around it. */
export function computed(make: (object: JsonObject) => Json | undefined): Rule {
  return (value, object) => value ?? make(object);
}

/** A number for which Go has no pointer, so that 0 is none. */
export function nonZero(number: number): Rule {
  return (value) => (value === undefined || value === null || value === 0 ? number : undefined);
}

/** A text for which Go has no pointer, so that an empty one is none; it may depend on the object around it. */
export function filled(text: string | ((object: JsonObject) => Json | undefined)): Rule {
  return (value, object) => {
    if (value !== undefined && value !== null && value !== '') return value;
    return typeof text === 'string' ? text : text(object);
  };
}

/** Completes an object where it is there, or where `isMade` wants one. */
export function within(defaults: Completion, isMade: (object: JsonObject) => boolean = () => false): Rule {
  return (value, object) => {
    const inner = value ?? (isMade(object) ? {} : undefined);
    return isJsonObject(inner) ? withDefaults(inner, defaults) : undefined;
  };
}

/** Completes an object that is made where it is absent. */
export function always(defaults: Completion): Rule {
  return within(defaults, () => true);
}

/** Completes the items of a list; `absent` is null where Go prints a list that is not there. */
export function each(defaults: Completion, absent?: null): Rule {
  return (value) => {
    if (!isJsonArray(value)) return value ?? absent;
    const next = value.map((one) => (isJsonObject(one) ? withDefaults(one, defaults) : one));
    return next.some((one, at) => one !== value[at]) ? next : value;
  };
}

/** The conditions of a status: times that the Go type prints as null where they are not set. */
export function conditions(...times: readonly string[]): Defaults {
  return { conditions: each(Object.fromEntries(times.map((time) => [time, null]))) };
}
