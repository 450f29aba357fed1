import { describe, expect, test } from '@jest/globals';
import { IdleTimer, VirtualClock } from '@kube-rx/core';
import { Outage } from '../../src/watcher/outage.ts';
import { Pause } from '../../src/watcher/pause.ts';

function bench(random = 0.5) {
  const clock = new VirtualClock();
  const outage = new Outage();
  const timer = new IdleTimer(clock);
  const pause = new Pause(timer, outage, { clock, random: () => random });
  const overAt: number[] = [];
  const begin = (grantedInMs?: number, delayMs = 8000): void =>
    pause.begin(
      { type: 'wait', id: 1, delayMs, ...(grantedInMs !== undefined && { grantedInMs }) },
      () => void overAt.push(clock.monotonic()),
    );
  return { clock, outage, timer, pause, overAt, begin };
}

describe('a pause', () => {
  test('is over after its delay where nobody is answered', async () => {
    const { clock, overAt, begin } = bench();
    begin(0);
    await clock.advance(60_000);
    expect(overAt).toEqual([8000]);
  });

  test.each<[string, number | undefined, number]>([
    ['within 200 ms, by chance, after another was answered', 0, 1100],
    ['not before the token bucket grants the next try', 3000, 3000],
    ['after its delay where the server was there all the time', undefined, 8000],
  ])('is over %s', async (_when, grantedInMs, expected) => {
    const { clock, outage, overAt, begin } = bench();
    begin(grantedInMs);
    await clock.advance(1000);
    outage.end();
    await clock.advance(60_000);
    expect(overAt).toEqual([expected]);
  });

  test('is left alone where it is short, and may be cut short the next time', async () => {
    const { clock, outage, overAt, begin } = bench();
    begin(0, 999);
    outage.end();
    await clock.advance(1000);
    begin(0);
    outage.end();
    await clock.advance(1000);
    expect(overAt).toEqual([999, 1100]);
  });

  test('is not made longer by an answer to another', async () => {
    const { clock, outage, overAt, begin } = bench(0.9);
    begin(0);
    await clock.advance(7999);
    outage.end();
    await clock.advance(60_000);
    expect(overAt).toEqual([8000]);
  });

  test('is cut short once in 30 s, whoever is answered how often', async () => {
    const { clock, outage, overAt, begin } = bench();
    const lasted = async (): Promise<number> => {
      const beganAt = clock.monotonic();
      begin(0);
      outage.end();
      await clock.advance(8000);
      return (overAt.at(-1) ?? Number.NaN) - beganAt;
    };
    const all: number[] = [];
    for (let count = 0; count < 6; count += 1) all.push(await lasted());
    expect(all).toEqual([100, 8000, 8000, 8000, 100, 8000]);
  });

  test('that was ended is not woken', async () => {
    const { clock, outage, timer, pause, overAt, begin } = bench();
    begin(0);
    timer.cancel();
    pause.end();
    outage.end();
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    expect(overAt).toEqual([]);
  });

  test('of many is over for one after the other', async () => {
    const clock = new VirtualClock();
    const outage = new Outage();
    const overAt: number[] = [];
    for (let at = 0; at < 1000; at += 1) {
      const options = { clock, random: () => at / 1000 };
      const pause = new Pause(new IdleTimer(clock), outage, options);
      pause.begin({ type: 'wait', id: 1, delayMs: 60_000, grantedInMs: 0 }, () => {
        overAt.push(clock.monotonic());
      });
    }
    outage.end();
    await clock.advance(2500);
    expect(overAt).toHaveLength(501);
    await clock.advance(2500);
    expect(overAt).toHaveLength(1000);
  });
});
