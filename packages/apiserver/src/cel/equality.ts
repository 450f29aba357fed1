// How values compare: https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality

import { CelType, isSameType } from './type.ts';
import {
  CelError,
  Duration,
  errorOr,
  ListValue,
  MapValue,
  noOverload,
  Opaque,
  Optional,
  Timestamp,
  Uint,
  type Value,
} from './value.ts';

/** An error: values of libraries compare with their like only. */
export function equal(a: Value, b: Value): boolean | CelError {
  if (a === null || b === null) return a === b;
  if (typeof a === 'string' || typeof a === 'boolean') return a === b;
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos;
  if (a instanceof CelType) return b instanceof CelType && isSameKind(a, b);
  if (a instanceof Optional) return b instanceof Optional && areOptionalsEqual(a, b);
  if (a instanceof ListValue) return b instanceof ListValue && (a.equals?.(b) ?? areListsEqual(a, b));
  if (a instanceof MapValue) return b instanceof MapValue && (a.equals?.(b) ?? areMapsEqual(a, b));
  return a instanceof Opaque ? opaqueEqual(a, b) : a;
}

function opaqueEqual(a: Opaque, b: Value): boolean | CelError {
  if (!(b instanceof Opaque) || b.type.name !== a.type.name) return errorOr(b);
  return a.equals(b);
}

export function isEqual(a: Value, b: Value): boolean {
  return equal(a, b) === true;
}

function isSameKind(a: CelType, b: CelType): boolean {
  return a.kind === b.kind && (a.name === b.name || isSameType(a, b));
}

function areOptionalsEqual(a: Optional, b: Optional): boolean | CelError {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return equal(a.value, b.value);
}

function areListsEqual(a: ListValue, b: ListValue): boolean {
  if (a.size !== b.size) return false;
  for (let index = 0; index < a.size; index++) if (equal(a.at(index), b.at(index)) === false) return false;
  return true;
}

function areMapsEqual(a: MapValue, b: MapValue): boolean {
  if (a.size !== b.size) return false;
  for (const key of a.keys()) {
    const [one, other] = [a.find(key), b.find(key)];
    if (one === undefined || other === undefined || equal(one, other) === false) return false;
  }
  return true;
}

function isNumber(value: Value): value is bigint | number | Uint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint;
}

// NaN: they cannot be compared.
function compareNumbers(a: bigint | number | Uint, b: bigint | number | Uint): number {
  const [one, other] = [a instanceof Uint ? a.value : a, b instanceof Uint ? b.value : b];
  if (typeof one === 'number' || typeof other === 'number') return compareWithDouble(one, other);
  return one < other ? -1 : one > other ? 1 : 0;
}

// As cel-go does: by the double that is next to an integer.
function compareWithDouble(a: bigint | number, b: bigint | number): number {
  const [one, other] = [Number(a), Number(b)];
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.NaN;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Below zero, zero or above; an error where there is no order. */
export function compare(a: Value, b: Value): number | CelError {
  if (isNumber(a)) {
    if (typeof a === 'number' && Number.isNaN(a)) return unordered;
    if (!isNumber(b)) return errorOr(b);
    const order = compareNumbers(a, b);
    return Number.isNaN(order) ? unordered : order;
  }
  if (typeof a === 'string') return typeof b === 'string' ? compareTexts(a, b) : errorOr(b);
  if (typeof a === 'boolean') return typeof b === 'boolean' ? Number(a) - Number(b) : errorOr(b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array ? Buffer.compare(a, b) : errorOr(b);
  if (a instanceof Duration) return b instanceof Duration ? order(a.nanos, b.nanos) : errorOr(b);
  if (a instanceof Timestamp) return b instanceof Timestamp ? order(a.nanos, b.nanos) : errorOr(b);
  return noOverload;
}

const unordered = new CelError('NaN values cannot be ordered');

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By characters: JavaScript compares its own units, in which rare characters come too early. */
function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index === length) return Math.sign(a.length - b.length);
  const [one, other] = [a.charCodeAt(index), b.charCodeAt(index)];
  return rank(one) - rank(other) < 0 ? -1 : 1;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
