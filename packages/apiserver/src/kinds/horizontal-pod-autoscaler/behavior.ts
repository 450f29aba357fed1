// Converts the behavior of an autoscaler to and from the annotation in which autoscaling/v1 keeps it. The annotation
// uses the names of Go's fields in place of the JSON names, a mistake of Kubernetes that compatibility preserves.

import { isJsonArray, isJsonObject, type Json, type JsonObject, valueAt } from '../../json/json.ts';

const sides = ['scaleUp', 'scaleDown'];
const rules = ['stabilizationWindowSeconds', 'selectPolicy', 'policies', 'tolerance'];
const policy = ['type', 'value', 'periodSeconds'];

function goName(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

// Go prints every field; a nil pointer is null.
function asGo(
  object: JsonObject,
  keys: readonly string[],
  each: (value: Json, key: string) => Json,
): JsonObject {
  return Object.fromEntries(keys.map((key) => [goName(key), each(valueAt(object, key) ?? null, key)]));
}

export function goBehavior(behavior: JsonObject): JsonObject {
  return asGo(behavior, sides, (side) => (isJsonObject(side) ? goRules(side) : null));
}

function goRules(side: JsonObject): JsonObject {
  return asGo(side, rules, (value, key) =>
    key === 'policies' && isJsonArray(value)
      ? value.filter(isJsonObject).map((one) => asGo(one, policy, (plain) => plain))
      : value,
  );
}

// Go ignores case when it reads names.
function fromGo(object: JsonObject, keys: readonly string[]): JsonObject {
  const entries = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const name = keys.find((one) => one.toLowerCase() === key.toLowerCase());
    return name === undefined || value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** Undefined where the annotation holds no behavior. */
export function readGoBehavior(value: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const found = Object.entries(fromGo(value, sides)).flatMap(([side, given]): [string, Json][] =>
    isJsonObject(given) ? [[side, readGoRules(given)]] : [],
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function readGoRules(given: JsonObject): JsonObject {
  const read = fromGo(given, rules);
  const policies = valueAt(read, 'policies');
  return isJsonArray(policies)
    ? { ...read, policies: policies.filter(isJsonObject).map((one) => fromGo(one, policy)) }
    : read;
}
