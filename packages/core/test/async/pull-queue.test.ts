import { describe, expect, test } from '@jest/globals';
import { PullQueue } from '../../src/async/pull-queue.ts';

const end = { done: true, value: undefined };

describe('a pull queue', () => {
  test('gives a reader what there is, in order', async () => {
    const { queue, push } = buffered();
    push(1);
    push(2);
    expect([await queue.next(), await queue.next()]).toEqual([value(1), value(2)]);
  });

  test('gives a waiting reader the next value that comes', async () => {
    const { queue, push } = buffered();
    const waiting = queue.next();
    expect(queue.isAwaited).toBe(true);
    push(1);
    expect(await waiting).toEqual(value(1));
    expect(queue.isAwaited).toBe(false);
  });

  test('gives two calls that wait at the same time the same value', async () => {
    const { queue, push } = buffered();
    const both = [queue.next(), queue.next()];
    push(1);
    push(2);
    expect(await Promise.all(both)).toEqual([value(1), value(1)]);
    expect(await queue.next()).toEqual(value(2));
  });

  test('asks the source for a value only when the reader wants one', async () => {
    let pulls = 0;
    const queue = new PullQueue({ pull: () => (pulls += 1) });
    queue.wake();
    queue.wake();
    expect(pulls).toBe(0);
    await queue.next();
    expect(pulls).toBe(1);
  });

  test('keeps a reader waiting where a wake brings nothing', async () => {
    const { queue, push } = buffered();
    const waiting = queue.next();
    queue.wake();
    push(1);
    expect(await waiting).toEqual(value(1));
  });

  test('gives what is left before it ends, and then the end for ever', async () => {
    const { queue, push } = buffered();
    push(1);
    queue.end();
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([value(1), end, end]);
  });

  test('gives what is left before a failure, and the failure once', async () => {
    const { queue, push } = buffered();
    const failure = new Error('reset');
    push(1);
    queue.fail(failure);
    expect(await queue.next()).toEqual(value(1));
    await expect(queue.next()).rejects.toBe(failure);
    expect(await queue.next()).toEqual(end);
  });

  test('tells a waiting reader of the end and of a failure', async () => {
    const [ended, failed] = [buffered().queue, buffered().queue];
    const waiting = [ended.next(), failed.next()];
    const failure = new Error('reset');
    ended.end();
    failed.fail(failure);
    expect(await Promise.allSettled(waiting)).toEqual([
      { status: 'fulfilled', value: end },
      { status: 'rejected', reason: failure },
    ]);
  });

  test('does not fail after its end', async () => {
    const { queue } = buffered();
    queue.end();
    queue.fail(new Error('too late'));
    expect(await queue.next()).toEqual(end);
  });

  test.each(['pulls', 'waits'])('may be ended by its source while the reader %s', async (when) => {
    let isOver = when === 'pulls';
    const queue: PullQueue<number> = new PullQueue<number>({
      pull: () => {
        if (isOver) queue.end();
        return undefined;
      },
    });
    const next = queue.next();
    isOver = true;
    queue.wake();
    expect(await next).toEqual(end);
  });

  test('tells the source once that the reader has left, whose open call gets the end', async () => {
    const left: string[] = [];
    const queue = new PullQueue<number>({ pull: () => undefined, onLeave: () => left.push('left') });
    const waiting = queue.next();
    expect(await queue.return()).toEqual(end);
    await queue.return();
    expect(await waiting).toEqual(end);
    expect(left).toEqual(['left']);
    expect(queue.ended).toBe(true);
  });

  test('does not tell the source of a reader that leaves after the end, and forgets the failure', async () => {
    const left: string[] = [];
    const queue = new PullQueue<number>({ pull: () => undefined, onLeave: () => left.push('left') });
    queue.fail(new Error('reset'));
    await queue.return();
    expect(await queue.next()).toEqual(end);
    expect(left).toEqual([]);
  });

  test('gives nothing more to a reader that has left', async () => {
    const { queue, push } = buffered();
    push(1);
    await queue.return();
    push(2);
    expect(await queue.next()).toEqual(end);
  });

  test('is left by leaving the loop', async () => {
    const left: string[] = [];
    const queue = new PullQueue({ pull: () => 1, onLeave: () => left.push('left') });
    for await (const value of queue) if (value === 1) break;
    expect(left).toEqual(['left']);
  });

  test('pours what there is and what comes, until the reader wants no more for now', async () => {
    const { queue, push } = buffered();
    const taken: number[] = [];
    push(1);
    const poured = queue.pour((value) => taken.push(value) < 3);
    expect(taken).toEqual([1]);
    expect(queue.isAwaited).toBe(true);
    push(2);
    push(3);
    push(4);
    expect(taken).toEqual([1, 2, 3]);
    expect(queue.isAwaited).toBe(false);
    expect(await poured).toBe(true);
  });

  test('pours what is left before the end, and before a failure', async () => {
    const ending = buffered();
    ending.push(1);
    ending.queue.end();
    const taken: number[] = [];
    expect(await ending.queue.pour((value) => taken.push(value) > 0)).toBe(false);
    expect(taken).toEqual([1]);
    const failing = buffered();
    const poured = failing.queue.pour(() => true);
    failing.queue.fail(new Error('reset'));
    await expect(poured).rejects.toThrow('reset');
    expect(await failing.queue.next()).toEqual(end);
  });

  test('a reader that leaves while it is poured to gets nothing more', async () => {
    const taken: number[] = [];
    const queue: PullQueue<number> = new PullQueue({ pull: () => 1 });
    const poured = queue.pour((value) => {
      taken.push(value);
      void queue.return();
      return true;
    });
    expect(await poured).toBe(false);
    expect(taken).toEqual([1]);
  });

  test('tells a reader of its own fault, and not whoever brings a value', async () => {
    const { queue, push } = buffered();
    const poured = queue.pour(() => {
      throw new Error('no such socket');
    });
    expect(() => push(1)).not.toThrow();
    await expect(poured).rejects.toThrow('no such socket');
  });
});

function value<T>(value: T): IteratorResult<T, undefined> {
  return { done: false, value };
}

function buffered(): { queue: PullQueue<number>; push: (value: number) => void } {
  const values: number[] = [];
  const queue = new PullQueue({ pull: () => values.shift() });
  return {
    queue,
    push: (value) => {
      values.push(value);
      queue.wake();
    },
  };
}
