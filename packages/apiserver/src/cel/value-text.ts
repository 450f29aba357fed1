// Values in the words of errors, as `%v` of Go has them.

import type { Steps } from '../schema/steps.ts';
import { decimalText, doubleText } from './numbers.ts';
import { durationText, timestampText } from './times.ts';
import { CelType, typeText } from './type.ts';
import { CelError, Duration, ListValue, MapValue, Optional, Timestamp, Uint, type Value } from './value.ts';

export function valueText(value: Value, steps: Steps): string {
  const text = plainText(value, steps);
  // It is written anew for each list or map that it is in.
  steps.spend(20 + 2 * text.length);
  return text;
}

function plainText(value: Value, steps: Steps): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return doubleText(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value === null) return '0';
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof CelType) return typeText(value);
  if (value instanceof CelError) return value.message;
  if (value instanceof ListValue) return `[${textsOf(value, steps).join(', ')}]`;
  if (value instanceof Uint8Array) {
    steps.spend(value.length * 10);
    return `[${value.join(' ')}]`;
  }
  if (value instanceof Optional)
    return value.value === undefined ? 'optional.none()' : `optional(${valueText(value.value, steps)})`;
  return value instanceof MapValue ? mapText(value, steps) : value.type.name;
}

function textsOf(list: ListValue, steps: Steps): string[] {
  const texts: string[] = [];
  for (const one of list) texts.push(valueText(one, steps));
  return texts;
}

function mapText(map: MapValue, steps: Steps): string {
  const entries: string[] = [];
  for (const key of map.keys())
    entries.push(`${valueText(key, steps)}: ${valueText(map.find(key) ?? null, steps)}`);
  return `{${entries.join(', ')}}`;
}

/** With all its digits. */
export function fixedText(value: number, digits: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return decimalText(value);
  const kept = Math.min(digits, 40);
  const exact = value.toFixed(kept + 60);
  const cut = kept === 0 ? exact.indexOf('.') : exact.length - 60;
  // Halves go to the even neighbour.
  const isHalf = /^\.?50*$/.test(exact.slice(cut)) && /[02468]$/.test(exact.slice(0, cut));
  return (isHalf ? exact.slice(0, cut) : value.toFixed(kept)).padEnd(digits > kept ? digits : 0, '0');
}
