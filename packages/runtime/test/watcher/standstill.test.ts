import { describe, expect, test } from '@jest/globals';
import { type Clock, VirtualClock } from '@kube-rx/core';
import { Standstill } from '../../src/watcher/standstill.ts';

/** A clock whose two times can jump while its timers do not. */
function start() {
  const time = new VirtualClock();
  const jumped = { wall: 0, monotonic: 0 };
  const clock: Clock = {
    now: () => time.now() + jumped.wall,
    monotonic: () => time.monotonic() + jumped.monotonic,
    schedule: (delayMs, callback) => time.schedule(delayMs, callback),
  };
  const told: number[] = [];
  const stop = Standstill.of(clock).watch(() => void told.push(time.monotonic()));
  return { time, jumped, clock, told, stop };
}

describe('a standstill', () => {
  test.each<[string, { wall?: number; monotonic?: number }, number]>([
    ['of which the wall clock alone knows, as of a machine that slept, is told', { wall: 10_001 }, 1],
    [
      'of which both clocks know, as of a frozen process, is told once',
      { wall: 60_000, monotonic: 60_000 },
      1,
    ],
    ['of which the monotonic clock alone knows is told', { monotonic: 10_001 }, 1],
    ['of some seconds is none', { wall: 10_000, monotonic: 10_000 }, 0],
    ['is none where the wall clock is set back', { wall: -3_600_000 }, 0],
  ])('%s', async (_title, { wall = 0, monotonic = 0 }, times) => {
    const { time, jumped, told, stop } = start();
    await time.advance(12_000);
    jumped.wall = wall;
    jumped.monotonic = monotonic;
    await time.advance(60_000);
    expect(told).toEqual(Array(times).fill(15_000));
    stop();
  });

  test('is looked for by one timer for all, while there is somebody to tell', async () => {
    const { time, jumped, clock, told, stop } = start();
    const others = Array.from({ length: 10 }, () => Standstill.of(clock).watch(() => void told.push(-1)));
    expect(time.pending).toBe(1);
    await time.advance(7000);
    others[0]?.();
    others[0]?.();
    jumped.wall = 60_000;
    await time.advance(3000);
    expect(told).toEqual([10_000, ...Array.from({ length: 9 }, () => -1)]);
    for (const other of others) other();
    expect(time.pending).toBe(1);
    stop();
    expect(time.pending).toBe(0);
    await time.advance(60_000);
    Standstill.of(clock).watch(() => undefined)();
    expect(time.pending).toBe(0);
  });

  test('is told as often as the same function asked, until each has ended', async () => {
    const { time, jumped, clock, told, stop } = start();
    const tell = (): void => void told.push(time.monotonic());
    const [one, other] = [Standstill.of(clock).watch(tell), Standstill.of(clock).watch(tell)];
    stop();
    jumped.wall = 60_000;
    await time.advance(5000);
    expect(told).toEqual([5000, 5000]);
    one();
    jumped.wall = 120_000;
    await time.advance(5000);
    expect(told).toEqual([5000, 5000, 10_000]);
    other();
    expect(time.pending).toBe(0);
  });

  test('is not told to one that another has ended meanwhile, nor of a time before it was asked', async () => {
    const { time, jumped, clock, told, stop } = start();
    const standstill = Standstill.of(clock);
    stop();
    jumped.wall = 60_000;
    const first = standstill.watch(() => second());
    const second = standstill.watch(() => void told.push(time.monotonic()));
    await time.advance(6000);
    jumped.wall = 120_000;
    await time.advance(6000);
    expect(told).toEqual([]);
    first();
    expect(time.pending).toBe(0);
  });
});
