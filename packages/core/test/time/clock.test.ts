import { test } from '@fast-check/jest';
import { afterEach, beforeEach, describe, expect, jest } from '@jest/globals';
import { systemClock } from '../../src/time/clock.ts';

const day = 24 * 60 * 60 * 1000;

describe('systemClock', () => {
  test('tells the time of the machine', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  test('has a monotonic time that does not go back', () => {
    const times = Array.from({ length: 1000 }, () => systemClock.monotonic());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  describe('a timer', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    test.each([0, -1, Number.NEGATIVE_INFINITY])(
      'of %d ms fires as soon as possible, but not at once',
      (delay) => {
        const fired = jest.fn();
        systemClock.schedule(delay, fired);
        expect(fired).not.toHaveBeenCalled();
        jest.advanceTimersByTime(1);
        expect(fired).toHaveBeenCalledTimes(1);
      },
    );

    test('fires once, when its time has come, and calls back with nothing', () => {
      const fired = jest.fn();
      systemClock.schedule(1000, fired);
      jest.advanceTimersByTime(999);
      expect(fired).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(fired.mock.calls).toEqual([[]]);
      jest.advanceTimersByTime(day);
      expect(fired).toHaveBeenCalledTimes(1);
    });

    test('fires in the order of the times, and of scheduling where these are equal', () => {
      const fired: string[] = [];
      for (const [name, delay] of [
        ['c', 30],
        ['a', 10],
        ['b1', 20],
        ['b2', 20],
      ] as const)
        systemClock.schedule(delay, () => fired.push(name));
      jest.advanceTimersByTime(30);
      expect(fired).toEqual(['a', 'b1', 'b2', 'c']);
    });

    test('does not fire once it is cancelled', () => {
      const fired = jest.fn();
      systemClock.schedule(10, fired).cancel();
      jest.advanceTimersByTime(day);
      expect(fired).not.toHaveBeenCalled();
      expect(jest.getTimerCount()).toBe(0);
    });

    test('may be cancelled twice, and after it fired', () => {
      const fired = jest.fn();
      const timer = systemClock.schedule(10, fired);
      jest.advanceTimersByTime(10);
      timer.cancel();
      timer.cancel();
      expect(fired).toHaveBeenCalledTimes(1);
    });

    test('may be cancelled by its own callback and by another one of the same moment', () => {
      const fired: string[] = [];
      const first = systemClock.schedule(10, () => {
        fired.push('first');
        first.cancel();
        second.cancel();
      });
      const second = systemClock.schedule(10, () => fired.push('second'));
      jest.advanceTimersByTime(10);
      expect(fired).toEqual(['first']);
    });

    test('of more days than setTimeout can count does not fire early', () => {
      const fired = jest.fn();
      systemClock.schedule(60 * day, fired);
      jest.advanceTimersByTime(60 * day - 1);
      expect(fired).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(fired).toHaveBeenCalledTimes(1);
    });

    test('of more days than setTimeout can count is cancelled at any of them', () => {
      const fired = jest.fn();
      const timer = systemClock.schedule(60 * day, fired);
      jest.advanceTimersByTime(30 * day);
      timer.cancel();
      expect(jest.getTimerCount()).toBe(0);
      jest.advanceTimersByTime(60 * day);
      expect(fired).not.toHaveBeenCalled();
    });
  });
});
