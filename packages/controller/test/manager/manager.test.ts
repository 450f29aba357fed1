// A manager from its start on: in which order its parts come, who leads, and what probes are told.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { InvalidRequestError } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import type { Manager } from '../../src/manager/manager.ts';
import { silent } from '../support/controller-world.ts';
import { leaderElection, ManagerWorld, probe } from '../support/manager-world.ts';

let world: ManagerWorld;

beforeEach(() => {
  world = new ManagerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

describe('the start of a manager', () => {
  test('lets nothing begin before the caches are ready, but answers probes', async () => {
    const refused = world.server.faults.inject({ verbs: ['list', 'watch'], fault: { type: 'refuse' } });
    const cache = reflector(world.configs, { name: 'colours', clock: world.clock });
    const colours = world.colours();
    const managed = world.manager({
      controllers: [colours],
      caches: { colours: cache },
      http: { port: 0, host: '127.0.0.1' },
    });
    const { ended, stop } = await world.runManager(managed);
    await world.until(() => managed.address !== undefined);
    await world.clock.advance(1000);
    const ready = await probe(managed, '/readyz');
    expect(ready).toMatch(
      /^500 \[\+\]ping ok\n\[\+\]shutdown ok\n\[-\]cache\/colours failed: the server cannot be reached: /,
    );
    expect(ready).toMatch(/\n\[-\]controller\/colours failed: it does not run\nreadyz check failed\n$/);
    expect(await probe(managed, '/healthz')).toBe('200 ok');
    refused.remove();
    await world.clock.advance(60_000);
    await world.until(() => colours.status.phase === 'running');
    expect(await probe(managed, '/readyz')).toBe('200 ok');
    stop.abort();
    await world.clock.advance(0);
    await ended;
    expect([cache.status.phase, managed.address]).toEqual(['stopped', undefined]);
  });

  test('says which source of which controller is not synced, and why', async () => {
    world.server.faults.inject({
      verbs: ['list', 'watch'],
      resource: 'configmaps',
      fault: { type: 'status', code: 403, reason: 'Forbidden' },
    });
    const managed = world.manager({ controllers: [world.colours()], http: { port: 0, host: '127.0.0.1' } });
    await world.runManager(managed);
    await world.until(() => managed.address !== undefined);
    await world.clock.advance(1000);
    expect(await probe(managed, '/readyz/controller/colours')).toMatch(
      /^500 internal server error: configmaps: denied: .*403/,
    );
  });

  test.each<[string, () => Manager, RegExp]>([
    ['a port that is none', () => world.manager({ http: { port: 70_000 } }), /^manager: http\.port must be/],
    ['no time to end', () => world.manager({ stopTimeout: 0 }), /^manager: stopTimeout must be/],
    ['a log that is none', () => world.manager({ log: {} as never }), /^manager: log must be/],
    [
      'a cache that is none',
      () => world.manager({ caches: { a: {} as never } }),
      /^manager: the cache "a" must be/,
    ],
    [
      'what cannot be run',
      () => world.manager({ controllers: [{ name: 'a' } as never] }),
      /^manager: a part that has no/,
    ],
    [
      'two controllers of one name',
      () => world.manager({ controllers: [world.colours(), world.colours()] }),
      /^manager: two controllers have the name "colours"/,
    ],
    [
      'an election without a client',
      () => world.manager({ leaderElection }).addRunnable({ name: 'jobs', run: () => undefined }),
      /^manager: leaderElection needs a client/,
    ],
    [
      'two elections of one Lease',
      () =>
        world
          .manager({ leaderElection, controllers: [world.colours()] })
          .add(world.colours({ name: 'shapes' }), {
            leaderElection: { ...leaderElection, leaseDuration: 60_000 },
          }),
      /^manager: two elections have the Lease default\/operator/,
    ],
  ])('refuses %s', async (_, make, problem) => {
    const { ended } = await world.runManager(make());
    await expect(ended).rejects.toThrow(InvalidRequestError);
    await expect(ended).rejects.toThrow(problem);
  });

  test('is given up where the end comes first', async () => {
    const cache = reflector(Api.all(world.clientOf(silent), ConfigMap), { clock: world.clock });
    const colours = world.colours();
    const { ended, stop } = await world.runManager(
      world.manager({ controllers: [colours], caches: { cache } }),
    );
    stop.abort();
    await world.clock.advance(0);
    await ended;
    expect([colours.status.phase, cache.status.phase]).toEqual(['idle', 'stopped']);
  });
});

describe('the controllers of a manager', () => {
  test('are of any kind, and all run', async () => {
    const leases = new Set<string>();
    const others = world.controller({ reconcile: () => undefined, name: 'others' });
    await world.runManager(
      world.manager({ controllers: [world.colours(), others] }).addRunnable({
        name: 'once',
        run: () => void leases.add('run'),
      }),
    );
    expect([leases.size, others.status.phase]).toEqual([1, 'running']);
  });

  test('are on standby while another replica leads, and take over within the Lease', async () => {
    const seen: string[] = [];
    const replicas = ['east', 'west'].map((name) =>
      world.colours({ name, reconcile: ({ metadata }) => void seen.push(`${name} ${metadata.name}`) }),
    );
    await world.create('red');
    const [east, west] = replicas.map((each, number) =>
      world.manager({
        controllers: [each],
        leaderElection: { ...leaderElection, identity: `replica-${number}` },
      }),
    );
    if (!east || !west) throw new Error('there are two');
    const first = await world.runManager(east);
    await world.clock.advance(5000);
    await world.runManager(west);
    await world.clock.advance(60_000);
    expect([seen, replicas.map(({ status }) => status.phase)]).toEqual([
      ['east red'],
      ['running', 'standby'],
    ]);
    expect((await world.lease()).spec?.holderIdentity).toBe('replica-0');
    first.stop.abort();
    await world.clock.advance(0);
    await first.ended;
    await world.clock.advance(5000);
    expect(seen).toEqual(['east red', 'west red']);
    expect((await world.lease()).spec?.holderIdentity).toBe('replica-1');
  });

  test('may be exempt from the election, or have one of their own, and share that of one Lease', async () => {
    const [all, own, exempt, same] = ['all', 'own', 'exempt', 'same'].map((name) => world.colours({ name }));
    if (!all || !own || !exempt || !same) throw new Error('there are four');
    // Somebody else leads.
    await world.runManager(world.manager({ controllers: [world.colours()], leaderElection }));
    await world.clock.advance(1000);
    await world.runManager(
      world
        .manager({ controllers: [all], leaderElection })
        .add(own, { leaderElection: { ...leaderElection, name: 'own' } })
        .add(exempt, { leaderElection: false })
        .add(same, { leaderElection: { name: 'operator' } }),
    );
    await world.clock.advance(10_000);
    expect([all, own, exempt, same].map(({ status }) => status.phase)).toEqual([
      'standby',
      'running',
      'running',
      'standby',
    ]);
  });
});

describe('a manager whose Lease cannot be renewed', () => {
  test('goes on standby in the same process, is well and ready, and acts once it leads again', async () => {
    const seen: string[] = [];
    const colours = world.colours({ reconcile: ({ metadata }) => void seen.push(metadata.name) });
    const managed = world.manager({
      controllers: [colours],
      leaderElection,
      http: { port: 0, host: '127.0.0.1' },
    });
    await world.create('red');
    await world.runManager(managed);
    await world.until(() => seen.length === 1);
    const refused = world.server.faults.inject({
      resource: 'leases.coordination.k8s.io',
      fault: { type: 'refuse' },
    });
    await world.clock.advance(11_000);
    await world.create('blue');
    await world.clock.advance(60_000);
    expect([colours.status.phase, seen]).toEqual(['standby', ['red']]);
    expect([await probe(managed, '/healthz'), await probe(managed, '/readyz')]).toEqual(['200 ok', '200 ok']);
    refused.remove();
    await world.clock.advance(30_000);
    expect([colours.status.phase, seen]).toEqual(['running', ['red', 'blue', 'red']]);
    expect(colours.status.counters.failures).toBe(0);
  });
});
