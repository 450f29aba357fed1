import { describe, expect, jest, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { BegunRuns } from '../../src/controller/begun-runs.ts';
import { graceMs, Workers } from '../../src/controller/workers.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

describe('workers', () => {
  test('that have nothing to do leave the event loop alone', async () => {
    let asked = 0;
    class CountingQueue extends WorkQueue {
      override take(now: number): ReturnType<WorkQueue['take']> {
        asked += 1;
        return super.take(now);
      }
    }
    const queue = new CountingQueue({ random: () => 0.5, source: 'test' });
    const workers = new Workers({
      queue,
      clock: new VirtualClock(),
      concurrency: 1,
      timeoutMs: 1000,
      begin: () => ({ type: 'done' }),
      onEnd: () => undefined,
    });
    queue.add('a', {}, 0);
    workers.kick();
    for (let turn = 0; turn < 100; turn += 1) await settle();
    expect(asked).toBe(2);
    workers.close();
  });

  test.each<[told: string, tell: (workers: Workers) => void, calls: readonly string[]]>([
    ['abort', (workers) => workers.abort(new Error('ends')), ['abort']],
    ['the abort of its lane', (workers) => workers.abort(new Error('ends'), ''), ['abort']],
    ['the abort of another lane', (workers) => workers.abort(new Error('ends'), 'east'), []],
    ['interrupt', (workers) => workers.interrupt(new Error('ends')), ['abort', 'giveUp']],
  ])('tell a run that itself leads to %s as it begins', async (_, tell, expected) => {
    const queue = new WorkQueue({ random: () => 0.5, source: 'test' });
    const clock = new VirtualClock();
    const calls: string[] = [];
    const workers = new Workers({
      queue,
      clock,
      concurrency: 1,
      timeoutMs: Infinity,
      begin: () => {
        tell(workers);
        return {
          expire: () => calls.push('expire'),
          giveUp: () => calls.push('giveUp'),
          abort: () => calls.push('abort'),
        };
      },
    });
    queue.add('a', {}, 0);
    workers.kick();
    await settle();
    await clock.advance(graceMs);
    expect(calls).toEqual(expected);
    workers.close();
  });

  test.each(['expire', 'giveUp'] as const)(
    'tell a run nothing that ends because of the %s of another',
    async (told) => {
      const queue = new WorkQueue({ random: () => 0.5, source: 'test' });
      const clock = new VirtualClock();
      const calls: string[] = [];
      const ends = new Map<string, () => void>();
      const workers = new Workers({
        queue,
        clock,
        concurrency: 2,
        timeoutMs: 1000,
        begin: ({ key }, begun) => {
          const tell = (what: string): void => {
            calls.push(`${what} ${key}`);
            if (what === told && key === 'a') ends.get('b')?.();
          };
          ends.set(key, () => begun.settle({ type: 'done' }));
          return { expire: () => tell('expire'), giveUp: () => tell('giveUp'), abort: () => undefined };
        },
      });
      for (const key of ['a', 'b']) queue.add(key, {}, 0);
      workers.kick();
      await settle();
      await clock.advance(1000 + graceMs);
      expect(calls).toEqual(
        told === 'expire' ? ['expire a', 'giveUp a'] : ['expire a', 'expire b', 'giveUp a'],
      );
      // There are two workers, and both are free.
      for (const key of ['c', 'd', 'e']) queue.add(key, {}, clock.monotonic());
      workers.kick();
      await settle();
      expect([...ends.keys()]).toEqual(['a', 'b', 'c', 'd']);
      workers.close();
    },
  );

  test('whose runs may take for ever do not look at all of them whenever one begins', async () => {
    const looks = jest.spyOn(BegunRuns.prototype, 'firstEnd', 'get');
    const queue = new WorkQueue({ random: () => 0.5, source: 'test' });
    const clock = new VirtualClock();
    const nothing = (): void => undefined;
    const workers = new Workers({
      queue,
      clock,
      concurrency: 100,
      timeoutMs: Infinity,
      begin: () => ({ expire: nothing, giveUp: nothing, abort: nothing }),
    });
    for (let number = 0; number < 100; number += 1) queue.add(`key-${number}`, {}, 0);
    workers.kick();
    await settle();
    expect([queue.sizes.running, clock.pending, looks.mock.calls.length]).toEqual([100, 0, 0]);
    looks.mockRestore();
    workers.close();
  });
});
