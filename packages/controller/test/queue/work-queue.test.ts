import { describe, expect, test } from '@jest/globals';
import type { WorkQueueOptions } from '../../src/queue/queue-options.ts';
import type { Reason } from '../../src/queue/reason.ts';
import type { RunOutcome } from '../../src/queue/run.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

const queueWith = (options: Partial<WorkQueueOptions> = {}): WorkQueue =>
  new WorkQueue({ random: () => 0, ...options });
const updated = (resourceVersion: string): Reason => ({ type: 'updated', source: 'pods', resourceVersion });
const failed: RunOutcome = { type: 'retry' };
const done: RunOutcome = { type: 'done' };

/** Takes all that is ready, in order. */
function taken(queue: WorkQueue, now: number): string[] {
  const keys: string[] = [];
  for (let run = queue.take(now); run; run = queue.take(now)) keys.push(run.key);
  return keys;
}

describe('a work queue', () => {
  test('gives one run for many triggers of a key', () => {
    const queue = queueWith();
    for (let count = 0; count < 5; count += 1) queue.add('a', { reason: updated('1') }, 0);
    expect(queue.take(0)).toEqual({
      key: 'a',
      lane: '',
      reasons: [updated('1')],
      triggerCount: 5,
      failures: 0,
      priority: 'high',
      waitedMs: 0,
      ownedOnly: false,
    });
    expect(queue.take(0)).toBeUndefined();
  });

  test('dedupe while processing: re-add while processing runs once more', () => {
    const queue = queueWith();
    queue.add('a', {}, 0);
    expect(taken(queue, 0)).toEqual(['a']);
    for (let count = 0; count < 3; count += 1) queue.add('a', {}, 1);
    expect(taken(queue, 1)).toEqual([]);
    queue.done('a', done, 2);
    expect(queue.take(2)?.triggerCount).toBe(3);
    queue.done('a', done, 3);
    expect(queue.nextAt(3)).toBeUndefined();
  });

  test('delayed earliest wins', () => {
    const queue = queueWith();
    queue.add('a', { at: 500 }, 0);
    queue.add('a', { at: 200 }, 0);
    queue.add('a', { at: 900 }, 0);
    expect(queue.nextAt(0)).toBe(200);
    expect(taken(queue, 199)).toEqual([]);
    expect(taken(queue, 200)).toEqual(['a']);
  });

  test('event burst uses up retries: it neither shortens the delay nor counts as a try', () => {
    const queue = queueWith({ backoff: { minMs: 100, maxMs: 1000 } });
    queue.add('a', { generation: 1 }, 0);
    queue.take(0);
    queue.done('a', failed, 0);
    for (let count = 0; count < 100; count += 1) queue.add('a', { generation: 1 }, 1);
    expect(queue.nextAt(1)).toBe(50);
    expect(queue.take(50)?.failures).toBe(1);
    queue.done('a', failed, 50);
    expect(queue.nextAt(50)).toBe(150);
    queue.add('a', { generation: 2 }, 60);
    expect(queue.take(60)?.failures).toBe(0);
  });
});
