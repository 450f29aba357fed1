import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SlotArray } from '../../../src/encoding/memory/slot-array.ts';
import { SlotList } from '../../../src/encoding/memory/slot-list.ts';

const large = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 70_000 }));

describe('numbers for slots', () => {
  test('are as they were set, and copies as they were when they were made', () => {
    const step = fc.record({ slot: large, number: fc.integer(), copies: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const numbers = new SlotArray();
        const model = new Map<number, number>();
        const copies: [SlotArray, Map<number, number>][] = [];
        for (const { slot, number, copies: isCopied } of steps) {
          numbers.set(slot, number);
          model.set(slot, number);
          if (isCopied) copies.push([numbers.copy(), new Map(model)]);
          const [copy] = copies;
          copy?.[0].set(slot + 1, number);
          copy?.[1].set(slot + 1, number);
        }
        for (const [array, expected] of [[numbers, model] as const, ...copies])
          for (const [slot, number] of expected) expect(array.get(slot)).toBe(number);
      }),
      { numRuns: 50 },
    );
  });
});

describe('lists of slots', () => {
  test('have what was added and not deleted, and tell what they had when they were asked', () => {
    const step = fc.record({ slot: fc.nat({ max: 30 }), list: fc.constantFrom(0, 1), asks: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const places = new SlotArray();
        const lists = [new SlotList(places), new SlotList(places)] as const;
        const models = [new Set<number>(), new Set<number>()] as const;
        const asked: [Iterable<number>, number[]][] = [];
        for (const { slot, list, asks } of steps) {
          const holder = models.findIndex((model) => model.has(slot)) as -1 | 0 | 1;
          if (holder === -1) {
            lists[list].add(slot);
            models[list].add(slot);
          } else {
            lists[holder].delete(slot);
            models[holder].delete(slot);
          }
          if (asks) asked.push([lists[list].all(), [...models[list]].sort()]);
          expect(lists[0].length).toBe(models[0].size);
          for (const held of models[0])
            expect([lists[0].has(held), lists[1].has(held)]).toEqual([true, false]);
        }
        for (const [told, expected] of asked) expect([...told].sort()).toEqual(expected);
      }),
    );
  });
});
