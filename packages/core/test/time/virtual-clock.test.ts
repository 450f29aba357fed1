import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../src/time/virtual-clock.ts';

describe('a virtual clock', () => {
  test('stands still until it is told to advance, and then stands at the end', async () => {
    const clock = new VirtualClock();
    const started = clock.now();
    await clock.advance(3_600_000);
    expect([clock.monotonic(), clock.now() - started]).toEqual([3_600_000, 3_600_000]);
  });

  property.prop([fc.array(fc.nat(1000), { maxLength: 50 })])(
    'fires timers in the order of their time, and of their making where that is the same',
    async (delays) => {
      const clock = new VirtualClock();
      const fired: { delay: number; index: number; at: number }[] = [];
      for (const [index, delay] of delays.entries())
        clock.schedule(delay, () => fired.push({ delay, index, at: clock.monotonic() }));
      await clock.advance(1000);
      const expected = delays
        .map((delay, index) => ({ delay, index, at: delay }))
        .sort((a, b) => a.delay - b.delay || a.index - b.index);
      expect(fired).toEqual(expected);
      expect(clock.pending).toBe(0);
    },
  );

  test('lets promises settle between two timers, however long their chain', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    clock.schedule(1, () => {
      void (async () => {
        for (let step = 0; step < 100; step += 1) await Promise.resolve();
        order.push('promise');
      })();
    });
    clock.schedule(1, () => order.push('timer'));
    await clock.advance(1);
    expect(order).toEqual(['promise', 'timer']);
  });

  test('fires what a timer schedules within the same advance, and nothing that was cancelled', async () => {
    const clock = new VirtualClock();
    const fired: string[] = [];
    const cancelled = clock.schedule(20, () => fired.push('cancelled'));
    clock.schedule(10, () => {
      clock.schedule(5, () => fired.push('inner'));
      cancelled.cancel();
      cancelled.cancel();
    });
    await clock.advance(15);
    expect(fired).toEqual(['inner']);
    expect(clock.pending).toBe(0);
  });
});
