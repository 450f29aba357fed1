import { describe, expect, test } from '@jest/globals';
import { forEachBounded } from '../../src/async/for-each-bounded.ts';
import { settle } from '../../src/time/virtual-clock.ts';

describe('forEachBounded', () => {
  test('has no more running than it may, and begins them in order', async () => {
    const gates: PromiseWithResolvers<undefined>[] = [];
    const begun: string[] = [];
    const all = forEachBounded(['a', 'b', 'c', 'd'], 2, (item) => {
      begun.push(item);
      const gate = Promise.withResolvers<undefined>();
      gates.push(gate);
      return gate.promise;
    });
    await settle();
    expect(begun).toEqual(['a', 'b']);
    gates[1]?.resolve(undefined);
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const gate of gates) gate.resolve(undefined);
    await settle();
    gates[3]?.resolve(undefined);
    await all;
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  test('begins no more after a failure, and rejects when those that run have ended', async () => {
    const begun: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    let isOver = false;
    const all = forEachBounded(['slow', 'bad', 'never'], 2, async (item) => {
      begun.push(item);
      if (item === 'bad') throw new Error('bad');
      await gate.promise;
    });
    const outcome = all.catch((error: unknown) => {
      isOver = true;
      return error;
    });
    await settle();
    expect(isOver).toBe(false);
    gate.resolve(undefined);
    expect(await outcome).toMatchObject({ message: 'bad' });
    expect(begun).toEqual(['slow', 'bad']);
  });

  test('of nothing is nothing', async () => {
    await forEachBounded([], 5, () => Promise.reject(new Error('no')));
  });
});
