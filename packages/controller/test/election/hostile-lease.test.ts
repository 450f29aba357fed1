import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, test } from '@jest/globals';
import { type HttpResponse, readBody } from '@kube-rx/core';
import { type ElectionMessage, electionChannel } from '../../src/election/election-channel.ts';
import { ElectionWorld, type Way } from '../support/election-world.ts';

type Members = Record<string, unknown>;

/** Changes each Lease on its way from the server. */
function answering(change: (lease: Members) => unknown, methods: readonly string[]): Way {
  return async (request, next): Promise<HttpResponse> => {
    const response = await next(request);
    if (!methods.includes(request.method) || response.status > 299) return response;
    const lease = JSON.parse(new TextDecoder().decode(await readBody(response.body))) as Members;
    const text = JSON.stringify(change(lease));
    return { ...response, body: ReadableStream.from([new TextEncoder().encode(text)]) };
  };
}

const withSpec = (spec: unknown) => (lease: Members) => ({ ...lease, spec });

describe('a server that answers with nonsense', () => {
  test.each<[what: string, change: (lease: Members) => unknown]>([
    [
      'another holder',
      (lease) => ({ ...lease, spec: { ...(lease['spec'] as object), holderIdentity: 'x' } }),
    ],
    [
      'a shorter duration',
      (lease) => ({ ...lease, spec: { ...(lease['spec'] as object), leaseDurationSeconds: 1 } }),
    ],
    [
      'a duration that is a text',
      (lease) => ({ ...lease, spec: { ...(lease['spec'] as object), leaseDurationSeconds: '15' } }),
    ],
    ['no spec', withSpec(undefined)],
    ['a spec that is a list', withSpec([1, 2])],
    ['a spec that is a text of a megabyte', withSpec('x'.repeat(2 ** 20))],
    ['no version', (lease) => ({ ...lease, metadata: { name: 'website-operator' } })],
    [
      'version 0, which replaces whatever is there',
      (lease) => ({ ...lease, metadata: { name: 'website-operator', resourceVersion: '0' } }),
    ],
    [
      'another name',
      (lease) => ({ ...lease, metadata: { ...(lease['metadata'] as object), name: 'other' } }),
    ],
    ['another kind', (lease) => ({ ...lease, kind: 'Pod' })],
    ['nothing', () => null],
    ['a list', () => []],
  ])('to a claim: %s. Nobody leads by that', async (_, change) => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    a.way = answering(change, ['POST', 'PUT']);
    await world.clock.advance(60_000);
    expect(a.terms).toEqual([]);
    expect(a.elector.status.phase).toBe('standby');
    // It asks at its pace: 60 s, two seconds or more, and three requests at most.
    expect(a.asked.length).toBeLessThanOrEqual(90);
    a.way = undefined;
    await world.clock.advance(40_000);
    expect(a.elector.term?.isHeld()).toBe(true);
  });

  test.each<[what: string, spec: unknown]>([
    [
      'names somebody of a megabyte',
      { holderIdentity: 'x\u001b[2J'.repeat(2 ** 18), leaseDurationSeconds: 15 },
    ],
    ['names a number', { holderIdentity: 7, leaseDurationSeconds: 15 }],
    ['has a duration below 0', { holderIdentity: 'x', leaseDurationSeconds: -1 }],
    [
      'has times that are none',
      { holderIdentity: 'x', renewTime: {}, acquireTime: 7, leaseTransitions: 'x' },
    ],
  ])('to a read, whose record %s. It stands by for a lease, and tells it bounded', async (_, spec) => {
    await using world = new ElectionWorld();
    await world.leases.create({ metadata: { name: 'website-operator' }, spec: { holderIdentity: 'b' } });
    const a = world.compete('a');
    a.way = answering(withSpec(spec), ['GET']);
    await world.clock.advance(14_000);
    expect(a.terms).toEqual([]);
    const told = JSON.stringify([a.elector.status, a.records]);
    expect(told.length).toBeLessThan(5000);
    expect(a.elector.status.leader).not.toMatch(/\u001b|\n/);
    await world.clock.advance(5000);
    expect(a.terms).toHaveLength(1);
  });

  test('leads on where transitions cannot be counted on', async () => {
    await using world = new ElectionWorld();
    await world.leases.create({
      metadata: { name: 'website-operator' },
      spec: { holderIdentity: '', leaseTransitions: 2 ** 31 - 1 },
    });
    const a = world.compete('a');
    await world.clock.advance(100);
    expect(a.elector.status).toMatchObject({ phase: 'leading', transitions: 0 });
  });
});

describe('two electors of one identity', () => {
  test('do not lead at the same time', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('same');
    await world.clock.advance(1000);
    const b = world.compete('same');
    for (let second = 0; second < 60; second += 1) {
      await world.clock.advance(1000);
      expect([a, b].filter(({ elector }) => elector.term?.isHeld())).toHaveLength(1);
    }
    expect(b.terms).toEqual([]);
    a.way = () => Promise.reject(new Error('no route'));
    await world.clock.advance(20_000);
    expect(b.terms).toHaveLength(1);
    a.way = undefined;
    await world.clock.advance(20_000);
    expect(a.terms).toHaveLength(1);
  });
});

describe('who observes elections', () => {
  test('is told what happens to each candidate', async () => {
    await using world = new ElectionWorld();
    const told: string[] = [];
    const listen = (message: unknown): void => {
      const { candidate, ...rest } = message as ElectionMessage;
      told.push(`${candidate.identity} ${JSON.stringify(rest)}`);
    };
    subscribe(electionChannel, listen);
    const a = world.compete('a');
    await world.clock.advance(1000);
    await world.leases.patch.merge('website-operator', { metadata: { labels: { team: 'shop' } } });
    await world.clock.advance(3000);
    await world.edit({ holderIdentity: 'b' });
    await world.clock.advance(2000);
    a.way = () => Promise.reject(new Error('no route'));
    await world.clock.advance(5000);
    unsubscribe(electionChannel, listen);
    expect(told.slice(0, 6)).toEqual([
      'a {"type":"leader","leader":"a","transitions":0}',
      'a {"type":"began","transitions":0}',
      'a {"type":"renewed","path":"slow","durationMs":0}',
      'a {"type":"renewed","path":"fast","durationMs":0}',
      'a {"type":"leader","leader":"b","transitions":0}',
      'a {"type":"ended","reason":"taken","heldMs":6000}',
    ]);
    expect(told[6]).toContain('"type":"failed"');
  });
});
