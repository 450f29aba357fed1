// `int(x)`, `string(x)` and the like.

import { doubleText, isInt, isUint, parseDouble } from '../numbers.ts';
import { durationText, parseDuration, parseTimestamp, timestampOf, timestampText } from '../times.ts';
import type { CelType } from '../type.ts';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  intType,
  stringType,
  timestampType,
  uintType,
} from '../type.ts';
import { CelError, Duration, Timestamp, typeOf, Uint, type Value } from '../value.ts';

function impossible(value: Value, to: CelType): CelError {
  if (value instanceof CelError) return value;
  return new CelError(`type conversion error from '${typeOf(value).name}' to '${to.name}'`);
}

const overflow = new CelError('integer overflow');
const uintOverflow = new CelError('unsigned integer overflow');

export function toInt(value: Value): Value {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint) return isInt(value.value) ? value.value : overflow;
  if (value instanceof Duration) return value.nanos;
  if (value instanceof Timestamp) return floorSeconds(value.nanos);
  if (typeof value === 'number') return doubleToInt(value);
  if (typeof value !== 'string' || !/^[+-]?\d+$/.test(value) || value.length > 1000)
    return impossible(value, intType);
  const int = BigInt(value.startsWith('+') ? value.slice(1) : value);
  return isInt(int) ? int : impossible(value, intType);
}

function floorSeconds(nanos: bigint): bigint {
  const seconds = nanos / 1_000_000_000n;
  return nanos < 0n && nanos % 1_000_000_000n !== 0n ? seconds - 1n : seconds;
}

function doubleToInt(value: number): Value {
  const isWithin = value > -(2 ** 63) && value < 2 ** 63;
  return isWithin ? BigInt(Math.trunc(value)) : overflow;
}

export function toUint(value: Value): Value {
  if (value instanceof Uint) return value;
  if (typeof value === 'bigint') return isUint(value) ? new Uint(value) : uintOverflow;
  if (typeof value === 'number') {
    const isWithin = value >= 0 && value < 2 ** 64;
    return isWithin ? new Uint(BigInt(Math.trunc(value))) : uintOverflow;
  }
  if (typeof value !== 'string' || !/^\d+$/.test(value) || value.length > 1000)
    return impossible(value, uintType);
  const uint = BigInt(value);
  return isUint(uint) ? new Uint(uint) : impossible(value, uintType);
}

export function toDouble(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint) return Number(value.value);
  return (typeof value === 'string' ? parseDouble(value) : undefined) ?? impossible(value, doubleType);
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

export function toBool(value: Value): Value {
  if (typeof value === 'boolean') return value;
  return (typeof value === 'string' ? truths.get(value) : undefined) ?? impossible(value, boolType);
}

export function toBytes(value: Value): Value {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? new Uint8Array(Buffer.from(value)) : impossible(value, bytesType);
}

export function toText(value: Value): Value {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (typeof value === 'number') return doubleText(value);
  if (value === null) return 'null';
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Uint8Array) return decoded(value);
  return impossible(value, stringType);
}

function decoded(bytes: Uint8Array): Value {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new CelError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

export function toDuration(value: Value): Value {
  if (value instanceof Duration) return value;
  return (typeof value === 'string' ? parseDuration(value) : undefined) ?? impossible(value, durationType);
}

export function toTimestamp(value: Value): Value {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'bigint') return timestampOf(value * 1_000_000_000n);
  return (typeof value === 'string' ? parseTimestamp(value) : undefined) ?? impossible(value, timestampType);
}
