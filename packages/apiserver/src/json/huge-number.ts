// Numbers that no float holds: JSON.parse makes Infinity of them, and JSON.stringify would make null of that.

import { isJsonArray, isJsonObject, type Json } from './json.ts';

// In the text of a string this may match too.
const suspicious = /\d[eE]\+?\d{3}|\d{309}/;

/** Such a number as it stands in the text that was parsed; undefined where there is none. */
export function hugeNumber(text: string, parsed: Json): string | undefined {
  if (!suspicious.test(text) || !holdsInfinity(parsed)) return undefined;
  return text.match(numbers)?.find((number) => !Number.isFinite(Number(number)));
}

const numbers = /(?<=^|[:[,\s])-?\d[\d.]*(?:[eE][+-]?\d+)?/g;

/** A complaint about a number, which quotes it as it stands in the text that was parsed. */
export function withLiteral(complaint: string, text: string): string {
  return complaint.replace(/(?<=cannot unmarshal number )\S+/, (number) => {
    const isPlain = Number.isSafeInteger(Number(number));
    const same = text.match(numbers)?.filter((one) => Number(one) === Number(number)) ?? [];
    return same.find((one) => !isPlain || !/^-?\d+$/.test(one)) ?? number;
  });
}

function holdsInfinity(value: Json): boolean {
  if (isJsonArray(value)) return value.some(holdsInfinity);
  if (isJsonObject(value)) return Object.values(value).some(holdsInfinity);
  return value === Infinity || value === -Infinity;
}
