// How values compare: https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality

import type { Steps } from '../../schema/steps.ts';
import { CelType, isSameType } from '../type.ts';
import {
  CelError,
  Duration,
  errorOr,
  ListValue,
  MapValue,
  noOverload,
  Opaque,
  Optional,
  StructValue,
  Timestamp,
  Uint,
  type Value,
} from '../value.ts';
import { keyWork } from './call-work.ts';

/** An error: values of libraries compare with their like only. */
export function equal(a: Value, b: Value, steps: Steps): boolean | CelError {
  steps.spend(perValue);
  if (a === null || b === null) return a === b;
  if (typeof a === 'string') return typeof b === 'string' && areTextsEqual(a, b, steps);
  if (typeof a === 'boolean') return a === b;
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && areBytesEqual(a, b, steps);
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos;
  if (a instanceof CelType) return b instanceof CelType && isSameKind(a, b, steps);
  if (a instanceof Optional) return b instanceof Optional && areOptionalsEqual(a, b, steps);
  if (a instanceof ListValue)
    return b instanceof ListValue && (a.equals?.(b, steps) ?? areListsEqual(a, b, steps));
  if (a instanceof MapValue)
    return b instanceof MapValue && (a.equals?.(b, steps) ?? areMapsEqual(a, b, steps));
  return a instanceof Opaque ? opaqueEqual(a, b, steps) : a;
}

const perValue = 12;
const perCharacter = 0.1;

function areTextsEqual(a: string, b: string, steps: Steps): boolean {
  if (a.length !== b.length) return false;
  steps.spend(a.length * perCharacter);
  return a === b;
}

function areBytesEqual(a: Uint8Array, b: Uint8Array, steps: Steps): boolean {
  if (a.length !== b.length) return false;
  steps.spend(a.length * perCharacter);
  return Buffer.compare(a, b) === 0;
}

function opaqueEqual(a: Opaque, b: Value, steps: Steps): boolean | CelError {
  steps.spend(a.weight);
  if (!(b instanceof Opaque) || b.type.name !== a.type.name) return errorOr(b);
  return a.equals(b);
}

export function isEqual(a: Value, b: Value, steps: Steps): boolean {
  return equal(a, b, steps) === true;
}

function isSameKind(a: CelType, b: CelType, steps: Steps): boolean {
  steps.spend(a.size);
  return a.kind === b.kind && (a.name === b.name || isSameType(a, b));
}

function areOptionalsEqual(a: Optional, b: Optional, steps: Steps): boolean | CelError {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return equal(a.value, b.value, steps);
}

function areListsEqual(a: ListValue, b: ListValue, steps: Steps): boolean {
  if (a.size !== b.size) return false;
  for (let index = 0; index < a.size; index++)
    if (equal(a.at(index), b.at(index), steps) === false) return false;
  return true;
}

function areMapsEqual(a: MapValue, b: MapValue, steps: Steps): boolean {
  const [type, otherType] = [a, b].map((one) => (one instanceof StructValue ? one.type.name : undefined));
  if (type !== otherType) return false;
  if (a.size !== b.size) return false;
  for (const key of a.keys()) {
    steps.spend(keyWork(key));
    const [one, other] = [a.find(key), b.find(key)];
    if (one === undefined || other === undefined || equal(one, other, steps) === false) return false;
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
export function compare(a: Value, b: Value, steps: Steps): number | CelError {
  if (isNumber(a)) {
    if (typeof a === 'number' && Number.isNaN(a)) return unordered;
    if (!isNumber(b)) return errorOr(b);
    const order = compareNumbers(a, b);
    return Number.isNaN(order) ? unordered : order;
  }
  if (typeof a === 'string') return typeof b === 'string' ? compareTexts(a, b, steps) : errorOr(b);
  if (typeof a === 'boolean') return typeof b === 'boolean' ? Number(a) - Number(b) : errorOr(b);
  if (a instanceof Uint8Array) {
    if (!(b instanceof Uint8Array)) return errorOr(b);
    steps.spend(1 + Math.min(a.length, b.length) * perCharacter);
    return Buffer.compare(a, b);
  }
  if (a instanceof Duration) return b instanceof Duration ? order(a.nanos, b.nanos) : errorOr(b);
  if (a instanceof Timestamp) return b instanceof Timestamp ? order(a.nanos, b.nanos) : errorOr(b);
  return noOverload;
}

const unordered = new CelError('NaN values cannot be ordered');

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By characters: JavaScript compares its own units, in which rare characters come too early. */
function compareTexts(a: string, b: string, steps: Steps): number {
  const length = Math.min(a.length, b.length);
  steps.spend(1 + length * perCharacter);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index === length) return Math.sign(a.length - b.length);
  const [one, other] = [a.charCodeAt(index), b.charCodeAt(index)];
  return rank(one) - rank(other) < 0 ? -1 : 1;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
