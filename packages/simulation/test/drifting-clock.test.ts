import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { DriftingClock } from '../src/drifting-clock.ts';

describe('a clock of a machine', () => {
  test('goes at its own rate, from its own moment', async () => {
    const time = new VirtualClock();
    const fast = new DriftingClock(time, { rate: 1.25, startMs: 500, skewMs: 3_600_000 });
    const [before, trueBefore] = [fast.now(), time.now()];
    expect(before - trueBefore).toBe(3_600_000);
    await time.advance(1000);
    expect([fast.monotonic(), fast.now() - before]).toEqual([1750, 1250]);
  });

  test('fires its timers by its own time, never early by more than a grain', async () => {
    const time = new VirtualClock();
    const slow = new DriftingClock(time, { rate: 0.8 });
    let fired = -1;
    slow.schedule(1000, () => (fired = slow.monotonic()));
    await time.advance(2000);
    expect(fired).toBeGreaterThanOrEqual(1000);
    expect(fired).toBeLessThan(1000.01);
  });

  test('that sleeps stands still, and so do its timers, but its time of day goes on', async () => {
    const time = new VirtualClock();
    const clock = new DriftingClock(time);
    const fired: number[] = [];
    clock.schedule(1000, () => fired.push(time.monotonic()));
    const cancelled = clock.schedule(2000, () => fired.push(-1));
    await time.advance(400);
    clock.sleep();
    const before = clock.now();
    await time.advance(5000);
    expect([clock.monotonic(), clock.now() - before, fired]).toEqual([400, 5000, []]);
    clock.wake();
    cancelled.cancel();
    await time.advance(10_000);
    expect([fired, time.pending]).toEqual([[6000], 0]);
  });
});
