import { describe, expect, test } from '@jest/globals';
import type { RunOutcome } from '../../src/queue/run.ts';
import { done, failed, queueWith, running, taken, updated } from '../support/queues.ts';

describe('triggers', () => {
  test('of a key that waits make one run', () => {
    const queue = queueWith();
    for (let count = 0; count < 5; count += 1) queue.add('a', { reason: updated('1') }, 0);
    expect(queue.take(20)).toEqual({
      key: 'a',
      lane: '',
      reasons: [updated('1')],
      triggerCount: 5,
      failures: 0,
      priority: 'high',
      waitedMs: 20,
      echoesOnly: false,
    });
    expect(queue.take(20)).toBeUndefined();
  });

  test('dedupe while processing: of a key that runs owe one more run, after it', () => {
    const queue = running();
    for (let count = 0; count < 3; count += 1) queue.add('a', {}, 1);
    expect(taken(queue, 1)).toEqual([]);
    queue.done('a', done, 2);
    expect(queue.take(2)?.triggerCount).toBe(3);
    queue.done('a', done, 3);
    expect(queue.nextAt(3)).toBeUndefined();
    expect([...queue.entries()]).toEqual([]);
  });

  test('delayed earliest wins, for one that waits and for one that runs', () => {
    const queue = running();
    for (const at of [500, 200, 900]) queue.add('a', { at }, 0);
    queue.done('a', done, 100);
    expect(queue.nextAt(100)).toBe(200);
    queue.add('a', { at: 150 }, 100);
    queue.add('a', { at: 180 }, 100);
    expect(taken(queue, 149)).toEqual([]);
    expect(taken(queue, 150)).toEqual(['a']);
  });

  test('for now bring a requeue forward, which then is not due again', () => {
    const queue = running();
    queue.done('a', { type: 'requeue', afterMs: 1000 }, 0);
    queue.add('a', {}, 300);
    expect(taken(queue, 300)).toEqual(['a']);
    queue.done('a', done, 400);
    expect(queue.nextAt(400)).toBeUndefined();
  });

  test.each([
    ['NaN', NaN, 5],
    ['negative', -7, 5],
    ['past', 3, 5],
    ['endless', Infinity, 5 + 2 ** 40],
    ['too far', Number.MAX_VALUE, 5 + 2 ** 40],
  ])('at a time that is %s are due at once, or as late as there is', (_, at, expected) => {
    const queue = queueWith();
    queue.add('a', { at }, 5);
    expect(queue.nextAt(5)).toBe(expected);
  });

  test('say why in up to four reasons, of which an echo gives way', () => {
    const queue = queueWith();
    for (const version of ['1', '1', '2', '3', '4'])
      queue.add('a', { reason: updated(version), isEcho: version === '3' }, 0);
    queue.add('a', { reason: updated('5') }, 0);
    queue.add('a', { reason: updated('6') }, 0);
    const run = queue.take(0);
    expect(run?.reasons.map(({ resourceVersion }) => resourceVersion)).toEqual(['1', '2', '5', '4']);
    expect(run).toMatchObject({ triggerCount: 7, echoesOnly: false });
  });

  test('that are all echoes of own writes make a run of echoes alone', () => {
    const queue = queueWith();
    queue.add('a', { isEcho: true }, 0);
    queue.add('a', { isEcho: true }, 0);
    expect(queue.take(0)?.echoesOnly).toBe(true);
    queue.add('a', { isEcho: true }, 0);
    queue.add('a', {}, 0);
    queue.done('a', done, 0);
    expect(queue.take(0)?.echoesOnly).toBe(false);
  });
});

describe('a hold', () => {
  test('is forgotten when it is over', () => {
    const queue = running();
    queue.done('a', { type: 'done', holdMs: 100 }, 0);
    expect([...queue.entries()]).toMatchObject([{ key: 'a', state: 'resting' }]);
    queue.nextAt(100);
    expect([...queue.entries()]).toEqual([]);
  });
});

describe('what is put back', () => {
  test('keeps reasons, failures and place, and is ready at its time', () => {
    const queue = queueWith({ backoff: { minMs: 2, maxMs: 2 } });
    queue.add('a', { generation: 1 }, 0);
    queue.take(0);
    queue.done('a', failed, 0);
    const run = queue.take(1);
    queue.add('b', {}, 2);
    queue.done('a', { type: 'put back', until: 50 }, 3);
    expect(queue.sizes).toEqual({ ready: 1, waiting: 0, running: 0, held: 1 });
    queue.add('a', { reason: updated('2') }, 4);
    expect(queue.nextAt(4)).toBe(4);
    const again = queue.take(50);
    expect(again).toMatchObject({ key: 'a', failures: 1, triggerCount: 2, waitedMs: 49 });
    expect(again?.reasons).toEqual([...(run?.reasons ?? []), updated('2')]);
  });

  test('is ready when it is released, and not before', () => {
    const queue = running();
    queue.done('a', { type: 'put back', until: 1000 }, 0);
    queue.add('a', { generation: 2 }, 10);
    expect(taken(queue, 10)).toEqual([]);
    queue.release('a', 20);
    expect(queue.take(20)).toMatchObject({ key: 'a', triggerCount: 2, failures: 0 });
    queue.release('a', 21);
    queue.done('a', done, 22);
    queue.release('a', 23);
    expect(queue.nextAt(23)).toBeUndefined();
  });

  test('takes no token of the rate limit', () => {
    const queue = queueWith({ rateLimit: { qps: 1, burst: 1 } });
    queue.add('a', {}, 0);
    queue.take(0);
    queue.done('a', { type: 'put back', until: 0 }, 0);
    expect(taken(queue, 0)).toEqual(['a']);
  });
});

describe('a debounce', () => {
  test('waits until triggers have paused, but no longer than its maximum', () => {
    const queue = queueWith({ debounceMs: 100, maxDebounceMs: 250 });
    queue.add('a', {}, 0);
    queue.add('b', {}, 0);
    queue.add('a', {}, 80);
    expect(taken(queue, 99)).toEqual([]);
    expect(taken(queue, 100)).toEqual(['b']);
    for (const now of [160, 240]) queue.add('a', {}, now);
    expect(taken(queue, 249)).toEqual([]);
    expect(taken(queue, 250)).toEqual(['a']);
  });

  test('does not put off what is ready, nor what was due at an earlier time', () => {
    const queue = queueWith({ debounceMs: 100 });
    queue.add('ready', {}, 0);
    queue.add('timed', { at: 120 }, 0);
    expect(queue.nextAt(100)).toBe(100);
    queue.add('ready', {}, 100);
    queue.add('timed', {}, 100);
    expect(taken(queue, 100)).toEqual(['ready']);
    expect(taken(queue, 120)).toEqual(['timed']);
  });
});

describe('a rate limit', () => {
  test('bounds the runs of all keys, and tells when the next may begin', () => {
    const queue = queueWith({ rateLimit: { qps: 10, burst: 3 } });
    for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key, {}, 0);
    expect(taken(queue, 0)).toEqual(['a', 'b', 'c']);
    expect(queue.nextAt(0)).toBeCloseTo(100);
    expect(taken(queue, 101)).toEqual(['d']);
    expect(taken(queue, 202)).toEqual(['e']);
    expect(queue.nextAt(202)).toBeUndefined();
  });
});

describe('to forget', () => {
  test('drops what waits and what failed', () => {
    const queue = running();
    queue.done('a', failed, 0);
    queue.forget('a');
    queue.forget('unknown');
    expect(queue.nextAt(0)).toBeUndefined();
    queue.add('a', {}, 0);
    expect(queue.take(0)?.failures).toBe(0);
  });

  test.each<RunOutcome>([
    failed,
    { type: 'requeue', afterMs: 1 },
    { type: 'terminal' },
    { type: 'put back', until: 9 },
    { type: 'done', holdMs: 9 },
  ])('lets a run end that owes nothing: $type', (outcome) => {
    const queue = running();
    queue.add('a', {}, 0);
    queue.forget('a');
    expect(queue.sizes.running).toBe(1);
    queue.done('a', outcome, 1);
    expect(queue.nextAt(1)).toBeUndefined();
    expect([...queue.entries()]).toEqual([]);
  });

  test('key never runs again: a trigger that comes after it is not forgotten', () => {
    const queue = running();
    queue.forget('a');
    queue.add('a', {}, 1);
    queue.done('a', failed, 2);
    expect(queue.take(2)).toMatchObject({ key: 'a', failures: 0, triggerCount: 1 });
  });
});

describe('to stop', () => {
  test('shutdown with waiters: drops what waits, and takes and adds nothing', () => {
    const queue = running();
    queue.add('b', {}, 0);
    queue.add('c', { at: 100 }, 0);
    queue.stop(1);
    queue.add('d', {}, 2);
    expect(queue.take(1000)).toBeUndefined();
    expect(queue.nextAt(1000)).toBeUndefined();
    expect(queue.isStopped).toBe(true);
  });

  test('drain waits: runs go on until they are done, and owe nothing', () => {
    const queue = running();
    queue.add('a', {}, 0);
    queue.stop(1);
    expect(queue.sizes).toEqual({ ready: 0, waiting: 0, running: 1, held: 0 });
    expect(queue.oldestRunning(5)).toEqual({ key: 'a', runningMs: 5 });
    queue.done('a', failed, 6);
    expect(queue.sizes.running).toBe(0);
    expect(queue.oldestRunning(7)).toBeUndefined();
  });

  test('the oldest run is known, in whatever order runs end', () => {
    const queue = queueWith();
    for (const [now, key] of ['a', 'b', 'c', 'd'].entries()) {
      queue.add(key, {}, now);
      queue.take(now);
    }
    const oldestWithout = (key: string) => {
      queue.done(key, { type: 'done' }, 10);
      return queue.oldestRunning(10);
    };
    expect(oldestWithout('a')).toEqual({ key: 'b', runningMs: 9 });
    expect(oldestWithout('c')).toEqual({ key: 'b', runningMs: 9 });
    expect(oldestWithout('b')).toEqual({ key: 'd', runningMs: 7 });
    expect(oldestWithout('d')).toBeUndefined();
  });
});

describe('time', () => {
  test('key never runs again: neither a clock that stands still nor one that goes back loses a key', () => {
    const queue = queueWith({ backoff: { minMs: 10, maxMs: 10 } });
    queue.add('a', {}, 1000);
    queue.add('b', { at: 1010 }, 1000);
    expect(queue.take(900)?.key).toBe('a');
    queue.done('a', failed, NaN);
    expect(queue.nextAt(-Infinity)).toBe(1005);
    expect(taken(queue, Infinity)).toEqual([]);
    expect(taken(queue, 1010)).toEqual(['a', 'b']);
  });
});

test('a queue tells of each key what it does and why', () => {
  const queue = running();
  queue.add('ready', { lane: 'east', reason: updated('7') }, 0);
  queue.add('later', { at: 50 }, 0);
  queue.add('held', {}, 0);
  for (let run = queue.take(0); run; run = queue.take(0))
    queue.done(run.key, run.key === 'held' ? { type: 'put back', until: 9 } : failed, 0);
  const told = Array.from(queue.entries(), ({ key, state, readyAt, failures }) =>
    [key, state, readyAt, failures].join(' '),
  );
  expect(told.sort()).toEqual(['a running  0', 'held held 9 0', 'later waiting 50 0', 'ready waiting 2.5 1']);
});

test('an option that makes no sense is refused at once', () => {
  for (const options of [
    { starvationMs: NaN },
    { debounceMs: -1 },
    { debounceMs: 10, maxDebounceMs: 5 },
    { backoff: { minMs: 10, maxMs: 5 } },
    { backoff: { minMs: 1, maxMs: Infinity } },
    { rateLimit: { qps: 0, burst: 1 } },
    { rateLimit: { qps: 1, burst: 0.5 } },
  ])
    expect(() => queueWith(options)).toThrow(/^work queue: \S+ is .*; give a finite number/);
});
