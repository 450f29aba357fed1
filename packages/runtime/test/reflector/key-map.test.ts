import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyMap } from '../../src/reflector/key-map.ts';

const key = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'shop/web-0', 'shop/web-1', 'bank/web-0'),
  fc.integer({ min: 0, max: 40 }).map((index) => `shop/web-${index}`),
);
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('set' as const), key, value: fc.nat() }) },
  fc.record({ type: fc.constant('delete' as const), key, value: fc.nat() }),
);

describe('a map of many keys', () => {
  test('is as a Map, with room in the first or not', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.array(operation, { maxLength: 200 }), (limit, operations) => {
        const map = new KeyMap<{ value: number }>(limit);
        const model = new Map<string, { value: number }>();
        for (const { type, key: at, value } of operations) {
          if (type === 'delete') expect(map.delete(at)).toBe(model.delete(at));
          else {
            map.set(at, { value });
            model.set(at, { value });
          }
          expect(map.size).toBe(model.size);
          expect(map.get(at)).toEqual(model.get(at));
          expect(map.has(at)).toBe(model.has(at));
        }
        expect([...map.keys()].sort()).toEqual([...model.keys()].sort());
        expect([...map].sort()).toEqual([...model].sort());
        expect([...map.values()].map(({ value }) => value).sort()).toEqual(
          [...model.values()].map(({ value }) => value).sort(),
        );
      }),
    );
  });

  test('keeps the order of up to its first keys', () => {
    const map = new KeyMap<true>(3);
    for (const name of ['c', 'a', 'b']) map.set(name, true);
    expect([...map.keys()]).toEqual(['c', 'a', 'b']);
  });
});
