// Whole numbers that are written as floats, as `1.0` and `1e3`: integers of Go take none of them.

import { isJsonArray, isJsonObject, type Json } from './json.ts';

/** By the object or list that holds them: the keys of such numbers. */
export type FloatLiterals = WeakMap<object, ReadonlySet<string>>;

/** Those of a text and the value that was parsed of it; undefined where there is none. */
export function floatLiterals(text: string, value: Json): FloatLiterals | undefined {
  if (!/\d(?:\.\d|[eE])/.test(text)) return undefined;
  const found: FloatLiterals = new WeakMap();
  return gather(withSources(text), value, found) ? found : undefined;
}

// A number of the text stands in `sources` as its text, within a list of one item.
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
    else if (
      Number.isInteger(inner) &&
      isJsonArray(source) &&
      typeof source[0] === 'string' &&
      !/^-?\d+$/.test(source[0])
    )
      keys.add(key);
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
