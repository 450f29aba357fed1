// Quantities in the form in which they are stored: Go keeps the text of many that it did not have to compute with.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/resource/quantity.go

import { Quantity } from '@kube-rx/core';
import type { Json } from '../json/json.ts';

/** As it is stored; undefined where the text is no quantity. */
export function storedQuantity(text: string): string | undefined {
  if (isCanonical(text)) return text;
  if (!Quantity.isValid(text)) return undefined;
  return isTextKept(text) ? text : Quantity.canonical(text);
}

/** With no less than thousandths, rounded away from zero. */
export function roundedToMillis(value: Json): Json {
  if (typeof value !== 'string' || isCanonical(value)) return value;
  const { nanos, format } = Quantity.parse(value);
  if (nanos % micro === 0n && !isOfLongFraction(value)) return value;
  return Quantity.format({ nanos: Quantity.toMillis(value) * micro, format });
}

const micro = 1_000_000n;

// The common case needs no arithmetic: a few digits that no larger suffix could shorten.
function isCanonical(text: string): boolean {
  const [, digits, suffix] = /^([1-9]\d{0,8})(m|[KMG]i)?$/.exec(text) ?? [];
  if (digits === undefined) return false;
  return Number(digits) % (suffix === undefined || suffix === 'm' ? 1000 : 1024) !== 0;
}

interface Parts {
  /** All digits, without a point and without zeros before it. */
  readonly digits: string;
  readonly fraction: number;
  readonly suffix: string;
}

function partsOf(text: string): Parts {
  const [number = '', whole = '0', fraction = ''] = /^[+-]?0*([1-9]\d*)?(?:\.(\d*))?/.exec(text) ?? [];
  return { digits: `${whole}${fraction}`, fraction: fraction.length, suffix: text.slice(number.length) };
}

const decimal: Readonly<Record<string, number>> = {
  ...{ n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 },
};

// What fits into 64 bits with room to spare, and would get no other suffix.
function isTextKept(text: string): boolean {
  const { digits, fraction, suffix } = partsOf(text);
  if (digits.startsWith('0') || !fitsInt64(text)) return false;
  if (suffix.endsWith('i')) return (Number(digits.slice(-3)) & 7) !== 0;
  return (exponentOf(suffix) - fraction) % 3 === 0 && !digits.endsWith('000');
}

const binarySuffixes = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

// Whether Go computes with its digits as an int64, rather than with decimals of any length.
function fitsInt64(text: string): boolean {
  const { digits, fraction, suffix } = partsOf(text);
  const binary = binarySuffixes.indexOf(suffix) + 1;
  if (binary > 0) return fraction === 0 && digits.length <= 14 - binary * 3;
  return digits.length <= 18 && exponentOf(suffix) - fraction >= -9;
}

/** The amount in units of 10^`power`, rounded away from zero, in 64 bits: what does not fit is lost as in Go. */
export function scaledValue(text: string, power: 0 | -3): bigint {
  const value = power === 0 ? Quantity.toInteger(text) : Quantity.toMillis(text);
  const held = BigInt.asIntN(64, value);
  return held !== value && fitsInt64(text) ? 0n : held;
}

function isOfLongFraction(text: string): boolean {
  const { fraction, suffix } = partsOf(text);
  return !suffix.endsWith('i') && exponentOf(suffix) - fraction < -3 && isTextKept(text);
}

function exponentOf(suffix: string): number {
  return decimal[suffix] ?? Number(suffix.slice(1));
}
