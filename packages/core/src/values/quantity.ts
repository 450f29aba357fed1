// Amounts of a resource as Kubernetes writes them: `100m`, `1.5Gi`, `1e3`. They stay text; arithmetic uses exact
// integers, never floats.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
//
// Follows the documented grammar and apimachinery v0.36, with three differences, all on input that no server sends:
// `.`, `-` and bare suffixes are refused (Go reads 0); `+5` and `1.500` become canonical (Go repeats them); above an exa
// the suffix stays E (Go loses it).

import { InvalidValueError } from '../errors.ts';
import { quotedText } from './quoted-text.ts';

/** An amount on the wire, as `500m` or `2Gi`. */
export type Quantity = string;

/** The family of suffixes that an amount is written with. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A quantity as an exact number, in units of 10⁻⁹: Kubernetes is no more precise. */
export interface Amount {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/**
 * Arithmetic on quantities. Results are canonical, in the format of the first operand that is not zero, as in Go.
 *
 * @example
 * Quantity.add('100m', '1.5');             // '1600m'
 * Quantity.canonical('1.5Gi');             // '1536Mi'
 * Quantity.compare('1Gi', '1G') > 0;       // true
 * Quantity.sum(pods.map(cpuRequest));      // '12500m'
 */
export const Quantity = {
  /**
   * As the API server, rounds away from zero to 10⁻⁹ and caps binary quantities at 2⁶³-1.
   *
   * @throws InvalidValueError if the text is no quantity.
   */
  parse(text: Quantity): Amount {
    const match = text.length > longest ? null : grammar.exec(text);
    if (match === null)
      throw new InvalidValueError(
        `${quotedText(text)} is no quantity: a number, and after it nothing, one of n u m k M G T P E, ` +
          'one of Ki Mi Gi Ti Pi Ei, or an exponent as e3',
      );
    const [, sign, whole = '', fraction = '', binary = '', decimal = '', exponent] = match;
    const factor = 1024n ** BigInt(binarySuffixes.indexOf(binary));
    const power = exponent === undefined ? decimalSuffixes.indexOf(decimal) * 3 - 9 : Number(exponent);
    let nanos = scale(BigInt(whole + fraction) * factor, power + 9 - fraction.length);
    if (binary !== '' && nanos > largestBinary) nanos = largestBinary;
    // A binary quantity below one turns decimal, and a sum that begins with it too.
    const isBinary = binary !== '' && (nanos === 0n || nanos >= UNIT);
    const format = isBinary ? 'BinarySI' : exponent === undefined ? 'DecimalSI' : 'DecimalExponent';
    return { nanos: sign === '-' ? -nanos : nanos, format };
  },

  /** The canonical form: the largest suffix that needs no fraction. */
  format({ nanos, format: wanted }: Amount): Quantity {
    if (nanos === 0n) return '0';
    // The binary form has no fractions, and below 1024 no suffix.
    const magnitude = nanos < 0n ? -nanos : nanos;
    if (wanted === 'BinarySI' && nanos % UNIT === 0n && magnitude >= 1024n * UNIT) {
      const [mantissa, power] = divideWhole(nanos / UNIT, 1024n, binarySuffixes.length - 1);
      return `${mantissa}${binarySuffixes[power]}`;
    }
    const hasExponent = wanted === 'DecimalExponent';
    const [mantissa, power] = divideWhole(nanos, 1000n, hasExponent ? Infinity : decimalSuffixes.length - 1);
    if (!hasExponent) return `${mantissa}${decimalSuffixes[power]}`;
    return power === 3 ? String(mantissa) : `${mantissa}e${power * 3 - 9}`;
  },

  isValid(text: string): boolean {
    return text.length <= longest && grammar.test(text);
  },

  /** The form in which Kubernetes stores and compares it: `1500m` for `1.5`. */
  canonical(quantity: Quantity): Quantity {
    return Quantity.format(Quantity.parse(quantity));
  },

  /** A comparator for sorting. `1` and `1000m` are equal. */
  compare(a: Quantity, b: Quantity): number {
    const difference = Quantity.parse(a).nanos - Quantity.parse(b).nanos;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },

  add(a: Quantity, b: Quantity): Quantity {
    return Quantity.sum([a, b]);
  },

  subtract(a: Quantity, b: Quantity): Quantity {
    const subtrahend = Quantity.parse(b);
    return Quantity.format(plus(Quantity.parse(a), { ...subtrahend, nanos: -subtrahend.nanos }));
  },

  /** `0` for no quantities. */
  sum(quantities: Iterable<Quantity>): Quantity {
    let total: Amount = { nanos: 0n, format: 'DecimalSI' };
    for (const quantity of quantities) total = plus(total, Quantity.parse(quantity));
    return Quantity.format(total);
  },

  /** By a whole number. For a fraction, compute with `Quantity.parse(…).nanos` and choose how to round. */
  multiply(quantity: Quantity, factor: bigint | number): Quantity {
    const amount = Quantity.parse(quantity);
    return Quantity.format({ ...amount, nanos: amount.nanos * BigInt(factor) });
  },

  /** In whole units, rounded away from zero: `100m` of memory is 1 byte. */
  toInteger(quantity: Quantity): bigint {
    return divideAwayFromZero(Quantity.parse(quantity).nanos, UNIT);
  },

  /** In thousandths, rounded away from zero: CPU in millicores. */
  toMillis(quantity: Quantity): bigint {
    return divideAwayFromZero(Quantity.parse(quantity).nanos, MILLI);
  },

  /** The nearest floating-point number, for charts and ratios: exact to 15 digits. */
  toNumber(quantity: Quantity): number {
    const { nanos } = Quantity.parse(quantity);
    return Number(`${nanos}e-9`);
  },
} as const;

const UNIT = 1_000_000_000n;
const MILLI = 1_000_000n;
const largestBinary = (2n ** 63n - 1n) * UNIT;

// Nobody means more, and the digits of megabytes are work.
const longest = 1000;

// A number has digits on at least one side of its point. An exponent is an integer: Go's documentation allows 1e1.5
// (`<signedNumber>`), but Go refuses it. It is at most 400, as a few characters would else become megabytes of digits.
const grammar =
  /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?0*(?:400|[0-3]?\d?\d)))$/;

// By the power of 1000 and of 1024.
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** `digits` × 10^power, rounded up. */
function scale(digits: bigint, power: number): bigint {
  return power >= 0 ? digits * 10n ** BigInt(power) : divideAwayFromZero(digits, 10n ** BigInt(-power));
}

function plus(a: Amount, b: Amount): Amount {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** Divides by `base` for as long as no rest is left, at most `most` times. Returns how often, too. */
function divideWhole(value: bigint, base: bigint, most: number): [quotient: bigint, power: number] {
  let power = 0;
  for (; value % base === 0n && power < most; power += 1) value /= base;
  return [value, power];
}

function divideAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (quotient * divisor === dividend) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}
