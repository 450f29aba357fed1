// What the queue counts for those who measure it.

import { describe, expect, test } from '@jest/globals';
import { done, failed, queueWith, running, taken } from '../support/queues.ts';

describe('a key counts as queued', () => {
  test('once, however many triggers lead to its run', () => {
    const queue = queueWith();
    for (let count = 0; count < 5; count += 1) queue.add('a', {}, 0);
    queue.add('b', {}, 0);
    expect(queue.arrivals).toBe(2);
  });

  test('again where its run fails, asks for another one, or a change came meanwhile', () => {
    const queue = running();
    const before = queue.arrivals;
    queue.done('a', failed, 0);
    expect(queue.arrivals - before).toBe(1);
    expect(taken(queue, 2_000_000)).toEqual(['a']);
    queue.done('a', { type: 'requeue', afterMs: 10 }, 2_000_000);
    expect(taken(queue, 2_000_010)).toEqual(['a']);
    queue.add('a', {}, 2_000_020);
    queue.done('a', done, 2_000_030);
    expect(queue.arrivals - before).toBe(3);
  });

  test('not again where its run did not begin, as its caches are behind', () => {
    const queue = running();
    const before = queue.arrivals;
    queue.done('a', { type: 'put back', until: 5000 }, 0);
    expect(taken(queue, 5000)).toEqual(['a']);
    expect(queue.arrivals).toBe(before);
  });
});

test('the time of all runs that go on adds up', () => {
  const queue = queueWith();
  queue.add('a', {}, 0);
  queue.take(0);
  queue.add('b', {}, 100);
  queue.take(100);
  expect(queue.runningMs(300)).toBe(500);
  queue.done('a', done, 300);
  expect(queue.runningMs(300)).toBe(200);
});
