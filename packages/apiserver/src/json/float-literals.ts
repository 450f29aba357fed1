// Whole numbers that are written as floats, as `1.0` and `1e3`: integers of Go take none of them.

import { isJsonArray, isJsonObject, type Json, type JsonArray, objectOf } from './json.ts';

/** By the object or list that holds them: the keys of such numbers. */
export type FloatLiterals = WeakMap<object, ReadonlySet<string>>;

const suspicious = /\d(?:\.\d|[eE])/;

/** Those of a text and the value that was parsed of it; undefined where there is none. */
export function floatLiterals(text: string, value: Json): FloatLiterals | undefined {
  return suspicious.test(text) ? floatsBy(withSources(text), value) : undefined;
}

/** Those of a value, by the same value where each stands as its text, within a list of one item. */
export function floatsBy(sources: Json, value: Json): FloatLiterals | undefined {
  const found: FloatLiterals = new WeakMap();
  return gather(sources, value, found) ? found : undefined;
}

/** What was parsed of the text, where each stands as its text, within a list of one item; undefined without any. */
export function withFloatSources(text: string, value: Json): Json | undefined {
  if (!suspicious.test(text)) return undefined;
  const marked = mark(withSources(text), value);
  return marked === value ? undefined : marked;
}

function mark(source: Json | undefined, value: Json): Json {
  if (isFloat(source, value)) return source;
  const entry = (key: string, inner: Json): Json => {
    const own = isJsonArray(source) ? source[Number(key)] : isJsonObject(source) ? source[key] : undefined;
    return own === undefined ? inner : mark(own, inner);
  };
  if (isJsonArray(value)) {
    const items = value.map((item, at) => entry(String(at), item));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [key, entry(key, inner)]);
  return entries.every(([key, inner]) => inner === value[key]) ? value : objectOf(entries);
}

function isFloat(source: Json | undefined, value: Json): source is JsonArray {
  const text = isJsonArray(source) ? source[0] : undefined;
  return (
    typeof value === 'number' && Number.isInteger(value) && typeof text === 'string' && !/^-?\d+$/.test(text)
  );
}

function gather(sources: Json, value: Json, found: FloatLiterals): boolean {
  if (!isJsonObject(value) && !isJsonArray(value)) return false;
  const keys = new Set<string>();
  let isAny = false;
  for (const [key, inner] of Object.entries(value)) {
    const source = isJsonArray(sources)
      ? sources[Number(key)]
      : isJsonObject(sources)
        ? sources[key]
        : undefined;
    if (source === undefined) continue;
    if (typeof inner !== 'number') isAny = gather(source, inner, found) || isAny;
    else if (isFloat(source, inner)) keys.add(key);
  }
  if (keys.size > 0) found.set(value, keys);
  return isAny || keys.size > 0;
}

function withSources(text: string): Json {
  return sourced.parse(text, (_key, value, { source }) =>
    typeof value === 'number' ? [source ?? ''] : value,
  );
}

// Every supported platform has it, but the compiler does not know it yet.
// https://tc39.es/proposal-json-parse-with-source/
const sourced = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: Json, context: { readonly source?: string }) => Json,
  ): Json;
};
