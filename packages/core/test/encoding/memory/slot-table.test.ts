import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { longestRow, SlotTable } from '../../../src/encoding/memory/slot-table.ts';

describe('a table of slots', () => {
  test.each([
    ['one hash', () => 7],
    ['hashes that belong in one place of any table', (index: number) => index << 20],
    ['hashes that belong in places beside each other', (index: number) => (index << 20) | (index % 200)],
  ])('keeps no more than a row of %s, and finds all of it', (_what, hashOf) => {
    const table = new SlotTable();
    const kept = new Map<number, number>();
    const lost = (slot: number): void => void kept.delete(slot);
    for (let slot = 0; slot < 4000; slot += 1)
      if (table.add(hashOf(slot), slot, lost)) kept.set(slot, hashOf(slot));
    expect(kept.size).toBeLessThanOrEqual(longestRow);
    expect(kept.size).toBeGreaterThan(longestRow / 4);
    let looks = 0;
    const isIt =
      (slot: number) =>
      (other: number): boolean => {
        looks += 1;
        return other === slot;
      };
    for (const [slot, hash] of kept) expect(table.find(hash, isIt(slot))).toBe(slot);
    expect(looks).toBeLessThanOrEqual(longestRow * kept.size);
    for (const [slot, hash] of kept) expect(table.delete(hash, slot)).toBe(true);
    for (const [slot, hash] of kept) expect(table.find(hash, isIt(slot))).toBeUndefined();
  });

  const hash = fc.oneof(fc.integer(), fc.integer({ min: 0, max: 40 }), fc.constantFrom(1 << 12, 1 << 20));
  property.prop([fc.array(fc.record({ hash, adds: fc.boolean() }), { maxLength: 600 })])(
    'finds what it kept, whatever the hashes',
    (steps) => {
      const table = new SlotTable();
      const kept = new Map<number, number>();
      for (const [slot, step] of steps.entries()) {
        const [oldest] = kept;
        if (!step.adds && oldest) {
          expect(table.delete(oldest[1], oldest[0])).toBe(true);
          kept.delete(oldest[0]);
        } else if (table.add(step.hash, slot, (lost) => void kept.delete(lost))) kept.set(slot, step.hash);
      }
      for (const [slot, of] of kept) expect(table.find(of, (other) => other === slot)).toBe(slot);
      expect(table.delete(steps[0]?.hash ?? 0, 10_000)).toBe(false);
    },
  );

  test('keeps everything whose hashes nobody chose', () => {
    const table = new SlotTable();
    let [state, lost] = [1, 0];
    for (let slot = 0; slot < 60_000; slot += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
      if (!table.add(mixed ^ (mixed >>> 12), slot, () => (lost += 1))) lost += 1;
    }
    expect(lost).toBe(0);
  });
});
