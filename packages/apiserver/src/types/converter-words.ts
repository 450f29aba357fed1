// How apimachinery's converter complains, which turns maps into Go types after a strategic merge patch.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/runtime/converter.go

import type { ValueSchema } from '@kube-rx/core';
import { isInt64, isJsonArray, isJsonObject, isNumber, type Json } from '../json/json.ts';
import type { GoPlace, Mismatch } from './json-mismatch.ts';
import { goType } from './type-names.ts';

export const converterMismatch: Mismatch = Object.assign(complaint, { integer: wrapped });

function complaint(found: Json, wanted: ValueSchema, { type }: GoPlace): string {
  const kind = goKind(found);
  switch (wanted.kind) {
    case 'reference':
      return `cannot restore struct from: ${kind}`;
    case 'map':
    case 'object':
      return `cannot restore map from ${kind}`;
    case 'list':
    case 'bytes':
      return `cannot restore slice from ${kind}`;
    default:
      // Numbers can be turned into each other and, in Go's eyes, integers into text.
      return (kind === 'int64' && wanted.kind !== 'boolean') || (kind === 'float64' && isInteger(wanted.kind))
        ? `cannot convert ${kind} to ${type}`
        : `unrecognized type: ${goType(wanted)}`;
  }
}

/** What fits into its type of an integer that does not; undefined for a fraction. */
function wrapped(found: number | bigint, kind: 'int32' | 'int64'): Json | undefined {
  if (typeof found === 'number' && !Number.isInteger(found)) return undefined;
  const whole = BigInt(found);
  const held = BigInt.asIntN(64, whole) === whole ? whole : leastInt64;
  const kept = kind === 'int32' ? BigInt.asIntN(32, held) : held;
  return Number.isSafeInteger(Number(kept)) ? Number(kept) : kept;
}

// What a processor makes of a float beyond 64 bits.
const leastInt64 = -(2n ** 63n);

function isInteger(kind: string): boolean {
  return kind === 'int32' || kind === 'int64';
}

function goKind(value: Json): string {
  if (isNumber(value)) return isInt64(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return isJsonArray(value) ? 'slice' : isJsonObject(value) ? 'map' : 'string';
}

/** A value as Go's `%v` prints it: `map[spec:map[replicas:1]]`. */
export function goText(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'number' && !isInt64(value)) return goFloat(value);
  if (!isJsonObject(value)) return value === null ? '<nil>' : String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key] ?? null)}`).join(' ')}]`;
}

// Exponents from 21 on, and those of two digits.
function goFloat(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21 && !Number.isInteger(value)) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The type of a value as Go's `%T` prints it. */
export function goTypeName(value: Json): string {
  if (value === null) return '<nil>';
  if (isNumber(value)) return isInt64(value) ? 'int64' : 'float64';
  if (isJsonArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
