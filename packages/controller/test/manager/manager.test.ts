// A manager from its start to its end: in which order its parts come and go, who leads, and what becomes of failures.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, DeadlineError } from '@kube-rx/client';
import { InvalidRequestError, sleep } from '@kube-rx/core';
import { ConfigMap, Lease } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import type { Controller } from '../../src/controller/controller.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { NotLeaderError } from '../../src/election/leader-layer.ts';
import { Events } from '../../src/events/event-object.ts';
import { Manager } from '../../src/manager/manager.ts';
import type { ManagerOptions } from '../../src/manager/manager-options.ts';
import { ControllerWorld, type LogRecord, recordingLog, silent } from '../support/controller-world.ts';

let world: ControllerWorld;
let records: LogRecord[];
/** Ends the managers of a test. */
let stops: AbortController[];

beforeEach(() => {
  world = new ControllerWorld();
  records = [];
  stops = [];
});

afterEach(async () => {
  for (const stop of stops) stop.abort();
  expect(await world.close()).toBe(0);
});

const leaderElection = { name: 'operator', namespace: 'default' };

function manager(options: ManagerOptions): Manager {
  return new Manager({ clock: world.clock, log: recordingLog(records), signals: false, ...options });
}

interface Running {
  readonly ended: Promise<void>;
  readonly stop: AbortController;
}

async function start(of: Manager): Promise<Running> {
  const stop = new AbortController();
  stops.push(stop);
  const ended = of.run({ signal: stop.signal });
  ended.catch(() => undefined);
  await world.clock.advance(0);
  return { ended, stop };
}

function controller(options: Partial<ControllerOptions<ConfigMap>> = {}): Controller<ConfigMap> {
  return world.controller({ reconcile: () => undefined, ...options });
}

async function lease(name: string = 'operator'): Promise<Lease> {
  return Api.namespaced(world.client, Lease, 'default').get(name);
}

describe('the start of a manager', () => {
  test('lets nothing begin before the caches are ready, but answers probes', async () => {
    const refused = world.server.faults.inject({ verbs: ['list', 'watch'], fault: { type: 'refuse' } });
    const cache = reflector(world.configs, { name: 'colours', clock: world.clock });
    const colours = controller();
    const managed = manager({
      controllers: [colours],
      caches: { colours: cache },
      http: { port: 0, host: '127.0.0.1' },
    });
    const stop = new AbortController();
    stops.push(stop);
    const ended = managed.run({ signal: stop.signal });
    await until(() => managed.address !== undefined);
    await world.clock.advance(1000);
    const ready = await probe(managed, '/readyz');
    expect(ready).toMatch(
      /^500 \[\+\]ping ok\n\[\+\]shutdown ok\n\[-\]cache\/colours failed: the server cannot be reached: /,
    );
    expect(ready).toMatch(/\n\[-\]controller\/colours failed: it does not run\nreadyz check failed\n$/);
    expect(await probe(managed, '/healthz')).toBe('200 ok');
    refused.remove();
    await world.clock.advance(60_000);
    await until(() => colours.status.phase === 'running');
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
    const managed = manager({ controllers: [controller()], http: { port: 0, host: '127.0.0.1' } });
    await start(managed);
    await until(() => managed.address !== undefined);
    await world.clock.advance(1000);
    expect(await probe(managed, '/readyz/controller/colours')).toMatch(
      /^500 internal server error: configmaps: denied: .*403/,
    );
  });

  test.each<[string, () => Manager, RegExp]>([
    ['a port that is none', () => manager({ http: { port: 70_000 } }), /^manager: http\.port must be/],
    ['no time to end', () => manager({ stopTimeout: 0 }), /^manager: stopTimeout must be/],
    ['a log that is none', () => manager({ log: {} as never }), /^manager: log must be/],
    [
      'a cache that is none',
      () => manager({ caches: { a: {} as never } }),
      /^manager: the cache "a" must be/,
    ],
    [
      'what cannot be run',
      () => manager({ controllers: [{ name: 'a' } as never] }),
      /^manager: a part that has no/,
    ],
    [
      'two controllers of one name',
      () => manager({ controllers: [controller(), controller()] }),
      /^manager: two controllers have the name "colours"/,
    ],
    [
      'an election without a client',
      () => manager({ leaderElection }).addRunnable({ name: 'jobs', run: () => undefined }),
      /^manager: leaderElection needs a client/,
    ],
    [
      'two elections of one Lease',
      () =>
        manager({ leaderElection, controllers: [controller()] }).add(controller({ name: 'shapes' }), {
          leaderElection: { ...leaderElection, leaseDuration: 60_000 },
        }),
      /^manager: two elections have the Lease default\/operator/,
    ],
  ])('refuses %s', async (_, make, problem) => {
    const { ended } = await start(make());
    await expect(ended).rejects.toThrow(InvalidRequestError);
    await expect(ended).rejects.toThrow(problem);
  });

  test('is given up where the end comes first', async () => {
    const cache = reflector(Api.all(world.clientOf(silent), ConfigMap), { clock: world.clock });
    const colours = controller();
    const { ended, stop } = await start(manager({ controllers: [colours], caches: { cache } }));
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
    await start(
      manager({ controllers: [controller(), others] }).addRunnable({
        name: 'once',
        run: () => void leases.add('run'),
      }),
    );
    expect([leases.size, others.status.phase]).toEqual([1, 'running']);
  });

  test('are on standby while another replica leads, and take over within the Lease', async () => {
    const seen: string[] = [];
    const replicas = ['east', 'west'].map((name) =>
      controller({ name, reconcile: ({ metadata }) => void seen.push(`${name} ${metadata.name}`) }),
    );
    await world.create('red');
    const [east, west] = replicas.map((each, number) =>
      manager({ controllers: [each], leaderElection: { ...leaderElection, identity: `replica-${number}` } }),
    );
    if (!east || !west) throw new Error('there are two');
    const first = await start(east);
    await world.clock.advance(5000);
    await start(west);
    await world.clock.advance(60_000);
    expect([seen, replicas.map(({ status }) => status.phase)]).toEqual([
      ['east red'],
      ['running', 'standby'],
    ]);
    expect((await lease()).spec?.holderIdentity).toBe('replica-0');
    first.stop.abort();
    await world.clock.advance(0);
    await first.ended;
    await world.clock.advance(5000);
    expect(seen).toEqual(['east red', 'west red']);
    expect((await lease()).spec?.holderIdentity).toBe('replica-1');
  });

  test('may be exempt from the election, or have one of their own, and share that of one Lease', async () => {
    const [all, own, exempt, same] = ['all', 'own', 'exempt', 'same'].map((name) => controller({ name }));
    if (!all || !own || !exempt || !same) throw new Error('there are four');
    // Somebody else leads.
    await start(manager({ controllers: [controller()], leaderElection }));
    await world.clock.advance(1000);
    await start(
      manager({ controllers: [all], leaderElection })
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

describe('the end of a manager', () => {
  test('gives the Lease back after the last write, Events included, and renews it until then', async () => {
    const holders: unknown[] = [];
    const colours = controller({
      reconcile: async ({ metadata }, { api, clock, event, signal }) => {
        await sleep(clock, 18_000);
        holders.push((await lease()).spec?.holderIdentity, signal.aborted);
        event({ type: 'Normal', reason: 'Seen', action: 'Look' });
        await api(ConfigMap).patch.merge(metadata.name, { data: { seen: 'yes' } });
      },
    });
    await world.create('red');
    const { ended, stop } = await start(
      manager({ controllers: [colours], leaderElection: { ...leaderElection, identity: 'me' } }),
    );
    await world.clock.advance(1000);
    stop.abort();
    await world.clock.advance(20_000);
    await ended;
    expect(holders).toEqual(['me', false]);
    const red = await world.configs.get('red');
    const events = await Api.namespaced(world.client, Events, 'default').list();
    const { spec, metadata } = await lease();
    expect(red.data).toEqual({ seen: 'yes' });
    expect(spec?.holderIdentity ?? '').toBe('');
    expect(events).toHaveLength(1);
    const written = [red.metadata, events[0]?.metadata].map((each) => Number(each?.resourceVersion));
    expect(Number(metadata.resourceVersion)).toBeGreaterThan(Math.max(...written));
    expect(world.complaints).toEqual([]);
  });

  test('names what hangs, and lets its Lease run out', async () => {
    const colours = controller({ reconcile: () => new Promise<void>(() => undefined) });
    await world.create('red');
    const { ended, stop } = await start(
      manager({
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
    expect((await lease()).spec?.holderIdentity).toBe('me');
  });

  test('comes where a part fails, with its error, and the others end in order', async () => {
    const done: string[] = [];
    const colours = controller({
      reconcile: async (_, { clock }) => {
        await sleep(clock, 5000);
        done.push('run');
      },
    });
    await world.create('red');
    const broken = new Error('the message queue is gone');
    const managed = manager({ controllers: [colours] }).addRunnable({
      name: 'queue',
      run: async () => {
        await sleep(world.clock, 1000);
        throw broken;
      },
    });
    const { ended } = await start(managed);
    await world.clock.advance(10_000);
    await expect(ended).rejects.toBe(broken);
    expect([done, colours.status.phase]).toEqual([['run'], 'idle']);
    expect(records.filter(({ level }) => level === 'error')).toMatchObject([
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
    const { ended } = await start(manager({}).addRunnable(fail('one')).addRunnable(fail('other')));
    await world.clock.advance(1000);
    await expect(ended).rejects.toThrow('manager: one is gone; other is gone');
    await expect(ended).rejects.toBeInstanceOf(AggregateError);
  });

  test('comes where the Lease is lost, if that is asked for', async () => {
    const { ended } = await start(
      manager({ controllers: [controller()], leaderElection: { ...leaderElection, onLost: 'end' } }),
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
    const managed = manager({ controllers: [controller()] });
    const { ended, stop } = await start(managed);
    await expect(managed.run()).rejects.toThrow('manager: it runs already');
    expect(() => managed.add(controller())).toThrow('manager: it runs already');
    stop.abort();
    await world.clock.advance(0);
    await ended;
    await start(managed);
  });
});

/** Waits for what real sockets do. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
    await world.clock.advance(0);
  }
}

async function probe(managed: Manager, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${managed.address?.port}${path}`);
  return `${response.status} ${await response.text()}`;
}
