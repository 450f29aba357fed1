// Amounts of a resource as Kubernetes writes them: `100m`, `1.5Gi`, `1e3`. They stay text; arithmetic uses exact
// integers, never floats.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
//
// Follows the documented grammar and apimachinery v0.36, with three differences, all on input that no server sends:
// `.`, `-` and bare suffixes are refused (Go reads 0); `+5` and `1.500` become canonical (Go repeats them); above an exa
// the suffix stays E (Go loses it).

import { InvalidValueError } from './invalid-value.ts';

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
    return read(text);
  },

  /** The canonical form: the largest suffix that needs no fraction. */
  format(amount: Amount): Quantity {
    return write(amount);
  },

  isValid(text: string): boolean {
    return grammar.test(text) && exponentIsSane(text);
  },

  /** The form in which Kubernetes stores and compares it: `1500m` for `1.5`. */
  canonical(quantity: Quantity): Quantity {
    return write(read(quantity));
  },

  /** A comparator for sorting. `1` and `1000m` are equal. */
  compare(a: Quantity, b: Quantity): number {
    const difference = read(a).nanos - read(b).nanos;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },

  add(a: Quantity, b: Quantity): Quantity {
    return Quantity.sum([a, b]);
  },

  subtract(a: Quantity, b: Quantity): Quantity {
    const { nanos, format } = read(b);
    return write(plus(read(a), { nanos: -nanos, format }));
  },

  /** `0` for no quantities. */
  sum(quantities: Iterable<Quantity>): Quantity {
    let total: Amount = { nanos: 0n, format: 'DecimalSI' };
    for (const quantity of quantities) total = plus(total, read(quantity));
    return write(total);
  },

  /** By a whole number. For a fraction, compute with `parse(…).nanos` and choose how to round. */
  multiply(quantity: Quantity, factor: bigint | number): Quantity {
    const { nanos, format } = read(quantity);
    return write({ nanos: nanos * BigInt(factor), format });
  },

  /** In whole units, rounded away from zero: `100m` of memory is 1 byte. */
  toInteger(quantity: Quantity): bigint {
    return divideAwayFromZero(read(quantity).nanos, UNIT);
  },

  /** In thousandths, rounded away from zero: CPU in millicores. */
  toMillis(quantity: Quantity): bigint {
    return divideAwayFromZero(read(quantity).nanos, MILLI);
  },

  /** The nearest floating-point number, for charts and ratios: exact to 15 digits. */
  toNumber(quantity: Quantity): number {
    const { nanos } = read(quantity);
    return Number(`${nanos}e-9`);
  },
} as const;

const UNIT = 1_000_000_000n;
const MILLI = 1_000_000n;
const largestBinary = (2n ** 63n - 1n) * UNIT;

// A number has digits on at least one side of its point. An exponent is an integer: Go's documentation allows 1e1.5
// (`<signedNumber>`), but Go refuses it.
const grammar = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?\d+))$/;

// A higher exponent would expand a few characters to megabytes of digits. No unit of measure comes near.
const largestExponent = 400;

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const decimalSuffixes = new Map(
  Object.entries(decimalExponents).map(([suffix, exponent]) => [exponent, suffix]),
);
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

function read(text: Quantity): Amount {
  const match = grammar.exec(text);
  if (match === null || !exponentIsSane(text))
    throw new InvalidValueError(
      `${JSON.stringify(text)} is no quantity: a number, and after it nothing, one of n u m k M G T P E, ` +
        'one of Ki Mi Gi Ti Pi Ei, or an exponent as e3',
    );
  const [, sign, whole = '', fraction = '', binary, decimal, exponent] = match;
  const digits = BigInt(whole + fraction);
  const [factor, power, format] = scaleOf(binary, decimal, exponent);
  let nanos = scale(digits * factor, power + 9 - fraction.length);
  if (format === 'BinarySI' && nanos > largestBinary) nanos = largestBinary;
  // A binary quantity below one turns decimal, and a sum that begins with it too.
  const kept = format === 'BinarySI' && nanos > 0n && nanos < UNIT ? 'DecimalSI' : format;
  return { nanos: sign === '-' ? -nanos : nanos, format: kept };
}

function exponentIsSane(text: string): boolean {
  const exponent = /[eE]([+-]?\d+)$/.exec(text)?.[1];
  return exponent === undefined || Math.abs(Number(exponent)) <= largestExponent;
}

/** The binary factor and the power of ten of a suffix, and its format. */
function scaleOf(
  binary: string | undefined,
  decimal: string | undefined,
  exponent: string | undefined,
): [factor: bigint, power: number, format: QuantityFormat] {
  if (binary !== undefined) return [1024n ** BigInt(binarySuffixes.indexOf(binary)), 0, 'BinarySI'];
  if (exponent !== undefined) return [1n, Number(exponent), 'DecimalExponent'];
  return [1n, decimalExponents[decimal ?? ''] ?? 0, 'DecimalSI'];
}

/** `digits` × 10^power, rounded up. */
function scale(digits: bigint, power: number): bigint {
  return power >= 0 ? digits * 10n ** BigInt(power) : divideAwayFromZero(digits, 10n ** BigInt(-power));
}

function plus(a: Amount, b: Amount): Amount {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

function write({ nanos, format: wanted }: Amount): Quantity {
  if (nanos === 0n) return '0';
  // The binary form has no fractions, and below 1024 no suffix.
  const magnitude = nanos < 0n ? -nanos : nanos;
  if (wanted === 'BinarySI' && nanos % UNIT === 0n && magnitude >= 1024n * UNIT)
    return formatBinary(nanos / UNIT);
  let exponent = -9;
  let mantissa = nanos;
  const largest = wanted === 'DecimalExponent' ? Infinity : 18;
  while (mantissa % 1000n === 0n && exponent < largest) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (wanted === 'DecimalExponent') return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
  return `${mantissa}${decimalSuffixes.get(exponent) ?? ''}`;
}

function formatBinary(units: bigint): Quantity {
  let mantissa = units;
  let power = 0;
  while (mantissa % 1024n === 0n && power < binarySuffixes.length - 1) {
    mantissa /= 1024n;
    power += 1;
  }
  return `${mantissa}${binarySuffixes[power] ?? ''}`;
}

function divideAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (quotient * divisor === dividend) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}
