import { describe, expect, it } from '@jest/globals';
import { sleep } from '../../src/service/sleep.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { failureOf } from '../support/requests.ts';

describe('sleep', () => {
  it('lasts as long as it was told', async () => {
    const clock = new ManualClock();
    let awake = false;
    void sleep(clock, 100).then(() => (awake = true));
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(awake).toBe(true);
  });

  it('ends at once with an abort, and leaves no timer', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const sleeping = failureOf(sleep(clock, 100, abort.signal));
    abort.abort();
    expect(await sleeping).toMatchObject({ name: 'AbortError' });
    expect(clock.waiting).toEqual([]);
  });

  it('does not begin under a signal that has fired', async () => {
    const clock = new ManualClock();
    expect(await failureOf(sleep(clock, 100, AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
    expect(clock.waiting).toEqual([]);
  });
});
