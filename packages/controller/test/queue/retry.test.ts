import { describe, expect, test } from '@jest/globals';
import { done, failed, running, updated } from '../support/queues.ts';

describe('a failure', () => {
  const backoff = { minMs: 100, maxMs: 1000 };

  test('doubles the delay up to its maximum, with jitter, until a run succeeds', () => {
    const draws = [0, 0.999, 0.5];
    const queue = running({ backoff, random: () => draws.shift() ?? 0 });
    const delays: number[] = [];
    let now = 0;
    while (delays.length < 6) {
      queue.done('a', failed, now);
      const next = queue.nextAt(now) ?? NaN;
      delays.push(Math.round(next - now));
      now = next;
      expect(queue.take(now)?.failures).toBe(delays.length);
    }
    expect(delays).toEqual([50, 200, 300, 400, 500, 500]);
    queue.done('a', done, now);
    queue.add('a', {}, now);
    expect(queue.take(now)?.failures).toBe(0);
  });

  test('is tried again also where the delay is no number', () => {
    const queue = running({ backoff, random: () => NaN });
    queue.done('a', failed, 5);
    expect(queue.take(5)?.failures).toBe(1);
  });

  test('event burst uses up retries: events neither shorten the delay nor count as tries', () => {
    const queue = running({ backoff });
    for (let now = 0; now < 50; now += 1) queue.add('a', { generation: 1 }, 0);
    queue.done('a', failed, 0);
    for (let now = 0; now < 50; now += 1) {
      queue.add('a', { generation: 1, reason: updated(String(now)) }, now);
      queue.add('a', {}, now);
      expect(queue.take(now)).toBeUndefined();
    }
    expect(queue.take(50)?.failures).toBe(1);
    queue.done('a', failed, 50);
    expect(queue.nextAt(50)).toBe(150);
  });

  test('is forgotten when the generation changes, while the key waits or runs', () => {
    const waits = running({ backoff });
    waits.done('a', failed, 0);
    waits.add('a', { generation: 2 }, 10);
    expect(waits.take(10)?.failures).toBe(0);
    const runs = running({ backoff });
    runs.add('a', { generation: 2 }, 0);
    runs.done('a', failed, 10);
    expect(runs.take(10)?.failures).toBe(0);
  });

  test('counts even if the run writes a new generation itself', () => {
    const queue = running({ backoff });
    queue.add('a', { generation: 2, isEcho: true }, 0);
    queue.done('a', failed, 0);
    expect(queue.take(0)).toBeUndefined();
    expect(queue.take(50)?.failures).toBe(1);
  });

  test.each(['retry', 'backoff', 'terminal'] as const)(
    'is not forgotten for a generation that is known at the end to be an own one: %s',
    (type) => {
      const queue = running({ backoff });
      queue.add('a', { generation: 2 }, 0);
      queue.done('a', { type, onlyEchoes: true }, 0);
      expect(queue.take(0)).toBeUndefined();
    },
  );

  test('is forgotten when an object without a generation changes, which is asked for only where it matters', () => {
    let asked = 0;
    const isChanged = (): boolean => (asked += 1) > 1;
    const queue = running({ backoff });
    queue.done('a', failed, 0);
    queue.add('a', { isChanged, isEcho: true }, 1);
    queue.add('a', { isChanged }, 1);
    expect([asked, queue.take(1)]).toEqual([1, undefined]);
    queue.add('a', { isChanged }, 2);
    expect(queue.take(2)?.failures).toBe(0);
    queue.done('a', { type: 'terminal' }, 2);
    queue.add('a', { isChanged }, 3);
    expect(queue.take(3)?.key).toBe('a');
    queue.add('a', { isChanged }, 3);
    queue.done('a', failed, 3);
    expect(queue.take(3)?.failures).toBe(0);
    queue.done('a', done, 3);
    queue.add('a', { isChanged }, 4);
    expect(asked).toBe(4);
  });

  test('that is terminal ends the key until its generation changes or somebody asks', () => {
    const queue = running();
    queue.done('a', { type: 'terminal' }, 0);
    queue.add('a', { generation: 1 }, 1);
    queue.add('a', {}, 1);
    expect(queue.nextAt(1e9)).toBeUndefined();
    queue.add('a', { reason: { type: 'requested', source: 'hand' } }, 1e9);
    expect(queue.take(1e9)?.failures).toBe(1);
    queue.done('a', { type: 'terminal' }, 1e9);
    queue.add('a', { generation: 2 }, 1e9);
    expect(queue.take(1e9)?.failures).toBe(0);
  });

  test('that is terminal loses no generation and no request of the time in which it ran', () => {
    for (const trigger of [{ generation: 2 }, { reason: { type: 'requested', source: 'hand' } as const }]) {
      const queue = running();
      queue.add('a', trigger, 0);
      queue.done('a', { type: 'terminal' }, 1);
      expect(queue.take(1)?.key).toBe('a');
    }
  });

  test('requeue after a time that is no number backs off, and does not run hot', () => {
    const queue = running({ backoff });
    queue.done('a', { type: 'requeue', afterMs: NaN }, 0);
    expect(queue.nextAt(0)).toBe(50);
  });

  test.each([
    [-5, 0],
    [0, 0],
    [Number.MAX_VALUE, 2 ** 40],
    [Infinity, 2 ** 40],
  ])('a requeue after %d ms is due in a time that there is', (afterMs, expected) => {
    const queue = running();
    queue.done('a', { type: 'requeue', afterMs }, 0);
    expect(queue.nextAt(0)).toBe(expected);
  });
});
