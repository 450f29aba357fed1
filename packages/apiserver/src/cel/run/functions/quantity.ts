// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library

import { type Amount, InvalidValueError, Quantity } from '@kube-rx/core';
import { libraryType } from '../../check/signatures.ts';
import type { CelType } from '../../type.ts';
import { CelError, Opaque, type Value } from '../../value.ts';
import { arg, type Implementations, textArg } from './implementation.ts';

const type = libraryType('kubernetes.Quantity');
const one = 1_000_000_000n;

class QuantityValue extends Opaque {
  readonly type: CelType = type;
  readonly amount: Amount;
  /** Of the last digit that is kept, a power of ten; undefined where Go has no small number for the quantity. */
  readonly scale: number | undefined;

  constructor(amount: Amount, scale: number | undefined) {
    super();
    this.amount = amount;
    this.scale = scale;
  }

  equals(other: Value): boolean {
    return other instanceof QuantityValue && other.amount.nanos === this.amount.nanos;
  }
}

const isNone = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const isBroken = "unable to parse quantity's suffix";

function parse(text: string): QuantityValue | CelError {
  try {
    return new QuantityValue(Quantity.parse(text), scaleOf(text));
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error;
    return new CelError(/^[+-]?[0-9.]+[eEinumkKMGTP]+[-+]?[0-9]*$/.test(text) ? isBroken : isNone);
  }
}

const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

// Go keeps quantities of few digits as such, and tells only of these that they are integers.
function scaleOf(text: string): number | undefined {
  const unsigned = text.replace(/^[+-]/, '');
  const end = unsigned.search(/[A-Za-z]/);
  const suffix = end < 0 ? '' : unsigned.slice(end);
  const [whole = '', fraction = ''] = (end < 0 ? unsigned : unsigned.slice(0, end)).split('.');
  const digits = whole.replace(/^0+/, '');
  const power = binary.indexOf(suffix);
  if (power >= 0) {
    const used = digits.length + Math.trunc((power + 1) * 3) + 1;
    return fraction === '' && used <= 15 ? 0 : undefined;
  }
  if (digits.length + fraction.length > 18) return undefined;
  const exponent = decimal.includes(suffix) ? decimal.indexOf(suffix) * 3 - 9 : Number(suffix.slice(1));
  const scale = exponent - fraction.length;
  return scale >= -9 ? scale : undefined;
}

function nanosOf(value: Value): bigint {
  if (typeof value === 'bigint') return value * one;
  return value instanceof QuantityValue ? value.amount.nanos : 0n;
}

function compare(a: Value, b: Value): bigint {
  const [x, y] = [nanosOf(a), nanosOf(b)];
  return x < y ? -1n : x > y ? 1n : 0n;
}

function integer(value: Value): Value {
  const scale = value instanceof QuantityValue ? value.scale : 0;
  if (scale === undefined || scale < 0) return notInteger;
  const nanos = nanosOf(value);
  const whole = nanos / one;
  const isInt = nanos % one === 0n && whole >= -(2n ** 63n) && whole < 2n ** 63n;
  return isInt ? whole : notInteger;
}

const notInteger = new CelError('cannot convert value to integer');

function sum(a: Value, b: Value, sign: bigint): Value {
  const format = a instanceof QuantityValue ? a.amount.format : 'DecimalSI';
  return new QuantityValue({ nanos: nanosOf(a) + sign * nanosOf(b), format }, sumScale(a, b));
}

function sumScale(a: Value, b: Value): number | undefined {
  const [one, other] = [a, b].map((value) => (value instanceof QuantityValue ? value.scale : 0));
  if (nanosOf(a) === 0n) return other;
  return one === undefined || other === undefined ? undefined : Math.min(one, other);
}

export const quantityFunctions: Implementations = {
  quantity: (args) => parse(textArg(args, 0)),
  isQuantity: (args) => parse(textArg(args, 0)) instanceof QuantityValue,
  sign: (args) => compare(arg(args, 0), 0n),
  isInteger: (args) => typeof integer(arg(args, 0)) === 'bigint',
  asInteger: (args) => integer(arg(args, 0)),
  asApproximateFloat: (args) => Number(nanosOf(arg(args, 0))) / 1e9,
  add: (args) => sum(arg(args, 0), arg(args, 1), 1n),
  sub: (args) => sum(arg(args, 0), arg(args, 1), -1n),
};

export function compareQuantities(args: readonly Value[]): bigint | undefined {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  return a instanceof QuantityValue && b instanceof QuantityValue ? compare(a, b) : undefined;
}
