import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { SilenceDetector } from '../../src/watcher/silence-detector.ts';

const minuteMs = 60_000;

/** A detector that has seen frames after these intervals, and when the last one came. */
function taught(intervalsMs: readonly number[], isBookmark = false) {
  const detector = new SilenceDetector(minuteMs);
  let now = 1000;
  detector.begin(now);
  for (const intervalMs of intervalsMs) {
    now += intervalMs;
    detector.note(now, isBookmark);
  }
  return { detector, now, silenceMs: (): number => Math.round(detector.suspectAt - now) };
}

/** Quantiles of the exponential distribution with mean 1, of which the mean is 1. */
const exponential = Array.from({ length: 32 }, (_, at) => -Math.log(1 - ((at * 13) % 32) / 32 - 1 / 64));

describe('a silence is suspicious', () => {
  test.each<[string, readonly number[], readonly [leastMs: number, mostMs: number]]>([
    ['after three quarters of a minute where nothing ever came', [], [47_000, 47_100]],
    ['after one and a half minutes where little is known', [1000, 1000, 1000, 1000], [91_000, 91_100]],
    ['after some seconds where frames came each second', Array(32).fill(1000), [4400, 4500]],
    ['later where they came at random', exponential.map((each) => each * 1000), [8500, 10_000]],
    ['and where they came each minute', Array(32).fill(60_000), [91_000, 91_100]],
    ['after the pause where they come without end', Array(5000).fill(1), [3300, 3500]],
  ])('%s', (_title, intervalsMs, [least, most]) => {
    const { silenceMs } = taught(intervalsMs);
    expect(silenceMs()).toBeGreaterThanOrEqual(least);
    expect(silenceMs()).toBeLessThanOrEqual(most);
  });

  test('when a bookmark is half an interval late and nothing came for half an interval', () => {
    const irregular = taught(exponential.map((each) => each * 100_000));
    expect(irregular.silenceMs()).toBeGreaterThan(300_000);
    irregular.detector.note(irregular.now, true);
    expect(irregular.silenceMs()).toBe(90_000);
    irregular.detector.note(irregular.now + 80_000, false);
    expect(irregular.silenceMs()).toBe(110_000);
    irregular.detector.begin(irregular.now + 81_000);
    expect(irregular.silenceMs()).toBeGreaterThan(300_000);
  });

  test('soon within a frame, however quiet the watch is, and later where that frame ended after all', () => {
    const { detector, now, silenceMs } = taught([1000]);
    detector.noteHalf(now, false);
    expect([silenceMs(), detector.isOddlyQuiet]).toEqual([10_000, true]);
    detector.noteHalf(now + 2000, false);
    expect(silenceMs()).toBe(10_000);
    detector.noteHalf(now + 3000, true);
    expect(silenceMs()).toBe(13_000);
    detector.noteWell();
    expect(silenceMs()).toBe(23_000);
    detector.note(now + 15_000, false);
    expect([silenceMs() > 90_000, detector.isOddlyQuiet]).toEqual([true, false]);
    detector.noteHalf(now + 16_000, false);
    detector.begin(now + 17_000);
    expect(silenceMs()).toBeGreaterThan(90_000);
  });

  test('never where it is turned off', () => {
    const detector = new SilenceDetector(0);
    detector.begin(0);
    for (let now = 1000; now < 50_000; now += 1000) detector.note(now, true);
    detector.noteHalf(55_000, true);
    detector.noteStandstill(60_000, 0);
    expect(detector.suspectAt).toBe(Infinity);
  });

  test('later after each watch that was well, and soon again after one that was dead, or when enough has come', () => {
    const { detector, now, silenceMs } = taught(Array(32).fill(1000));
    const waits = Array.from({ length: 7 }, () => {
      const waitMs = silenceMs();
      detector.noteWell();
      return Math.round(waitMs / 100) / 10;
    });
    expect(waits).toEqual([4.5, 7.5, 13.5, 25.5, 49.5, 49.5, 49.5]);
    detector.noteDead();
    expect(silenceMs()).toBe(4468);
    for (let well = 0; well < 2; well += 1) detector.noteWell();
    for (let frame = 1; frame <= 128; frame += 1) detector.note(now + frame * 1000, false);
    expect(Math.round(detector.limitMs)).toBe(4468);
  });

  test('three times at most where nothing ever comes, in watches of less than five minutes', () => {
    const detector = new SilenceDetector(minuteMs);
    const waits = Array.from({ length: 4 }, () => {
      detector.begin(0);
      const waitMs = Math.round(detector.suspectAt / 1000);
      detector.noteWell();
      return waitMs;
    });
    expect(waits).toEqual([47, 107, 227, 467]);
  });

  test('not within five minutes after a second watch was as quiet, where nothing ever came', () => {
    const detector = new SilenceDetector(minuteMs);
    detector.begin(0);
    detector.noteWell();
    detector.noteQuiet(50_000);
    detector.begin(50_000);
    expect(detector.suspectAt).toBe(350_000);
  });

  test('as ever, once a second watch takes over by what it brings, though one before it was as quiet', () => {
    const detector = new SilenceDetector(minuteMs);
    detector.begin(0);
    detector.noteQuiet(50_000);
    detector.begin(50_000);
    // The process stood still, so another second watch is open within the five minutes.
    detector.begin(60_000);
    detector.note(60_000, false);
    expect(detector.suspectAt).toBe(60_000 + 91_060);
  });

  test('not within five minutes after a second watch was as quiet, where little is known', () => {
    const { detector, now, silenceMs } = taught([1000]);
    detector.noteQuiet(now + 91_000);
    detector.begin(now + 91_000);
    expect(silenceMs()).toBe(391_000);
  });

  test('not before the bookmark that whoever has had news is sent within a minute', () => {
    const detector = new SilenceDetector(minuteMs);
    detector.begin(1000);
    detector.note(1000, false);
    expect(detector.suspectAt).toBe(92_060);
    detector.note(1100, false);
    expect(detector.suspectAt).toBe(92_160);
    detector.note(62_000, true);
    expect(detector.suspectAt).toBe(152_000);
    // Frames that come together with the watch say nothing about the next one.
    const hasty = new SilenceDetector(minuteMs);
    hasty.begin(1000);
    hasty.note(1100, false);
    hasty.begin(2000);
    expect(hasty.suspectAt).toBe(49_030);
  });

  test('as soon, once something comes, as if there had been no watch to which nothing came', () => {
    const { detector, now, silenceMs } = taught([]);
    for (let well = 0; well < 3; well += 1) detector.noteWell();
    detector.note(now + 50_000, true);
    expect(silenceMs()).toBe(50_000 + 90_000);
    detector.noteWell();
    expect(silenceMs()).toBe(50_000 + 120_000);
  });

  test('ever later after second watches that were as quiet, where it was busy, until something comes', () => {
    const { detector, now, silenceMs } = taught(Array(32).fill(1000));
    const waits = Array.from({ length: 5 }, () => {
      detector.noteWell();
      detector.noteQuiet(now);
      detector.begin(now);
      return Math.round(silenceMs() / 100) / 10;
    });
    expect(waits).toEqual([7.5, 26.9, 101.9, 300, 300]);
    detector.noteDead();
    detector.note(now + 10, false);
    expect(silenceMs()).toBe(4468 + 10);
  });
});

describe('what is learnt', () => {
  test('holds for the next watch too', () => {
    const { detector, now, silenceMs } = taught(Array(32).fill(1000));
    detector.begin(now + 5000);
    expect(silenceMs()).toBe(5000 + 4468);
  });

  test('follows a kind that becomes busy within half a minute, and one that becomes slow at once', () => {
    const { detector, now } = taught(Array(32).fill(60_000));
    for (let at = 1; at <= 120; at += 1) detector.note(now + at * 250, false);
    expect(detector.limitMs).toBeLessThan(60_000);
    for (let at = 1; at <= 240; at += 1) detector.note(now + 30_000 + at * 250, false);
    expect(detector.limitMs).toBeLessThan(5000);
    detector.note(now + 90_000 + 60_000, false);
    expect(detector.limitMs).toBeGreaterThan(60_000);
  });

  property.prop([fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 200 })])(
    'makes a limit above the mean of what came last and the pause, and finite',
    (intervalsMs) => {
      const { detector } = taught(intervalsMs);
      expect(detector.limitMs).toBeGreaterThan(3000);
      expect(detector.limitMs).toBeLessThan(5_000_000);
    },
  );

  property.prop([fc.integer({ min: 300, max: 100_000 }), fc.integer({ min: 5, max: 300 })])(
    'of a regular watch: one and a half intervals and the pause, however long it runs',
    (intervalMs, count) => {
      const { silenceMs } = taught(Array(count).fill(intervalMs));
      expect(silenceMs() / (intervalMs * (1 + 5.612 / 12) + 3000)).toBeCloseTo(1, 2);
    },
  );
});

describe('a process that stood still', () => {
  test('resumes a watch once, within two seconds, though frames come that were on their way', () => {
    for (const random of [0, 0.5, 0.999]) {
      const { detector, now, silenceMs } = taught(Array(32).fill(1000));
      detector.noteStandstill(now + 60_000, random);
      detector.noteStandstill(now + 60_001, 0.9);
      expect(silenceMs()).toBe(60_100 + Math.round(random * 1900));
      detector.note(now + 60_050, false);
      expect(silenceMs()).toBe(60_100 + Math.round(random * 1900));
      expect([detector.isResuming, detector.endResuming(), detector.isResuming]).toEqual([true, true, false]);
      expect(detector.endResuming()).toBe(false);
      expect(silenceMs()).toBeGreaterThan(64_000);
    }
  });

  test('waits for the next bookmark as for the first one after it', () => {
    const { detector, now } = taught(Array(32).fill(60_000), true);
    detector.noteStandstill(now + 600_000, 0);
    expect(detector.endResuming()).toBe(true);
    detector.note(now + 600_100, false);
    expect(detector.suspectAt).toBeGreaterThanOrEqual(now + 690_000);
  });

  test('is told by a look that comes much too late, and by none that comes in time', () => {
    const { detector, now } = taught(Array(32).fill(1000));
    expect([4468, 14_467, 14_468].map((silentMs) => detector.isLate(now + silentMs))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
