import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { InvalidValueError } from '../../src/errors.ts';
import { Quantity } from '../../src/values/quantity.ts';

interface Oracle {
  readonly quantities: Readonly<Record<string, { canonical: string; decimal: string } | null>>;
  readonly sums: Readonly<Record<string, string>>;
  readonly comparisons: Readonly<Record<string, number>>;
}

// What Go's apimachinery v0.36.3 answers; see e2e/controlplane/oracle.
const oracle = JSON.parse(
  readFileSync(new URL('../fixtures/apimachinery.json', import.meta.url), 'utf8'),
) as Oracle;

/** Go has no suffix above E and prints none: 1000E comes out as 1. */
function isBeyondExa(text: string): boolean {
  const { nanos, format } = Quantity.parse(text);
  return format === 'DecimalSI' && nanos !== 0n && nanos % 10n ** 30n === 0n;
}

function decimalText(nanos: bigint): string {
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
  return nanos < 0n ? `-${text}` : text;
}

describe('a quantity, next to apimachinery', () => {
  const cases = Object.entries(oracle.quantities);
  const valid = cases.flatMap(([text, answer]) => (answer === null ? [] : [{ text, answer }]));
  const invalid = cases.flatMap(([text, answer]) => (answer === null ? [text] : []));

  test('has the same exact value', () => {
    for (const { text, answer } of valid) {
      expect([text, decimalText(Quantity.parse(text).nanos)]).toEqual([text, answer.decimal]);
    }
  });

  test('has the same canonical form', () => {
    for (const { text, answer } of valid.filter((each) => !isBeyondExa(each.text))) {
      expect([text, Quantity.canonical(text)]).toEqual([text, answer.canonical]);
    }
  });

  test.each(invalid)('refuses %j', (text) => {
    expect(() => Quantity.parse(text)).toThrow(InvalidValueError);
    expect(Quantity.isValid(text)).toBe(false);
  });

  test('adds, subtracts and compares to the same', () => {
    for (const [expression, expected] of Object.entries(oracle.sums)) {
      const [a = '', operator, b = ''] = expression.split(' ');
      const result = operator === '+' ? Quantity.add(a, b) : Quantity.subtract(a, b);
      if (!isBeyondExa(result)) expect([expression, result]).toEqual([expression, expected]);
    }
    for (const [expression, expected] of Object.entries(oracle.comparisons)) {
      const [a = '', , b = ''] = expression.split(' ');
      expect([expression, Quantity.compare(a, b)]).toEqual([expression, expected]);
    }
  });
});

describe('a quantity', () => {
  test.each([
    ['1.5Gi', '1536Mi'],
    ['100m', '100m'],
    ['1e3', '1e3'],
    ['0.1u', '100n'],
    ['1500m', '1500m'],
    ['1.500', '1500m'],
    ['+5', '5'],
    ['1000E', '1000E'],
    ['0.5Ki', '512'],
    ['0Gi', '0'],
  ])('%s is %s in canonical form', (text, canonical) => {
    expect(Quantity.canonical(text)).toBe(canonical);
  });

  test('is not what the documented grammar does not have, though Go reads it as 0', () => {
    for (const text of ['.', '-', '+', 'm', 'Ki', '-.']) expect(Quantity.isValid(text)).toBe(false);
  });

  test('refuses exponents that would take the memory of the machine', () => {
    expect(() => Quantity.parse('1e1000000000')).toThrow('"1e1000000000" is no quantity');
    expect(Quantity.isValid('1e-401')).toBe(false);
  });

  test('is capped when binary, and grows when decimal', () => {
    expect(Quantity.toInteger('8Ei')).toBe(2n ** 63n - 1n);
    expect(Quantity.toInteger('10E')).toBe(10n ** 19n);
  });

  test('counts in units and in thousandths, rounded away from zero', () => {
    expect([Quantity.toInteger('100m'), Quantity.toInteger('-100m')]).toEqual([1n, -1n]);
    expect([Quantity.toMillis('0.5'), Quantity.toMillis('1u')]).toEqual([500n, 1n]);
    expect(Quantity.toNumber('1.5Gi')).toBe(1_610_612_736);
    expect(Quantity.toNumber('250m')).toBe(0.25);
  });

  test('multiplies by whole numbers', () => {
    expect(Quantity.multiply('100m', 15)).toBe('1500m');
    expect(Quantity.multiply('512Mi', 4n)).toBe('2Gi');
  });

  test('sums to 0 over nothing, else in the format of the first that is not 0', () => {
    expect(Quantity.sum([])).toBe('0');
    expect(Quantity.sum(['0', '1Gi', '1G'])).toBe('2073741824');
    expect(Quantity.sum(['0', '1G', '24M'])).toBe('1024M');
  });
});

const suffix = fc.constantFrom(
  ...[
    '',
    'n',
    'u',
    'm',
    'k',
    'M',
    'G',
    'T',
    'P',
    'E',
    'Ki',
    'Mi',
    'Gi',
    'Ti',
    'Pi',
    'Ei',
    'e3',
    'E-3',
    'e+12',
  ],
);
const digits = fc.stringMatching(/^\d{1,12}$/);
const number = fc.oneof(
  digits,
  fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
  digits.map((fraction) => `.${fraction}`),
  digits.map((whole) => `${whole}.`),
);
const quantity = fc
  .tuple(fc.constantFrom('', '-', '+'), number, suffix)
  .map(([sign, text, unit]) => sign + text + unit);

describe('every quantity of the documented grammar', () => {
  property.prop([quantity])('is read, and its canonical form is a fixed point of the same value', (text) => {
    const canonical = Quantity.canonical(text);
    expect(canonical).toMatch(/^-?\d+([numkMGTPE]|[KMGTPE]i|e-?\d+)?$/);
    expect(Quantity.canonical(canonical)).toBe(canonical);
    expect(Quantity.compare(text, canonical)).toBe(0);
    expect(Quantity.isValid(text)).toBe(true);
  });

  property.prop([quantity])('has the largest suffix that needs no fraction', (text) => {
    const canonical = Quantity.canonical(text);
    const mantissa = BigInt(/^-?\d+/.exec(canonical)?.[0] ?? '');
    if (mantissa === 0n) expect(canonical).toBe('0');
    else if (/[KMGTP]i$/.test(canonical)) expect(mantissa % 1024n).not.toBe(0n);
    else if (!/E$/.test(canonical) && Quantity.parse(canonical).format !== 'BinarySI')
      expect(mantissa % 1000n).not.toBe(0n);
  });

  property.prop([quantity, quantity, quantity])('adds like a number', (a, b, c) => {
    // Above 2^63 a sum in binary form is capped when it is read again, as it would be by the server.
    fc.pre([a, b, c].every((each) => Math.abs(Quantity.toNumber(each)) < 2 ** 61));
    expect(Quantity.compare(Quantity.add(a, b), Quantity.add(b, a))).toBe(0);
    expect(Quantity.compare(Quantity.subtract(Quantity.add(a, b), b), a)).toBe(0);
    expect(Quantity.compare(Quantity.sum([a, b, c]), Quantity.add(a, Quantity.add(b, c)))).toBe(0);
  });

  property.prop([quantity, quantity])('is ordered as its value', (a, b) => {
    const difference = Quantity.parse(a).nanos - Quantity.parse(b).nanos;
    expect(Math.sign(Quantity.compare(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    expect(Quantity.compare(a, b)).toBe(-Quantity.compare(b, a) || 0);
  });
});

describe('anything else', () => {
  property.prop([fc.string()])('is refused with the library’s own error, or read', (text) => {
    if (Quantity.isValid(text)) expect(() => Quantity.canonical(text)).not.toThrow();
    else expect(() => Quantity.canonical(text)).toThrow(InvalidValueError);
  });
});
