// The end of a manager: in which order its parts go, and what becomes of failures.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, DeadlineError } from '@kube-rx/client';
import { sleep } from '@kube-rx/core';
import { ConfigMap, Lease } from '@kube-rx/k8s';
import { NotLeaderError } from '../../src/election/leader-layer.ts';
import { Events } from '../../src/events/event-object.ts';
import { leaderElection, ManagerWorld } from '../support/manager-world.ts';

let world: ManagerWorld;

beforeEach(() => {
  world = new ManagerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

describe('the end of a manager', () => {
  test('gives the Lease back after the last write, Events included, and renews it until then', async () => {
    const holders: unknown[] = [];
    const colours = world.colours({
      reconcile: async ({ metadata }, { api, clock, event, signal }) => {
        await sleep(clock, 18_000);
        holders.push((await world.lease()).spec?.holderIdentity, signal.aborted);
        event({ type: 'Normal', reason: 'Seen', action: 'Look' });
        await api(ConfigMap).patch.merge(metadata.name, { data: { seen: 'yes' } });
      },
    });
    await world.create('red');
    const { ended, stop } = await world.runManager(
      world.manager({ controllers: [colours], leaderElection: { ...leaderElection, identity: 'me' } }),
    );
    await world.clock.advance(1000);
    stop.abort();
    await world.clock.advance(20_000);
    await ended;
    expect(holders).toEqual(['me', false]);
    const red = await world.configs.get('red');
    const events = await Api.namespaced(world.client, Events, 'default').list();
    const { spec, metadata } = await world.lease();
    expect(red.data).toEqual({ seen: 'yes' });
    expect(spec?.holderIdentity ?? '').toBe('');
    expect(events).toHaveLength(1);
    const written = [red.metadata, events[0]?.metadata].map((each) => Number(each?.resourceVersion));
    expect(Number(metadata.resourceVersion)).toBeGreaterThan(Math.max(...written));
    expect(world.complaints).toEqual([]);
  });

  test('names what hangs, and lets its Lease run out', async () => {
    const colours = world.colours({ reconcile: () => new Promise<void>(() => undefined) });
    await world.create('red');
    const { ended, stop } = await world.runManager(
      world.manager({
        controllers: [colours],
        leaderElection: { ...leaderElection, identity: 'me' },
        stopTimeout: 20_000,
      }),
    );
    await world.clock.advance(1000);
    stop.abort();
    await world.clock.advance(20_000);
    await expect(ended).rejects.toThrow(DeadlineError);
    await expect(ended).rejects.toThrow(
      'manager: not all has ended within 20000 ms: controller colours (its run of default/red goes on)',
    );
    expect((await world.lease()).spec?.holderIdentity).toBe('me');
  });

  test('does not wait for a cache that is told to end and does not', async () => {
    const closed: string[] = [];
    const cache = {
      ready: () => new Promise<void>(() => undefined),
      close: () => Promise.resolve(void closed.push('closed')),
    };
    const { ended, stop } = await world.runManager(world.manager({ caches: { cache } }));
    stop.abort();
    await ended;
    expect([closed, world.clock.pending]).toEqual([['closed'], 0]);
  });

  test('names a run that outlives its controller, and lets its Lease run out', async () => {
    const colours = world.colours({
      drainTimeout: 1000,
      reconcile: () => new Promise<void>(() => undefined),
    });
    await world.create('red');
    const { ended, stop } = await world.runManager(
      world.manager({ controllers: [colours], leaderElection: { ...leaderElection, identity: 'me' } }),
    );
    await world.clock.advance(1000);
    stop.abort();
    await world.clock.advance(11_000);
    await expect(ended).rejects.toThrow(DeadlineError);
    await expect(ended).rejects.toThrow(
      'manager: runs ignore their signals: controller colours (its run of default/red goes on)',
    );
    expect((await world.lease()).spec?.holderIdentity).toBe('me');
    expect([colours.status.phase, colours.status.queue.running, world.clock.pending]).toEqual(['idle', 1, 0]);
  });

  test('comes where a part fails, with its error, and the others end in order', async () => {
    const done: string[] = [];
    const colours = world.colours({
      reconcile: async (_, { clock }) => {
        await sleep(clock, 5000);
        done.push('run');
      },
    });
    await world.create('red');
    const broken = new Error('the message queue is gone');
    const managed = world.manager({ controllers: [colours] }).addRunnable({
      name: 'queue',
      run: async () => {
        await sleep(world.clock, 1000);
        throw broken;
      },
    });
    const { ended } = await world.runManager(managed);
    await world.clock.advance(10_000);
    await expect(ended).rejects.toBe(broken);
    expect([done, colours.status.phase]).toEqual([['run'], 'idle']);
    expect(world.managerRecords.filter(({ level }) => level === 'error')).toMatchObject([
      { msg: 'a part of the manager failed', part: 'runnable queue', error: 'the message queue is gone' },
    ]);
  });

  test('tells every failure where there are several', async () => {
    const fail = (name: string) => ({
      name,
      run: async (): Promise<void> => {
        await sleep(world.clock, 1000);
        throw new Error(`${name} is gone`);
      },
    });
    const { ended } = await world.runManager(
      world.manager({}).addRunnable(fail('one')).addRunnable(fail('other')),
    );
    await world.clock.advance(1000);
    await expect(ended).rejects.toThrow('manager: one is gone; other is gone');
    await expect(ended).rejects.toBeInstanceOf(AggregateError);
  });

  test('comes where the Lease is lost, if that is asked for', async () => {
    const { ended } = await world.runManager(
      world.manager({ controllers: [world.colours()], leaderElection: { ...leaderElection, onLost: 'end' } }),
    );
    await world.clock.advance(1000);
    await Api.namespaced(world.client, Lease, 'default').patch.merge('operator', {
      spec: { holderIdentity: 'somebody else' },
    });
    await world.clock.advance(20_000);
    await expect(ended).rejects.toThrow(NotLeaderError);
    await expect(ended).rejects.toThrow(
      "the Lease default/operator was lost, and onLost of its election is 'end'",
    );
  });

  test('may be followed by another start', async () => {
    const managed = world.manager({ controllers: [world.colours()] });
    const { ended, stop } = await world.runManager(managed);
    await expect(managed.run()).rejects.toThrow('manager: it runs already');
    expect(() => managed.add(world.colours())).toThrow('manager: it runs already');
    stop.abort();
    await world.clock.advance(0);
    await ended;
    await world.runManager(managed);
  });
});
