import { describe, expect, test } from '@jest/globals';
import { sizeOf, sizesOf } from '../../../../examples/operators/node-sizes.ts';

const rules = (data: Record<string, string>) => ({ metadata: { name: 'node-sizes' }, data });
const sizes = sizesOf(rules({ small: '500m', large: '16', medium: '4' }));
const node = (cpu?: string) => ({
  metadata: { name: 'a' },
  status: { ...(cpu !== undefined && { capacity: { cpu } }) },
});

describe('the size of a node', () => {
  test.each([
    ['64', 'large'],
    ['16', 'large'],
    ['15999m', 'medium'],
    ['4', 'medium'],
    ['1', 'small'],
    ['100m', undefined],
    [undefined, undefined],
  ])('of %s CPUs is %s', (cpu, size) => {
    expect(sizeOf(node(cpu), sizes)).toBe(size);
  });

  test('is not there without rules', () => {
    expect(sizeOf(node('4'), sizesOf(undefined))).toBeUndefined();
  });
});

test.each([
  [{ small: 'many' }, 'many'],
  [{ 'small-': '1' }, 'small-'],
])('rules %j are refused with the word that is wrong', (data, word) => {
  expect(() => sizesOf(rules(data))).toThrow(word);
});
