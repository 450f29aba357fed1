import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { parseExactJson, parseWithBigInts, printExactJson } from '../../src/codec/exact-json.ts';
import { InvalidRequestError } from '../../src/errors.ts';
import { exactInteger } from '../../src/values/exact-integer.ts';

function parsed(text: string): Record<string, object> {
  return parseExactJson(text) as Record<string, object>;
}

const kept: readonly string[] = [
  '{"n":9007199254740993}',
  '{"n":9007199254740992}',
  '{"n":9223372036854775807}',
  '{"n":-9223372036854775808}',
  '{"n":18446744073709551615}',
  '{"n":123456789012345678901}',
  '[9007199254740993,1,[9007199254740995,-9007199254740993]]',
  '{"a":[{"b":{"c":[9007199254740993]}}],"b":1.5,"c":"9007199254740993"}',
  '{"__proto__":9007199254740993,"constructor":9007199254740995}',
];

// Any JSON text, with integers of up to 20 digits.
const integer = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const { value: json } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    integer.map(String),
    fc.jsonValue({ maxDepth: 0 }).map((value) => JSON.stringify(value)),
    fc.array(tie('value')).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(fc.string(), tie('value')), { selector: ([key]) => key })
      .map((members) => members.map(([key, value]) => `${JSON.stringify(key)}:${value}`))
      .map((members) => `{${members.join(',')}}`),
  ),
}));

// Sorted: JavaScript moves keys that look like indexes to the front.
function wholeNumbers(text: string): bigint[] {
  const outside = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
  const found = outside.matchAll(/(?<![\d.eE+-])-?\d+(?![\d.eE])/g);
  return Array.from(found, ([token]) => BigInt(token)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

describe('JSON text that is read and printed again', () => {
  test.each(kept)('keeps every digit: %s', (text) => {
    expect(printExactJson(parsed(text))).toBe(text);
  });

  test.prop([json])('keeps the digits of whole numbers, whatever is around them', (text) => {
    const boxed = `{"box":${text}}`;
    const printed = printExactJson(parsed(boxed));
    expect(wholeNumbers(printed)).toEqual(wholeNumbers(boxed));
    expect(JSON.stringify(JSON.parse(printed))).toBe(JSON.stringify(JSON.parse(boxed)));
  });

  test.each([
    ['0.1234567890123456789', '0.12345678901234568'],
    ['1000000000000000000000000', '1e+24'],
    ['-0', '0'],
    ['1.0', '1'],
    ['123456789012345.25', '123456789012345.25'],
  ])('makes of the float %s what Go makes of it: %s', (source, printed) => {
    expect(printExactJson(parsed(`[${source}]`))).toBe(`[${printed}]`);
  });

  test('keeps the digits in a spread, without showing them as a member', () => {
    const object = parsed('{"spec":{"n":9007199254740993}}');
    const copy = { ...object, spec: { ...object['spec'], m: 1 } };
    expect(printExactJson(copy)).toBe('{"spec":{"n":9007199254740993,"m":1}}');
    expect(Object.keys(copy.spec)).toEqual(['n', 'm']);
    expect(JSON.stringify(object)).toBe('{"spec":{"n":9007199254740992}}');
  });

  test('prints what was written over a number', () => {
    const { spec } = parsed('{"spec":{"n":9007199254740993}}');
    expect(printExactJson({ ...spec, n: 3 })).toBe('{"n":3}');
    expect(printExactJson({ ...spec, n: 1.5 })).toBe('{"n":1.5}');
    expect(printExactJson({ ...spec, n: 9007199254740995n })).toBe('{"n":9007199254740995}');
  });

  test('is readable where it is nested too deep to keep digits', () => {
    const text = `${'['.repeat(9000)}9007199254740993${']'.repeat(9000)}`;
    expect(parseExactJson(text)).toBeInstanceOf(Array);
  });
});

describe('a whole number whose digits were lost', () => {
  const object = parsed('{"spec":{"list":[{"n":9007199254740993}],"a.b":[9007199254740993]}}');

  test.each<[what: string, lost: object, path: string]>([
    ['in an object', { ...object, spec: { list: [{ n: 2 ** 53 }] } }, 'spec.list[0].n'],
    ['in a clone', structuredClone(object), 'spec.list[0].n'],
    [
      'in a copied array',
      { spec: { 'a.b': [...(object['spec'] as { 'a.b': [] })['a.b']] } },
      'spec["a.b"][0]',
    ],
    ['by another number in its place', { ...parsed('{"n":9007199254740993}'), n: 2 ** 54 }, 'n'],
    ['as the largest of 64 bits', { n: Number(2n ** 63n - 1n) }, 'n'],
    ['as the least of 64 bits', { n: Number(-(2n ** 63n)) }, 'n'],
  ])('is refused by its path: %s', (_what, lost, path) => {
    const print = (): string => printExactJson(lost);
    expect(print).toThrow(InvalidRequestError);
    expect(print).toThrow(`${path} is a whole number beyond 2^53 whose last digits are not known`);
  });

  test('is a float where a reader should know that they are lost', () => {
    const text = printExactJson({ n: 2 ** 53, m: [-(2 ** 63)] }, { inexact: 'print as float' });
    expect(text).toBe('{"n":9.007199254740992e+15,"m":[-9.223372036854776e+18]}');
    expect(parsed(text)).toEqual({ n: 2 ** 53, m: [-(2 ** 63)] });
    expect(exactInteger(parsed(text), 'n')).toBeUndefined();
  });

  test('is no matter where it is a float to every reader', () => {
    expect(printExactJson([1e21, -2e300, 2 ** 53 - 1])).toBe('[1e+21,-2e+300,9007199254740991]');
  });
});

describe('a bigint', () => {
  test('is printed as it is, indented or not', () => {
    expect(printExactJson({ a: 5n, b: [-9223372036854775808n, 10n ** 30n] })).toBe(
      '{"a":5,"b":[-9223372036854775808,1000000000000000000000000000000]}',
    );
    expect(printExactJson({ a: 9007199254740993n }, { indent: 2 })).toBe('{\n  "a": 9007199254740993\n}');
  });

  test('is what a reader gets that asks for them, where 64 bits hold it', () => {
    expect(
      parseWithBigInts(
        '[1,9007199254740993,-9223372036854775808,9223372036854775808,1.5,"9007199254740993"]',
      ),
    ).toEqual([1, 9007199254740993n, -9223372036854775808n, 2 ** 63, 1.5, '9007199254740993']);
  });

  test('does not hide a cycle', () => {
    const cycle: Record<string, unknown> = { n: 1n };
    cycle['self'] = cycle;
    expect(() => printExactJson(cycle)).toThrow(TypeError);
  });
});
