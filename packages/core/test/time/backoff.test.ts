import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { backoffMs } from '../../src/time/backoff.ts';
import { TokenBucket } from '../../src/time/token-bucket.ts';

const options = { minMs: 800, maxMs: 30_000 };
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffMs', () => {
  test('doubles up to its limit', () => {
    const delays = [0, 1, 2, 5, 6, 1000].map((step) => backoffMs(step, 0.999999, options));
    expect(delays.map(Math.round)).toEqual([800, 1600, 3200, 25_600, 30_000, 30_000]);
  });

  property.prop([fc.nat(), random])('is between half and all of the delay', (step, chance) => {
    const delay = backoffMs(step, chance, options);
    const full = Math.min(800 * 2 ** step, 30_000);
    expect(delay).toBeGreaterThanOrEqual(full / 2);
    expect(delay).toBeLessThanOrEqual(full);
  });
});

describe('a token bucket', () => {
  property.prop([fc.array(fc.nat(20_000), { maxLength: 200 })])(
    'grants in any stretch of time no more starts than its burst and its rate',
    (rests) => {
      const bucket = new TokenBucket({ burst: 10, perMinute: 30 });
      let now = 0;
      const starts = rests.map((rest) => {
        now += rest;
        const start = now + bucket.reserve(now);
        now = start;
        return start;
      });
      for (const [index, from] of starts.entries())
        for (const [more, to] of starts.slice(index).entries())
          expect(more + 1).toBeLessThanOrEqual(10 + (to - from) / 2000 + 1e-6);
    },
  );

  test('grants its burst at once, and then one start for each interval', () => {
    const bucket = new TokenBucket({ burst: 2, perMinute: 60 });
    expect([0, 0, 0, 0].map((now) => bucket.reserve(now))).toEqual([0, 0, 1000, 2000]);
    expect(bucket.reserve(4000)).toBe(0);
  });

  test('takes a start only where it is granted at once, and owes nothing for the others', () => {
    const bucket = new TokenBucket({ burst: 2, perMinute: 60 });
    expect([0, 0, 0, 999, 1000, 1000].map((now) => bucket.take(now))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});
