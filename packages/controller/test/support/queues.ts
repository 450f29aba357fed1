// Queues, and what is asked of them.

import { expect } from '@jest/globals';
import type { WorkQueueOptions } from '../../src/queue/queue-options.ts';
import type { Reason } from '../../src/queue/reason.ts';
import type { RunOutcome } from '../../src/queue/run.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

export const queueWith = (options: Partial<WorkQueueOptions> = {}): WorkQueue =>
  new WorkQueue({ random: () => 0, source: 'websites', ...options });

export const updated = (resourceVersion: string): Reason => ({
  type: 'updated',
  source: 'pods',
  resourceVersion,
});

export const failed: RunOutcome = { type: 'retry' };
export const done: RunOutcome = { type: 'done' };

/** Takes all that is ready, in order. */
export function taken(queue: WorkQueue, now: number): string[] {
  const keys: string[] = [];
  for (let run = queue.take(now); run; run = queue.take(now)) keys.push(run.key);
  return keys;
}

/** A queue with a run of `a` that has just begun. */
export function running(options: Partial<WorkQueueOptions> = {}, generation = 1): WorkQueue {
  const queue = queueWith(options);
  queue.add('a', { generation, reason: updated('1') }, 0);
  expect(queue.take(0)?.key).toBe('a');
  return queue;
}
