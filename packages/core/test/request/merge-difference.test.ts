import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { parseExactJson, printExactJson } from '../../src/codec/exact-json.ts';
import { InvalidRequestError } from '../../src/errors.ts';
import { mergeDifference } from '../../src/request/merge-difference.ts';

type Json = null | boolean | string | bigint | readonly Json[] | { readonly [key: string]: Json };

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const { object } = fc.letrec<{ value: Json; object: { [key: string]: Json } }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(true, 'text', 1n, 2n),
    fc.bigInt({ min: 2n ** 62n, max: 2n ** 63n - 1n }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

/** As a server sends it and a client reads it: large numbers with their digits beside them. */
const read = (value: object): object => parseExactJson(printExactJson(value)) as object;

/** RFC 7386, section 2. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isRecord = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result = new Map<string, unknown>(isRecord ? Object.entries(target) : []);
  for (const [name, member] of Object.entries(patch) as [string, unknown][])
    if (member === null) result.delete(name);
    else result.set(name, merged(result.get(name), member));
  return Object.fromEntries(result);
}

/** With bigints for large numbers, so that a merge that knows nothing of digits keeps them. */
const exact = (value: object): object =>
  JSON.parse(printExactJson(value), (_key, member: unknown, context?: { source?: string }) =>
    typeof member === 'number' ? BigInt(context?.source ?? member) : member,
  ) as object;

describe('a merge difference', () => {
  test.prop([object, object])('merged into the one object gives the other, in every digit', (one, other) => {
    const [before, after] = [read(one), read(other)];
    const patch = mergeDifference(before, after);
    expect(merged(exact(before), patch === undefined ? {} : exact(patch))).toEqual(exact(after));
  });

  test.prop([object])('of an object to itself and to a copy is none', (one) => {
    expect(mergeDifference(read(one), read(one))).toBeUndefined();
  });

  const table: [what: string, before: object, after: object, patch: object | undefined][] = [
    ['a removed field', { a: 1, b: 2 }, { b: 2 }, { a: null }],
    ['an undefined field', { a: 1 }, { a: undefined }, { a: null }],
    ['a null that was not there', {}, { a: null }, undefined],
    ['a field within', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
    ['a list', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, { a: [1, { b: 3 }] }],
    ['an equal list', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, undefined],
    ['an emptied record', { a: { b: 1 } }, { a: {} }, { a: { b: null } }],
    ['a list in place of a record', { a: {} }, { a: [] }, { a: [] }],
    ['a bigint that is the same number', { a: 5 }, { a: 5n }, undefined],
    ['the last digit of a large number', { a: 2n ** 60n }, { a: 2n ** 60n + 1n }, { a: 2n ** 60n + 1n }],
  ];

  test.each(table)('holds %s', (...[, before, after, patch]) => {
    expect(mergeDifference(before, after)).toEqual(patch);
  });

  test('tells numbers apart that are the same as JavaScript numbers', () => {
    const before = parseExactJson('{"spec":{"n":9007199254740992}}') as object;
    const after = parseExactJson('{"spec":{"n":9007199254740993}}') as object;
    expect(mergeDifference(before, after)).toEqual({ spec: { n: 9007199254740993n } });
  });

  test.each([
    ['mappings', (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
    ['lists', (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`],
  ])('of %s that nest deeper than any that are meant is an error that says so', (_, text) => {
    const read = (depth: number): object => JSON.parse(text(depth)) as object;
    expect(mergeDifference(read(500), read(500))).toBeUndefined();
    expect(() => mergeDifference(read(100_000), read(100_000))).toThrow(
      new InvalidRequestError('objects that nest more than 1000 deep cannot be compared'),
    );
  });
});
