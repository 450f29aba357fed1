// Whatever is done in whatever order, the queue does what plain lists do.

import { isDeepStrictEqual } from 'node:util';
import { fc, test as property } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import type { WorkQueueOptions } from '../../src/queue/queue-options.ts';
import type { Reason } from '../../src/queue/reason.ts';
import type { Run, RunOutcome, Trigger } from '../../src/queue/run.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';
import { ModelQueue } from './model-queue.ts';

type Operation =
  | {
      readonly type: 'add';
      readonly key: string;
      readonly trigger: Trigger;
      readonly inMs: number | undefined;
    }
  | { readonly type: 'take'; readonly admitted: readonly string[] | undefined }
  | { readonly type: 'stop' }
  | { readonly type: 'end'; readonly which: number; readonly outcome: RunOutcome }
  | { readonly type: 'release' | 'forget' | 'end what does not run'; readonly key: string }
  | { readonly type: 'advance'; readonly ms: number };

const keys = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const key = fc.constantFrom(...keys);
const reason: fc.Arbitrary<Reason> = fc.record(
  {
    type: fc.constantFrom('updated', 'updated', 'deleted', 'requested'),
    source: fc.constantFrom('pods', 'services'),
    resourceVersion: fc.constantFrom('1', '2', '3'),
  },
  { requiredKeys: ['type', 'source'] },
);
const odd = fc.constantFrom(NaN, -1, -Infinity, Infinity, Number.MAX_VALUE);
const trigger: fc.Arbitrary<Trigger> = fc.record(
  {
    priority: fc.constantFrom('high', 'low'),
    reason,
    generation: fc.constantFrom(1, 1, 1, 2),
    isEcho: fc.boolean(),
  },
  { requiredKeys: [] },
);
const outcome: fc.Arbitrary<RunOutcome> = fc.oneof(
  fc.constant({ type: 'done' } as const),
  fc.record({ type: fc.constant('done' as const), holdMs: fc.oneof(fc.nat(50), odd) }),
  fc.record(
    {
      type: fc.constant('requeue' as const),
      afterMs: fc.oneof(fc.nat(50), odd),
      holdMs: fc.oneof(fc.nat(50), odd),
    },
    { requiredKeys: ['type', 'afterMs'] },
  ),
  fc.constantFrom({ type: 'retry' } as const, { type: 'backoff' } as const),
  fc.constant({ type: 'terminal' } as const),
  fc.record({ type: fc.constant('put back' as const), until: fc.oneof(fc.nat(400), odd) }),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('add' as const),
      key,
      trigger,
      inMs: fc.option(fc.oneof(fc.nat(40), odd), { nil: undefined, freq: 3 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('take' as const),
      admitted: fc.option(fc.constantFrom([], ['east'], ['west']), { nil: undefined, freq: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('end' as const), which: fc.nat(5), outcome }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('advance' as const), ms: fc.oneof(fc.nat(30), odd) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('release', 'forget', 'end what does not run'), key }),
  },
);

// The same numbers for both.
function counting(): () => number {
  let count = 0;
  return () => ((count += 1) * 0.37) % 1;
}

type Waiting = Pick<WorkQueueOptions, 'debounceMs' | 'maxDebounceMs' | 'rateLimit'>;

function run(operations: readonly Operation[], waiting: Waiting = {}): void {
  const options = { backoff: { minMs: 10, maxMs: 80 }, starvationMs: 25, source: 'test', ...waiting };
  const queue = new WorkQueue({ ...options, random: counting() });
  const model = new ModelQueue({ ...options, random: counting() });
  const running: Run[] = [];
  let now = 0;
  // For the queue, time never goes back.
  let latest = 0;
  const both = <T>(act: (queue: WorkQueue | ModelQueue) => T): T => {
    latest = Math.max(latest, now);
    const answer = act(queue);
    const expected = act(model);
    if (!isDeepStrictEqual(answer, expected)) expect(answer).toEqual(expected);
    return answer;
  };
  for (const step of operations) {
    switch (step.type) {
      case 'add': {
        // A key is always of one cluster.
        const lane = step.key < 'd' ? 'east' : 'west';
        const at = step.inMs === undefined ? {} : { at: now + step.inMs };
        both((one) => one.add(step.key, { ...step.trigger, lane, ...at }, now));
        break;
      }
      case 'take': {
        const { admitted } = step;
        const admits = admitted && ((lane: string): boolean => admitted.includes(lane));
        const at = both((one) => one.nextAt(now, admits)) ?? Infinity;
        const taken = both((one) => one.take(now, admits));
        // Who waits until then neither waits for ever nor looks again and again.
        expect(at <= latest).toBe(taken !== undefined);
        if (taken) {
          expect(running.map((other) => other.key)).not.toContain(taken.key);
          running.push(taken);
        }
        break;
      }
      case 'end': {
        const [ended] = running.splice(step.which % Math.max(running.length, 1), 1);
        if (ended) both((one) => one.done(ended.key, step.outcome, now));
        break;
      }
      case 'end what does not run':
        if (!running.some((other) => other.key === step.key))
          both((one) => one.done(step.key, { type: 'retry' }, now));
        break;
      case 'release':
        both((one) => one.release(step.key, now));
        break;
      case 'forget':
        both((one) => one.forget(step.key));
        break;
      case 'advance':
        if (Number.isFinite(step.ms) && step.ms < 1e9) now += step.ms;
        else both((one) => one.nextAt(step.ms === Number.MAX_VALUE ? now : step.ms));
        break;
      case 'stop':
        both((one) => one.stop(now));
        break;
      default:
        step satisfies never;
    }
    both((one) => one.nextAt(now));
    both((one) => one.sizes);
    if (queue.sizes.running !== running.length) expect(queue.sizes.running).toBe(running.length);
  }
}

describe('a work queue', () => {
  const operations = fc.array(operation, { maxLength: 120, size: 'max' });

  property.prop([operations], { numRuns: 400 })('does what plain lists do', (steps) => run(steps));

  // As many a second as are exact in binary: the model adds up otherwise.
  const waiting: fc.Arbitrary<Waiting> = fc.record(
    {
      debounceMs: fc.constantFrom(5, 20),
      maxDebounceMs: fc.constantFrom(20, 50),
      rateLimit: fc.record({ qps: fc.constantFrom(62.5, 250), burst: fc.constantFrom(1, 3) }),
    },
    { requiredKeys: ['debounceMs', 'maxDebounceMs'] },
  );
  property.prop([operations, waiting], { numRuns: 400 })(
    'puts off what comes in bursts, and begins no more runs than it may, as plain lists do',
    (steps, options) => run(steps, options),
  );
  property.prop([operations, fc.record({ qps: fc.constantFrom(62.5, 250), burst: fc.constantFrom(1, 3) })])(
    'begins no more runs than it may, as plain lists do',
    (steps, rateLimit) => run(steps, { rateLimit }),
  );

  property.prop([operations, operations], { numRuns: 50 })(
    'gives nothing more once it has stopped, and ends what goes on',
    (before, after) => run([...before, { type: 'stop' }, ...after]),
  );
});
