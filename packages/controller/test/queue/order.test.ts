import { describe, expect, test } from '@jest/globals';
import { done, failed, queueWith, running, taken } from '../support/queues.ts';

describe('order', () => {
  test('lost order: keys come in the order in which they were due', () => {
    const queue = queueWith();
    queue.add('late', { at: 30 }, 0);
    queue.add('early', { at: 10 }, 0);
    queue.add('first', {}, 0);
    queue.add('second', {}, 0);
    queue.add('first', {}, 1);
    queue.add('between', {}, 20);
    expect(taken(queue, 40)).toEqual(['first', 'second', 'early', 'between', 'late']);
  });

  test('is by priority, which a trigger raises and none lowers', () => {
    const queue = queueWith();
    for (const key of ['low', 'raised']) queue.add(key, { priority: 'low' }, 0);
    queue.add('high', {}, 1);
    queue.add('raised', {}, 2);
    queue.add('high', { priority: 'low' }, 2);
    expect(taken(queue, 2)).toEqual(['raised', 'high', 'low']);
  });

  test('low priority never runs: what has waited gets every fourth run in a storm', () => {
    const queue = queueWith({ starvationMs: 1000 });
    for (const key of ['low 1', 'low 2']) queue.add(key, { priority: 'low' }, 0);
    const order: string[] = [];
    for (let now = 990; now < 1020; now += 1) {
      queue.add(`high ${now}`, {}, now);
      const run = queue.take(now);
      if (!run) throw new Error('nothing is ready');
      order.push(run.key);
      queue.done(run.key, done, now);
    }
    expect(order.indexOf('low 1')).toBe(10);
    expect(order.indexOf('low 2')).toBe(14);
  });

  test('the first list of a large cluster, old as all of it is, holds up a change by one run at most', () => {
    const queue = queueWith({ starvationMs: 1000 });
    for (let index = 0; index < 100; index += 1) queue.add(`low ${index}`, { priority: 'low' }, 0);
    expect(queue.take(5000)?.key).toBe('low 0');
    queue.add('change', {}, 5000);
    expect([queue.take(5000)?.key, queue.take(5000)?.key]).toContain('change');
  });

  test('priority lost at requeue: a failed run keeps the priority with which it was taken', () => {
    for (const priority of ['high', 'low'] as const) {
      const queue = queueWith();
      queue.add('a', { priority }, 0);
      queue.take(0);
      queue.done('a', failed, 0);
      expect(queue.take(1000)).toMatchObject({
        priority,
        reasons: [{ type: 'retried', source: 'websites' }],
      });
    }
  });

  test('a requeue has low priority', () => {
    const queue = running();
    queue.done('a', { type: 'requeue', afterMs: 10 }, 0);
    expect(queue.take(10)).toMatchObject({
      priority: 'low',
      reasons: [{ type: 'requeued', source: 'websites' }],
    });
  });

  test('takes turns between clusters, however many keys each has', () => {
    const queue = queueWith();
    for (let index = 0; index < 6; index += 1) queue.add(`large ${index}`, { lane: 'large' }, 0);
    for (let index = 0; index < 2; index += 1) queue.add(`small ${index}`, { lane: 'small' }, 1);
    const lanes = Array.from({ length: 8 }, () => {
      const run = queue.take(1);
      if (run) queue.done(run.key, done, 1);
      return run?.lane;
    });
    expect(lanes.slice(0, 4)).toEqual(['large', 'small', 'large', 'small']);
  });

  test('prefers a cluster with fewer runs going, so that one whose runs hang gets no more than its share', () => {
    const queue = queueWith();
    for (let index = 0; index < 6; index += 1) queue.add(`dead ${index}`, { lane: 'dead' }, 0);
    expect(queue.take(0)?.lane).toBe('dead');
    for (let now = 1; now < 5; now += 1) {
      queue.add(`alive ${now}`, { lane: 'alive' }, now);
      const run = queue.take(now);
      expect(run?.lane).toBe('alive');
      if (run) queue.done(run.key, done, now);
    }
  });

  test('a cluster with a key now and then does not go before the others each time', () => {
    const queue = queueWith();
    for (let index = 0; index < 4; index += 1) queue.add(`busy ${index}`, { lane: 'busy' }, 0);
    const lanes: string[] = [];
    for (let now = 1; now < 7; now += 1) {
      queue.add('rare', { lane: 'rare' }, now);
      const run = queue.take(now);
      if (!run) throw new Error('nothing is ready');
      lanes.push(run.lane);
      queue.done(run.key, done, now);
    }
    expect(lanes.filter((lane) => lane === 'busy').length).toBeGreaterThanOrEqual(3);
  });
});
