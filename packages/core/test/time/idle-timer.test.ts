import { describe, expect, test } from '@jest/globals';
import { IdleTimer, type IdleTimerOptions } from '../../src/time/idle-timer.ts';
import { VirtualClock } from '../../src/time/virtual-clock.ts';

function started(options: Partial<IdleTimerOptions> = {}) {
  const clock = new VirtualClock();
  const timer = new IdleTimer(clock);
  const expired: { at: number; idleMs: number }[] = [];
  timer.start({
    idleLimitMs: () => 100,
    expire: (idleMs) => expired.push({ at: clock.monotonic(), idleMs }),
    ...options,
  });
  return { clock, timer, expired };
}

describe('an idle timer', () => {
  test('expires once, after the limit without progress', async () => {
    const { clock, expired } = started();
    await clock.advance(99);
    expect(expired).toEqual([]);
    await clock.advance(1000);
    expect(expired).toEqual([{ at: 100, idleMs: 100 }]);
    expect(clock.pending).toBe(0);
  });

  test('counts from the last progress, with a single timer', async () => {
    const { clock, timer, expired } = started();
    for (let step = 0; step < 10; step += 1) {
      await clock.advance(60);
      timer.progress();
      expect(clock.pending).toBe(1);
    }
    await clock.advance(1000);
    expect(expired).toEqual([{ at: 700, idleMs: 100 }]);
  });

  test('expires at its end even with progress', async () => {
    const { clock, timer, expired } = started({ endsInMs: 150 });
    await clock.advance(90);
    timer.progress();
    await clock.advance(1000);
    expect(expired).toEqual([{ at: 150, idleMs: 60 }]);
  });

  test('looks again for a limit that is not known yet', async () => {
    const limitsMs: number[] = [];
    const { clock, expired } = started({ idleLimitMs: () => limitsMs[0], look: () => 70 });
    await clock.advance(60);
    limitsMs.push(100);
    await clock.advance(1000);
    expect(expired).toEqual([{ at: 100, idleMs: 100 }]);
  });

  test('looks when it was told to, at first and at each look, and never by a second timer', async () => {
    const looks: number[] = [];
    const { clock, timer } = started({
      idleLimitMs: () => undefined,
      look: (now) => looks.push(now) * 50,
    });
    expect(clock.pending).toBe(1);
    await clock.advance(60);
    timer.progress();
    await clock.advance(60);
    expect(looks).toEqual([0, 50, 100]);
    timer.lookBy(130);
    timer.lookBy(900);
    expect(clock.pending).toBe(1);
    await clock.advance(1000);
    expect(looks.slice(2, 6)).toEqual([100, 130, 200, 250]);
  });

  test('does not end at a look, and may be ended or started anew by one', async () => {
    const { clock, expired, timer } = started({
      endsInMs: 200,
      look: (now) => {
        if (now === 0) return 50;
        timer.cancel();
        return 60;
      },
    });
    await clock.advance(1000);
    expect([expired, clock.pending]).toEqual([[], 0]);
    timer.lookBy(1100);
    expect(clock.pending).toBe(0);
    const again = started({
      look: (now) => {
        if (now === 50)
          again.timer.start({
            idleLimitMs: () => 500,
            expire: (idleMs) => again.expired.push({ at: again.clock.monotonic(), idleMs }),
          });
        return 50;
      },
    });
    await again.clock.advance(2000);
    expect([again.expired, again.clock.pending]).toEqual([[{ at: 550, idleMs: 500 }], 0]);
  });

  test('does not expire once it is cancelled', async () => {
    const { clock, timer, expired } = started();
    timer.cancel();
    await clock.advance(1000);
    expect([expired, clock.pending]).toEqual([[], 0]);
  });

  test('can be given something else to wait for', async () => {
    const { clock, timer, expired } = started();
    const called: number[] = [];
    timer.after(500, () => called.push(clock.monotonic()));
    await clock.advance(1000);
    expect([expired, called]).toEqual([[], [500]]);
  });
});
