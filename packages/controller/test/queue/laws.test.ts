// Laws that hold over a whole life of the queue, whoever works on its keys.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import type { Run, RunOutcome } from '../../src/queue/run.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd');
const outcome: fc.Arbitrary<RunOutcome> = fc.oneof(
  fc.constantFrom({ type: 'done' } as const, { type: 'retry' } as const, { type: 'backoff' } as const),
  fc.record({ type: fc.constant('done' as const), holdMs: fc.nat(500) }),
  fc.record({ type: fc.constant('requeue' as const), afterMs: fc.nat(500) }),
  fc.record({ type: fc.constant('put back' as const), until: fc.nat(3000) }),
);
const step = fc.record({
  afterMs: fc.nat(40),
  key,
  priority: fc.constantFrom('high', 'low'),
  inMs: fc.option(fc.nat(100), { nil: undefined }),
});

describe('whatever runs and fails, for how long', () => {
  property.prop([
    fc.array(step, { minLength: 1, maxLength: 60 }),
    fc.array(fc.record({ outcome, lastsMs: fc.nat(30) }), { minLength: 1, maxLength: 60 }),
    fc.record({
      workers: fc.integer({ min: 1, max: 3 }),
      debounceMs: fc.constantFrom(0, 20),
      limited: fc.boolean(),
    }),
  ])(
    'after the last trigger of a key a run begins, and no two runs of a key overlap',
    (steps, runs, { workers, debounceMs, limited }) => {
      const queue = new WorkQueue({
        random: () => 0.5,
        backoff: { minMs: 1, maxMs: 100 },
        debounceMs,
        ...(limited && { rateLimit: { qps: 100, burst: 1 } }),
      });
      const triggeredAt = new Map<string, number>();
      const begunAt = new Map<string, number>();
      const going: { readonly run: Run; readonly outcome: RunOutcome; readonly endsAt: number }[] = [];
      const todo = [...steps];
      let [now, begun, nextStepAt] = [0, 0, todo[0]?.afterMs ?? 0];
      const work = (): void => {
        while (going.length < workers) {
          const at = queue.nextAt(now) ?? Infinity;
          const run = queue.take(now);
          // What is promised is there.
          expect(at <= now).toBe(run !== undefined);
          if (!run) return;
          expect(going.map((other) => other.run.key)).not.toContain(run.key);
          // Once the plan is through, every run succeeds, so that this ends.
          const plan = runs[begun];
          begun += 1;
          begunAt.set(run.key, begun);
          going.push({ run, outcome: plan?.outcome ?? { type: 'done' }, endsAt: now + (plan?.lastsMs ?? 1) });
        }
      };
      for (;;) {
        work();
        const due = going.length < workers ? (queue.nextAt(now) ?? Infinity) : Infinity;
        const next = Math.min(
          due,
          ...(todo.length > 0 ? [nextStepAt] : []),
          ...going.map(({ endsAt }) => endsAt),
        );
        if (next === Infinity) break;
        now = Math.max(now, next);
        for (const one of going.filter(({ endsAt }) => endsAt <= now)) {
          going.splice(going.indexOf(one), 1);
          queue.done(one.run.key, one.outcome, now);
        }
        const trigger = nextStepAt <= now ? todo.shift() : undefined;
        if (trigger) {
          const { priority, inMs } = trigger;
          queue.add(trigger.key, { priority, ...(inMs !== undefined && { at: now + inMs }) }, now);
          triggeredAt.set(trigger.key, begun);
          nextStepAt = now + (todo[0]?.afterMs ?? 0);
        }
      }
      for (const [triggered, at] of triggeredAt) expect(begunAt.get(triggered)).toBeGreaterThan(at);
      expect(
        Array.from(queue.entries(), ({ state }) => state).filter((state) => state !== 'resting'),
      ).toEqual([]);
    },
  );
});

describe('a burst of triggers', () => {
  property.prop([fc.array(fc.nat(2000), { maxLength: 40 }), fc.integer({ min: 1, max: 8 })])(
    'does not change when a failing key runs, nor how often',
    (burst, failures) => {
      const begunAt = (triggers: readonly number[]): number[] => {
        const queue = new WorkQueue({ random: () => 0.25, backoff: { minMs: 7, maxMs: 300 } });
        queue.add('a', { generation: 1 }, 0);
        const begun: number[] = [];
        const waiting = triggers.toSorted((one, other) => one - other);
        for (let now = 0; begun.length < failures; now = queue.nextAt(now) ?? NaN) {
          // What comes while the key waits comes before it is due.
          if (!queue.take(now)) throw new Error(`nothing is ready at ${now}`);
          begun.push(now);
          queue.done('a', { type: 'retry' }, now);
          const dueAt = queue.nextAt(now) ?? NaN;
          for (; (waiting[0] ?? Infinity) < dueAt; waiting.shift())
            queue.add('a', { generation: 1 }, waiting[0] ?? NaN);
        }
        return begun;
      };
      expect(begunAt(burst)).toEqual(begunAt([]));
    },
  );
});

describe('a rate limit', () => {
  property.prop([fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 10 })])(
    'lets no more runs begin than its burst and what has been gained since',
    (qps, burst) => {
      const queue = new WorkQueue({ random: Math.random, rateLimit: { qps, burst } });
      for (let index = 0; index < 100; index += 1) queue.add(`key ${index}`, {}, 0);
      let begun = 0;
      for (let now = 0; queue.sizes.ready > 0; now = Math.ceil(queue.nextAt(now) ?? now)) {
        while (queue.take(now)) begun += 1;
        expect(begun).toBeLessThanOrEqual(burst + (qps * now) / 1000 + 1e-6);
      }
      expect(begun).toBe(100);
    },
  );
});
