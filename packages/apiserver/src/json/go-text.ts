// Texts and values as Go prints them.

import { jsonText } from './json.ts';

/** What a refusal quotes: texts as `%q` does, anything else as encoding/json does. */
export function quotedValue(value: unknown): string {
  return typeof value === 'string' ? goQuoted(value) : goJson(value);
}

/** As encoding/json prints it, which keeps HTML out. */
export function goJson(value: unknown): string {
  return jsonText(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As `%q` of Go. */
export function goQuoted(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let result = '"';
  for (const one of text) result += escapes.get(one) ?? (isPrintable(one) ? one : escaped(one));
  return `${result}"`;
}

/** How Go and CEL write characters that cannot stand in a text as they are. */
export const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

function isPrintable(character: string): boolean {
  return character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
