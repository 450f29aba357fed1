import { describe, expect, test } from '@jest/globals';
import { parseExactJson, printExactJson } from '../../src/codec/exact-json.ts';
import { cloneExact, exactInteger, withExactInteger } from '../../src/values/exact-integer.ts';

const read = parseExactJson(
  '{"n":9007199254740993,"list":[1,9223372036854775807],"small":3,"float":1.5,"text":"1","large":1e21}',
) as Record<string, unknown>;

describe('the exact integer of a member', () => {
  test.each<
    [what: string, known: bigint | undefined, of: readonly [container: unknown, key: string | number]]
  >([
    ['beyond 2^53', 9007199254740993n, [read, 'n']],
    ['in an array', 9223372036854775807n, [read['list'], 1]],
    ['that a number holds', 3n, [read, 'small']],
    ['that is a bigint', 9007199254740993n, [{ n: 9007199254740993n }, 'n']],
    ['of a spread', 9007199254740993n, [{ ...read }, 'n']],
    ['that was written over by a small one', 4n, [{ ...read, n: 4 }, 'n']],
    ['that was written over by another large one', undefined, [{ ...read, n: 2 ** 54 }, 'n']],
    ['of a clone that lost it', undefined, [structuredClone(read), 'n']],
    ['of a clone that keeps it', 9223372036854775807n, [cloneExact(read)['list'], 1]],
    ['of a float', undefined, [read, 'float']],
    ['of a large float', undefined, [read, 'large']],
    ['of a string', undefined, [read, 'text']],
    ['that is not there', undefined, [read, 'constructor']],
    ['of nothing', undefined, [undefined, 'n']],
  ])('is known or not: %s', (_what, known, [container, key]) => {
    expect(exactInteger(container as object, key)).toBe(known);
  });

  test('can be set in a copy, beside others', () => {
    const spec: { readonly n: number; readonly m?: number } = { n: 1 };
    const set = withExactInteger(withExactInteger(spec, 'n', 9007199254740993n), 'm', -9223372036854775807n);
    expect(printExactJson(set)).toBe('{"n":9007199254740993,"m":-9223372036854775807}');
    expect(set.n).toBe(2 ** 53);
    expect(spec).toEqual({ n: 1 });
  });

  test('can be set in a copy of an array', () => {
    const set = withExactInteger([5, 6], 1, 9007199254740993n);
    expect(printExactJson(set)).toBe('[5,9007199254740993]');
    expect(set).toHaveLength(2);
  });
});

test('a clone that keeps digits shares nothing with what it was made of', () => {
  const clone = cloneExact(read) as { list: number[] };
  clone.list[0] = 2;
  expect(read['list']).toHaveProperty('0', 1);
  expect(cloneExact(JSON.parse('{"__proto__":1}'))).toEqual(JSON.parse('{"__proto__":1}'));
  expect(cloneExact({ at: new Date(5) })).toEqual({ at: new Date(5) });
});
