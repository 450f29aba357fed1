import { describe, expect, test } from '@jest/globals';
import { Client } from '@kube-rx/client';
import { type Clock, InvalidRequestError, VirtualClock } from '@kube-rx/core';
import type { LeaderElectionOptions } from '../../src/election/election-options.ts';
import { LeaderElector } from '../../src/election/leader-elector.ts';
import { silent } from '../support/controller-world.ts';
import { type Competing, ElectionWorld, never, type Way } from '../support/election-world.ts';

const refused: Way = () => Promise.reject(new Error('no route'));

describe('an elector', () => {
  test('creates the Lease, leads, and renews it by one request each two seconds', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    expect(a.elector.status).toMatchObject({ phase: 'leading', isLeader: true, leader: 'a', transitions: 0 });
    expect((await world.lease()).spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15 });
    await world.clock.advance(10_000);
    expect(a.asked).toEqual(['GET', 'POST', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT']);
    expect(a.terms).toHaveLength(1);
  });

  test('stands by while another leads, and leads moments after it is given back', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    const b = world.compete('b');
    await world.clock.advance(60_000);
    expect(b.elector.status).toMatchObject({ phase: 'standby', isLeader: false, leader: 'a' });
    expect(b.terms).toEqual([]);
    a.stop.abort();
    await world.clock.advance(0);
    expect(await a.ended).toBe('stopped');
    expect(a.terms[0]?.signal.aborted).toBe(true);
    expect(a.terms[0]?.isHeld()).toBe(false);
    expect(a.elector.status.phase).toBe('idle');
    expect((await world.lease()).spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    await world.clock.advance(4400);
    expect(b.elector.status).toMatchObject({ phase: 'leading', leader: 'b', transitions: 1 });
  });

  test('logs who the Lease names: this candidate, another one, nobody', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    const b = world.compete('b');
    await world.clock.advance(1000);
    a.stop.abort();
    await world.clock.advance(10_000);
    const named = ({ records }: Competing) =>
      records.map(({ msg }) => msg).filter((msg) => /^the Lease names/.test(msg));
    expect(named(a)).toEqual(['the Lease names this candidate']);
    expect(named(b)).toEqual([
      'the Lease names another holder',
      'the Lease names nobody',
      'the Lease names this candidate',
    ]);
  });

  test('replaces a leader that died within the lease that it last saw renewed', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    const b = world.compete('b');
    await world.clock.advance(20_000);
    const [leader, other] = a.elector.term ? [a, b] : [b, a];
    leader.way = never;
    // Until it sees the last renewal, and a lease from then on.
    await world.clock.advance(3200 + 15_000);
    expect(other.elector.term?.isHeld()).toBe(true);
    expect(leader.elector.term).toBeUndefined();
  });

  test('ends its term ten seconds after the last renewal that was answered was sent, while requests hang', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(4000);
    const [term] = a.terms;
    a.way = never;
    await world.clock.advance(9999);
    expect(term?.isHeld()).toBe(true);
    expect(term?.signal.aborted).toBe(false);
    await world.clock.advance(1);
    expect(term?.isHeld()).toBe(false);
    expect(term?.signal.reason).toMatchObject({
      name: 'AbortError',
      message:
        'leader election default/website-operator: this process leads no longer: its Lease could not be renewed in time',
    });
    expect(a.elector.status).toMatchObject({
      phase: 'standby',
      trouble: expect.stringContaining('no whole answer within 5000 ms'),
    });
  });

  test('that lost its lease competes again in the same process', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    a.way = refused;
    await world.clock.advance(15_000);
    expect(a.elector.term).toBeUndefined();
    a.way = undefined;
    await world.clock.advance(4400);
    expect(a.terms).toHaveLength(2);
    expect(a.terms[0]?.isHeld()).toBe(false);
    expect(a.terms[1]?.isHeld()).toBe(true);
    expect(a.elector.status.trouble).toBeUndefined();
  });

  test('ends where it lost its lease, if it is told to, and leaves the Lease as it is', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a', { onLost: 'end' });
    await world.clock.advance(1000);
    await world.edit({ holderIdentity: 'somebody' });
    await world.clock.advance(2000);
    expect(await a.ended).toBe('lost');
    expect(a.terms[0]?.signal.aborted).toBe(true);
    expect((await world.lease()).spec?.holderIdentity).toBe('somebody');
  });

  test('that is to end begins no other term, though it could: as where it stood still', async () => {
    await using world = new ElectionWorld();
    let stoodStillMs = 0;
    const clock: Clock = {
      now: () => world.clock.now() + stoodStillMs,
      monotonic: () => world.clock.monotonic() + stoodStillMs,
      schedule: (delayMs, callback) => world.clock.schedule(delayMs, callback),
    };
    const a = world.compete('a', { onLost: 'end', clock });
    await world.clock.advance(100);
    a.way = refused;
    await world.clock.advance(7000);
    a.way = async (request, next) => {
      const response = await next(request);
      // It wakes with the answer, and its timers come later.
      if (request.method === 'PUT') stoodStillMs = 3000;
      return response;
    };
    await world.clock.advance(2000);
    expect(await a.ended).toBe('lost');
    expect(a.terms).toHaveLength(1);
  });

  test('goes on where its Lease was deleted', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    await world.leases.delete('website-operator');
    await world.clock.advance(2000);
    expect(a.terms).toHaveLength(1);
    expect(a.elector.term?.isHeld()).toBe(true);
    expect((await world.lease()).spec?.holderIdentity).toBe('a');
  });

  test('keeps labels that others set while it renews', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    await world.leases.patch.merge('website-operator', { metadata: { labels: { team: 'shop' } } });
    await world.clock.advance(10_000);
    expect((await world.lease()).metadata.labels).toEqual({ team: 'shop' });
    expect(a.terms).toHaveLength(1);
  });

  test('leaves a Lease alone whose holder the server chooses, and says so', async () => {
    await using world = new ElectionWorld();
    await world.leases.create({
      metadata: { name: 'website-operator' },
      spec: { strategy: 'OldestEmulationVersion' },
    });
    const a = world.compete('a');
    await world.clock.advance(60_000);
    expect(a.terms).toEqual([]);
    expect(new Set(a.asked)).toEqual(new Set(['GET']));
    expect(a.elector.status.trouble).toContain('coordinated leader election');
  });

  test('warns once while the server refuses it, and tells when all is well again', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    a.way = refused;
    await world.clock.advance(60_000);
    a.way = undefined;
    await world.clock.advance(4400);
    const told = a.records.filter(({ msg }) => /read|written/.test(msg));
    expect(told.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      'warn the Lease cannot be read or written, and is tried again',
      'info the Lease can be read and written again',
    ]);
    expect(told[0]).toMatchObject({ lease: 'default/website-operator', identity: 'a', error: 'no route' });
  });

  test('warns once also where it may read and not write, and keeps saying so in its status', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    a.way = (request, next) => (request.method === 'GET' ? next(request) : refused(request, next));
    for (let second = 0; second < 60; second += 1) {
      await world.clock.advance(1000);
      expect(a.elector.status.trouble).toBe('no route');
    }
    expect(a.records).toHaveLength(1);
    a.way = undefined;
    await world.clock.advance(4400);
    expect(a.elector.status).toMatchObject({ phase: 'leading' });
    expect(a.elector.status.trouble).toBeUndefined();
  });

  test('warns once of a trouble that differs in words between a read and a write', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    let number = 0;
    a.way = ({ method }) => Promise.reject(new Error(`${method} ${(number += 1)} failed`));
    await world.clock.advance(60_000);
    expect(a.records.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  test('tells a listener that comes later of the term that goes on, and one that left of none', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    const told: boolean[] = [];
    const stop = a.elector.onTerm((term) => told.push(term.isHeld()));
    expect(told).toEqual([true]);
    stop();
    a.way = refused;
    await world.clock.advance(15_000);
    a.way = undefined;
    await world.clock.advance(4400);
    expect(told).toEqual([true]);
  });

  test('is not stopped by a listener that throws, and tells the others', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    const told: string[] = [];
    a.elector.onTerm(() => {
      throw new Error('no');
    });
    a.elector.onTerm(() => told.push('b'));
    await world.clock.advance(10_000);
    expect(told).toEqual(['b']);
    expect(a.elector.term?.isHeld()).toBe(true);
    expect(a.records.some(({ error }) => error === 'no')).toBe(true);
  });

  test('tells its status to subscribers', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    const phases: string[] = [];
    const subscription = a.elector.status$.subscribe(({ phase }) => phases.push(phase));
    await world.clock.advance(1000);
    a.stop.abort();
    await world.clock.advance(1000);
    subscription.unsubscribe();
    expect(phases.at(-1)).toBe('idle');
    expect(phases).toContain('leading');
  });

  test('runs once at a time, and again later', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    await expect(a.elector.run()).rejects.toThrow(InvalidRequestError);
    a.stop.abort();
    await a.ended;
    const stop = new AbortController();
    const again = a.elector.run({ signal: stop.signal });
    await world.clock.advance(100);
    expect(a.terms).toHaveLength(2);
    stop.abort();
    expect(await again).toBe('stopped');
  });

  test('asks for nothing where its signal has fired already', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    a.stop.abort();
    expect(await a.ended).toBe('stopped');
    expect(a.asked).toEqual([]);
  });

  test('leaves no timer behind, however it ends', async () => {
    const world = new ElectionWorld();
    const a = world.compete('a');
    const b = world.compete('b', { onLost: 'end' });
    await world.clock.advance(20_000);
    a.way = never;
    a.stop.abort();
    b.stop.abort();
    await world.clock.advance(20_000);
    await Promise.all([a.ended, b.ended]);
    expect(world.clock.pending).toBe(0);
  });

  test('is unhealthy where a term goes on long after its Lease has run out', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(1000);
    const now = world.clock.monotonic();
    // The last renewal was sent at 0.
    expect(a.elector.health(now)).toBeUndefined();
    expect(a.elector.health(35_000)).toBeUndefined();
    expect(a.elector.health(35_001)).toBe(
      'Lease default/website-operator: it ran out 20001 ms ago, and this process still leads',
    );
  });
});

describe('the options of an elector', () => {
  const client = new Client(silent, { clock: new VirtualClock(), defaultNamespace: 'shop' });

  test.each<[why: string, options: Partial<LeaderElectionOptions>]>([
    ['name must be that of a Lease', { name: '' }],
    ['name must be that of a Lease', { name: 'Website/Operator' }],
    ['is no namespace', { namespace: '../x' }],
    ['identity must be', { identity: '' }],
    ['leaseDuration must be a duration', { leaseDuration: Number.NaN }],
    ['leaseDuration must be whole seconds', { leaseDuration: 15_500 }],
    ['leaseDuration (10000 ms) must be longer than renewDeadline', { leaseDuration: 10_000 }],
    ['renewDeadline (2400 ms) must be longer than 1.2 times retryPeriod', { renewDeadline: 2400 }],
    ['retryPeriod must be a duration above 0 ms', { retryPeriod: 0 }],
  ])('are refused at once: %s', (why, options) => {
    const make = (): LeaderElector => new LeaderElector({ client, name: 'web', ...options });
    expect(make).toThrow(InvalidRequestError);
    expect(make).toThrow(why);
  });

  test('name a candidate by its host and at random, in the namespace of the client', () => {
    const [a, b] = [1, 2].map(() => new LeaderElector({ client, name: 'web' }));
    expect(a?.identity).toMatch(/^[^_]+_[0-9a-f-]{36}$/);
    expect(a?.identity).not.toBe(b?.identity);
    expect(a?.status).toMatchObject({ name: 'web', namespace: 'shop', phase: 'idle' });
  });
});
