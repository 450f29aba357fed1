// Numbers that no float holds: JSON.parse makes Infinity of them, and JSON.stringify would make null of that.

import { isJsonArray, isJsonObject, type Json } from './json.ts';

// In the text of a string this may match too.
const suspicious = /\d[eE]\+?\d{3}|\d{309}/;

/** Such a number as it stands in the text that was parsed; undefined where there is none. */
export function hugeNumber(text: string, parsed: Json): string | undefined {
  if (!suspicious.test(text) || !holdsInfinity(parsed)) return undefined;
  return text
    .match(/(?<=^|[:[,\s])-?\d[\d.]*(?:[eE]\+?\d+)?/g)
    ?.find((number) => !Number.isFinite(Number(number)));
}

function holdsInfinity(value: Json): boolean {
  if (isJsonArray(value)) return value.some(holdsInfinity);
  if (isJsonObject(value)) return Object.values(value).some(holdsInfinity);
  return value === Infinity || value === -Infinity;
}
