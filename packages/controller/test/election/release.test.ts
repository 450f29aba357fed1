import { describe, expect, test } from '@jest/globals';
import { ApiError } from '@kube-rx/core';
import { ElectionWorld, never } from '../support/election-world.ts';

function conflict(): ApiError {
  return new ApiError('somebody was faster', { status: { code: 409, reason: 'Conflict' } });
}

describe('an elector that is stopped', () => {
  test('renews until what was done under its term has ended, and gives the Lease back then', async () => {
    await using world = new ElectionWorld();
    const work = Promise.withResolvers<undefined>();
    const a = world.compete('a', { beforeRelease: () => work.promise });
    const b = world.compete('b');
    await world.clock.advance(1000);
    a.stop.abort();
    await world.clock.advance(25_000);
    expect(a.elector.term?.isHeld()).toBe(true);
    expect(b.terms).toEqual([]);
    work.resolve(undefined);
    await world.clock.advance(0);
    expect(await a.ended).toBe('stopped');
    expect(a.terms[0]?.signal.aborted).toBe(true);
    expect((await world.lease()).spec?.holderIdentity).toBe('');
  });

  test('does not give the Lease back where that takes too long, and ends all the same', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a', { beforeRelease: () => new Promise(() => undefined), drainTimeout: 5000 });
    await world.clock.advance(1000);
    a.stop.abort();
    await world.clock.advance(4999);
    expect(a.terms[0]?.signal.aborted).toBe(false);
    await world.clock.advance(1);
    expect(await a.ended).toBe('stopped');
    expect(a.terms[0]?.signal.aborted).toBe(true);
    expect((await world.lease()).spec?.holderIdentity).toBe('a');
    expect(a.records.at(-2)?.msg).toContain('beforeRelease took longer than 5000 ms');
  });

  test.each<[what: string, fail: () => Promise<void>]>([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ])('does not give the Lease back where beforeRelease %s', async (_, fail) => {
    await using world = new ElectionWorld();
    const a = world.compete('a', { beforeRelease: fail });
    await world.clock.advance(1000);
    a.stop.abort();
    await world.clock.advance(0);
    expect(await a.ended).toBe('stopped');
    expect((await world.lease()).spec?.holderIdentity).toBe('a');
  });

  test('begins no other term while it drains', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a', { beforeRelease: () => new Promise(() => undefined), drainTimeout: 60_000 });
    await world.clock.advance(1000);
    a.stop.abort();
    a.way = () => Promise.reject(new Error('no route'));
    await world.clock.advance(15_000);
    expect(a.elector.term).toBeUndefined();
    a.way = undefined;
    await world.clock.advance(30_000);
    expect(a.terms).toHaveLength(1);
  });

  test('on standby waits for what others still do, and asks for nothing more', async () => {
    await using world = new ElectionWorld();
    world.compete('a');
    await world.clock.advance(100);
    const work = Promise.withResolvers<undefined>();
    const b = world.compete('b', { beforeRelease: () => work.promise });
    await world.clock.advance(10_000);
    b.stop.abort();
    const asked = b.asked.length;
    await world.clock.advance(10_000);
    expect(b.asked).toHaveLength(asked);
    work.resolve(undefined);
    expect(await b.ended).toBe('stopped');
    expect((await world.lease()).spec?.holderIdentity).toBe('a');
  });

  test('gives the Lease back though it was changed at the same time', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    let conflicts = 0;
    a.way = (request, next) => {
      if (request.method !== 'PUT' || conflicts === 3) return next(request);
      conflicts += 1;
      return Promise.reject(conflict());
    };
    a.stop.abort();
    await world.clock.advance(0);
    await a.ended;
    expect(conflicts).toBe(3);
    expect((await world.lease()).spec?.holderIdentity).toBe('');
  });

  test('gives up after five conflicts', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    a.way = (request, next) => (request.method === 'PUT' ? Promise.reject(conflict()) : next(request));
    const before = a.asked.length;
    a.stop.abort();
    await world.clock.advance(0);
    expect(await a.ended).toBe('stopped');
    expect(a.asked.slice(before).filter((method) => method === 'PUT')).toHaveLength(5);
    expect(a.records.at(-1)?.msg).toBe('the Lease could not be released, and runs out');
  });

  test('ends in time where the server is silent', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    a.way = never;
    a.stop.abort();
    await world.clock.advance(5000);
    expect(await a.ended).toBe('stopped');
  });

  test('takes nothing from who holds the Lease by now', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    await world.edit({ holderIdentity: 'b' });
    a.stop.abort();
    await world.clock.advance(0);
    await a.ended;
    expect((await world.lease()).spec?.holderIdentity).toBe('b');
  });

  test('gives back what it was given by a claim that was never answered', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    // Stored, and never answered.
    a.way = async (request, next) => {
      const response = await next(request);
      return request.method === 'POST' ? never(request, next) : response;
    };
    await world.clock.advance(100);
    expect(a.elector.term).toBeUndefined();
    a.stop.abort();
    await world.clock.advance(5000);
    await a.ended;
    expect((await world.lease()).spec?.holderIdentity).toBe('');
  });
});
