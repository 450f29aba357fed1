// Values as the recording writes them.

import { doubleText } from '../../src/cel/numbers.ts';
import { timestampText } from '../../src/cel/times.ts';
import { CelType, typeText } from '../../src/cel/type.ts';
import {
  CelError,
  Duration,
  ListValue,
  MapValue,
  Opaque,
  Optional,
  Timestamp,
  Uint,
  type Value,
} from '../../src/cel/value.ts';

export function shown(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint) return `${value.value}u`;
  if (typeof value === 'number') return `double(${doubleText(value)})`;
  if (typeof value === 'string') return ascii(value);
  if (value instanceof Uint8Array) return `bytes(${Buffer.from(value).toString('base64')})`;
  if (value instanceof Timestamp) return `timestamp(${timestampText(new Timestamp(value.nanos))})`;
  if (value instanceof Duration) return `duration(${value.nanos})`;
  if (value instanceof Optional)
    return value.value === undefined ? 'optional()' : `optional(${shown(value.value)})`;
  if (value instanceof CelType) return `type(${value.parameters.length > 0 ? typeText(value) : value.name})`;
  if (value instanceof ListValue) return `[${[...value].map(shown).join(', ')}]`;
  if (value instanceof MapValue) {
    const entries = [...value.keys()].map((key) => `${shown(key)}: ${shown(value.find(key) ?? null)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  return value instanceof Opaque
    ? value.type.name
    : value instanceof CelError
      ? value.message
      : typeText(value);
}

// As Go quotes a text in ASCII.
function ascii(text: string): string {
  let result = '';
  for (const one of text) {
    const code = one.codePointAt(0) ?? 0;
    const short = escapes.get(one);
    if (short !== undefined) result += short;
    else if (code >= 0x20 && code < 0x7f) result += one;
    else if (code < 0x80) result += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code > 0xffff) result += `\\U${code.toString(16).padStart(8, '0')}`;
    else result += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${result}"`;
}

const escapes: ReadonlyMap<string, string> = new Map([
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
