// The slots of keys are those of a Map, however often it is made anew.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { KeySlots } from '../../src/queue/key-slots.ts';

/** So many that the Map is made anew while they are deleted: `key-0` in slot 0, and so on. */
function manySlots(): KeySlots {
  const slots = new KeySlots();
  for (let number = 0; number < 3000; number += 1) slots.set(`key-${number}`, number);
  return slots;
}

describe('the slots of keys', () => {
  property.prop([fc.infiniteStream(fc.nat({ max: 99 })), fc.integer({ min: 1, max: 100 })], { numRuns: 30 })(
    'are those of a Map, where keys come and go',
    (numbers, most) => {
      const slots = new KeySlots();
      const model = new Map<string, number>();
      for (let step = 0; step < 2000; step += 1) {
        const key = `key-${(numbers.next().value ?? 0) % most}`;
        if (model.has(key)) {
          slots.delete(key);
          model.delete(key);
        } else {
          slots.set(key, step);
          model.set(key, step);
        }
      }
      expect(slots.size).toBe(model.size);
      expect(new Map(slots.entries())).toEqual(model);
      for (let number = 0; number < most; number += 1)
        expect(slots.get(`key-${number}`)).toBe(model.get(`key-${number}`));
    },
  );

  test('are walked whole, and once each, though each is deleted on the way', () => {
    const slots = manySlots();
    const walked: number[] = [];
    for (const [key, slot] of slots.entries()) {
      slots.delete(key);
      walked.push(slot);
    }
    expect(walked).toEqual(Array.from({ length: 3000 }, (_, number) => number));
    expect(slots.size).toBe(0);
  });

  test('leave out of a walk what was deleted before it came there', () => {
    const slots = manySlots();
    const walked: number[] = [];
    for (const [, slot] of slots.entries()) {
      walked.push(slot);
      if (slot === 0) for (let number = 1; number < 2999; number += 1) slots.delete(`key-${number}`);
    }
    expect(walked).toEqual([0, 2999]);
  });

  test('are walked where a key is gone and has come back, with the slot that it has then', () => {
    const slots = manySlots();
    const walked: number[] = [];
    for (const [, slot] of slots.entries()) {
      walked.push(slot);
      if (slot > 0) continue;
      for (let number = 1; number < 3000; number += 1) slots.delete(`key-${number}`);
      slots.set('key-7', 3000);
    }
    expect(walked).toEqual([0, 3000]);
  });
});
