import { describe, expect, test } from '@jest/globals';
import type { RunOutcome, Trigger } from '../../src/queue/run.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

const echo: Trigger = { isEcho: true };

/** A queue whose only key has ended a run in this way, at 0. */
function afterRun(outcome: RunOutcome, ...during: readonly Trigger[]): WorkQueue {
  const queue = new WorkQueue({ random: () => 0 });
  queue.add('a', { generation: 1 }, 0);
  queue.take(0);
  for (const trigger of during) queue.add('a', trigger, 0);
  queue.done('a', outcome, 0);
  return queue;
}

/** When a run begins at the earliest. */
function begins(queue: WorkQueue): number | undefined {
  for (let now = 0; now <= 2_000; now += 500) if (queue.take(now)) return now;
  return undefined;
}

describe('a hold', () => {
  const held: RunOutcome = { type: 'done', holdMs: 1_000 };

  test.each<[what: string, triggers: [during: Trigger[], after: Trigger[]], begins: number]>([
    ['an echo of an own write waits for its end', [[], [echo]], 1_000],
    ['an echo that came before it waits for its end', [[echo], []], 1_000],
    ['so does whatever came before it', [[{}], []], 1_000],
    ['a change by somebody else ends it', [[], [{}]], 0],
    ['a change by somebody else ends it for an echo that waits', [[echo], [echo, {}]], 0],
    ['a wish to run ends it', [[echo], [{ reason: { type: 'requested', source: 'me' } }]], 0],
    ['another generation ends it', [[], [{ generation: 2 }]], 0],
    ['the generation of an own write does not', [[], [{ generation: 2, isEcho: true }]], 1_000],
  ])('%s', (_, [during, after], at) => {
    const queue = afterRun(held, ...during);
    for (const trigger of after) queue.add('a', trigger, 0);
    expect(begins(queue)).toBe(at);
  });

  test('lasts beside a wish to run again, which waits for its end', () => {
    expect(begins(afterRun({ type: 'requeue', afterMs: 500, holdMs: 1_000 }))).toBe(1_000);
    expect(begins(afterRun({ type: 'requeue', afterMs: 1_500, holdMs: 1_000 }))).toBe(1_500);
  });

  test('is over with the next run', () => {
    const queue = afterRun(held, echo);
    queue.take(1_000);
    queue.done('a', { type: 'done' }, 1_000);
    queue.add('a', echo, 1_000);
    expect(queue.take(1_000)).toBeDefined();
  });

  test('ends no backoff: a change by somebody else leaves that as it is', () => {
    const queue = afterRun({ type: 'retry' });
    queue.add('a', {}, 0);
    expect(queue.take(0)).toBeUndefined();
  });

  test('leaves a key that was put back where it is', () => {
    const queue = afterRun({ type: 'put back', until: 1_500 });
    queue.add('a', {}, 0);
    expect(begins(queue)).toBe(1_500);
  });
});
