import { describe, expect, test } from '@jest/globals';
import { sleep } from '../../src/time/clock.ts';
import { VirtualClock } from '../../src/time/virtual-clock.ts';

describe('sleep', () => {
  test('lasts as long as it was told', async () => {
    const clock = new VirtualClock();
    let awake = false;
    void sleep(clock, 100).then(() => (awake = true));
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(awake).toBe(true);
  });

  test('ends at once with an abort, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const abort = new AbortController();
    const sleeping = sleep(clock, 100, abort.signal);
    abort.abort();
    await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.pending).toBe(0);
  });

  test('does not begin under a signal that has fired', async () => {
    const clock = new VirtualClock();
    await expect(sleep(clock, 100, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.pending).toBe(0);
  });
});
