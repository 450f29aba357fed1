// How a controller starts and how it ends: what it waits for, and what it leaves behind, which is nothing.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, Client, DeadlineError } from '@kube-rx/client';
import { isAbortError, settle, sleep, VirtualClock } from '@kube-rx/core';
import { ConfigMap, Deployment, Secret } from '@kube-rx/k8s';
import { SharedReflectors } from '@kube-rx/runtime';
import { from } from 'rxjs';
import { Controller } from '../../src/controller/controller.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

/** A server that never answers. */
const silent = (clock: VirtualClock): Client => new Client(() => new Promise(() => undefined), { clock });

describe('a controller that starts', () => {
  test('runs nothing before all of its sources are synced', async () => {
    world.server.faults.inject({
      verbs: ['list', 'watch'],
      resource: 'secrets',
      times: 3,
      fault: { type: 'refuse' },
    });
    let runs = 0;
    const controller = world
      .controller({ reconcile: () => void (runs += 1) })
      .watches(Api.all(world.client, Secret), () => []);
    await world.create('red');
    world.start(controller);
    await world.clock.advance(300);
    expect(controller.status).toMatchObject({
      phase: 'syncing',
      sources: [
        { name: 'configmaps', synced: true },
        {
          name: 'secrets',
          synced: false,
          reason: expect.stringContaining('the server cannot be reached') as unknown,
        },
      ],
    });
    expect(runs).toBe(0);
    await world.clock.advance(60_000);
    expect([runs, controller.status.phase]).toEqual([1, 'running']);
  });

  test('tells once which source is late and why, and goes on when it comes', async () => {
    let runs = 0;
    const fault = { type: 'status', code: 403, reason: 'Forbidden' } as const;
    const forbidden = world.server.faults.inject({ verbs: ['list', 'watch'], resource: 'secrets', fault });
    const controller = world
      .controller({ reconcile: () => void (runs += 1), syncTimeout: 60_000 })
      .watches(Api.all(world.client, Secret), () => []);
    await world.create('red');
    world.start(controller);
    await world.clock.advance(3_600_000);
    expect(runs).toBe(0);
    const [first, ...more] = world.complaints;
    expect(first).toEqual({
      level: 'warn',
      msg: 'a source is in trouble, and is tried again',
      controller: 'colours',
      source: 'secrets',
      cluster: '',
      reason: expect.stringMatching(/^denied: .*403/) as unknown,
    });
    expect(more).toEqual([
      {
        level: 'error',
        msg: 'the sources of the cluster are not synced, and none of its objects is reconciled',
        controller: 'colours',
        cluster: '',
        reason: expect.stringMatching(/^secrets: denied: .*403/) as unknown,
      },
    ]);
    forbidden.remove();
    await world.clock.advance(60_000);
    expect(runs).toBe(1);
  });

  test('fails where its sources are late and that is to fail', async () => {
    world.server.faults.inject({ verbs: ['list', 'watch'], resource: 'secrets', fault: { type: 'refuse' } });
    const controller = world
      .controller({ reconcile: () => undefined, syncTimeout: 60_000, onSyncTimeout: 'fail' })
      .watches(Api.all(world.client, Secret), () => []);
    const { ended } = world.start(controller);
    await world.clock.advance(60_000);
    await expect(ended).rejects.toThrow(DeadlineError);
    await expect(ended).rejects.toThrow(
      /^controller colours: not all sources are synced after 60000 ms: secrets: the server cannot be reached: /,
    );
    expect([controller.status.phase, world.clock.pending, world.server.watches]).toEqual(['idle', 0, 0]);
  });

  test('may be run again after it has ended, and not twice at once', async () => {
    const { controller, stop, ended } = await world.run({ reconcile: () => undefined });
    await expect(controller.run()).rejects.toThrow('controller colours: it runs already');
    stop.abort();
    await ended;
    await world.create('red');
    world.start(controller);
    await world.clock.advance(0);
    expect(controller.status.counters.runs).toBe(1);
  });

  test('keeps what an observable says at once, whichever cluster it is of', async () => {
    const [east, west] = [world.client, world.client];
    await world.create('red');
    const seen: string[] = [];
    const controller = world
      .controller(
        {
          reconcile: (_, { cluster, reasons }) => void seen.push(`${cluster} ${reasons[0]?.type}`),
          predicate: () => false,
          cluster: 'east',
        },
        Api.namespaced(east, ConfigMap, 'default'),
      )
      .addCluster('west', west)
      .triggers(from(['east', 'west'].map((cluster) => ({ name: 'red', namespace: 'default', cluster }))));
    world.start(controller);
    await world.clock.advance(0);
    expect([seen.toSorted(), world.complaints]).toEqual([['east requested', 'west requested'], []]);
  });

  test('keeps what is requested before its sources are synced', async () => {
    await world.create('red');
    const seen: string[] = [];
    const controller = world.controller({
      reconcile: (_, { reasons }) => void seen.push(reasons.map(({ type }) => type).join(' ')),
      predicate: () => false,
    });
    world.start(controller);
    await settle();
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(0);
    expect(seen).toEqual(['requested']);
  });
});

describe('a controller that ends', () => {
  test('leaves nothing behind that keeps a process alive', async () => {
    // Ends with an error where the process does not end by itself.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--conditions=kube-rx:src',
        '--disable-warning=ExperimentalWarning',
        join(import.meta.dirname, 'exit.program.ts'),
      ],
      { timeout: 60_000 },
    );
    expect(JSON.parse(stdout)).toMatchObject({ phase: 'idle', counters: { runs: 3, failures: 1 } });
  }, 70_000);

  test('ends at once where nothing is synced yet', async () => {
    const controller = new Controller(Api.all(silent(world.clock), ConfigMap), {
      reconcile: () => undefined,
      clock: world.clock,
      log: false,
    });
    const { stop, ended } = world.start(controller);
    await world.clock.advance(1000);
    expect(controller.status.phase).toBe('syncing');
    stop.abort();
    await ended;
    expect(world.clock.pending).toBe(0);
  });

  test('ends at once where its signal has fired before', async () => {
    const controller = world.controller({ reconcile: () => undefined });
    await controller.run({ signal: AbortSignal.abort() });
    expect([world.clock.pending, world.server.watches]).toEqual([0, 0]);
  });

  test('lets what runs end, and begins nothing', async () => {
    const done: string[] = [];
    const { controller, stop, ended } = await world.run({
      reconcile: async ({ metadata }, { clock, signal }) => {
        await sleep(clock, 5000, signal);
        done.push(metadata.name);
      },
    });
    await world.create('red');
    await world.create('blue');
    stop.abort();
    await world.clock.advance(1000);
    expect(controller.status).toMatchObject({ phase: 'draining', queue: { running: 1 } });
    await world.clock.advance(4000);
    await ended;
    expect(done).toEqual(['red']);
    expect([world.clock.pending, world.server.watches, world.complaints]).toEqual([0, 0, []]);
  });

  test('fires the signals of runs when the drain is over, and tells no failure of theirs', async () => {
    const thrown: unknown[] = [];
    const { stop, ended } = await world.run({
      reconcile: async (_, { clock, signal }) => {
        await sleep(clock, 3_600_000, signal).catch((error: unknown) => {
          thrown.push(error);
          throw error;
        });
      },
      drainTimeout: 2000,
      timeout: 7_200_000,
    });
    await world.create('red');
    stop.abort();
    await world.clock.advance(2000);
    await ended;
    expect(thrown.map(isAbortError)).toEqual([true]);
    expect([world.complaints, world.clock.pending]).toEqual([[], 0]);
  });

  test('ends also where a run does not, and says so', async () => {
    const { controller, stop, ended } = await world.run({
      reconcile: () => new Promise<void>(() => undefined),
      drainTimeout: 2000,
    });
    await world.create('red');
    stop.abort();
    await world.clock.advance(12_000);
    await ended;
    expect(world.complaints).toMatchObject([
      { msg: 'the controller ends, and runs do not though their signals have fired', running: 1 },
    ]);
    expect([controller.status.phase, world.clock.pending]).toEqual(['idle', 0]);
  });

  test('opens no watch of a cluster that is added while it ends, and has it at the next run', async () => {
    const caches = new SharedReflectors({ clock: world.clock, lingerMs: 0 });
    const { controller, stop, ended } = await world.run({
      caches,
      reconcile: (_, { clock }) => sleep(clock, 5000),
    });
    await world.create('red');
    stop.abort();
    await world.clock.advance(1000);
    controller.addCluster('east', world.client);
    await world.clock.advance(4000);
    await ended;
    await world.clock.advance(0);
    expect([caches.size, world.server.watches, world.clock.pending]).toEqual([0, 0, 0]);
    world.start(controller);
    await world.clock.advance(0);
    expect(controller.status.sources.map(({ cluster }) => cluster)).toEqual(['', 'east']);
  });

  test('leaves shared caches to those who share them', async () => {
    const caches = new SharedReflectors({ clock: world.clock });
    const { stop, ended } = await world.run({ reconcile: () => undefined, caches });
    stop.abort();
    await ended;
    expect(caches.size).toBe(1);
    await caches.close();
  });
});

describe('a controller of several clusters', () => {
  test('runs the objects of each by its own client', async () => {
    const east = new ControllerWorld();
    const seen: string[] = [];
    const controller = world
      .controller({
        cluster: 'west',
        reconcile: async ({ metadata }, { cluster, api }) => {
          await api(ConfigMap).patch.merge(metadata.name, { data: { cluster } });
          seen.push(`${cluster} ${metadata.name}`);
        },
        predicate: ({ type }) => type === 'added',
      })
      .addCluster('east', new Client(east.server.service, { clock: world.clock }));
    world.start(controller);
    await world.create('red');
    await east.create('red');
    await world.clock.advance(0);
    expect(seen.sort()).toEqual(['east red', 'west red']);
    expect((await east.configs.get('red')).data).toEqual({ cluster: 'east' });
    expect(() => controller.addCluster('east', world.client)).toThrow('there is a cluster "east" already');
    await east.close();
  });

  test('goes on without one that is dead', async () => {
    const seen: string[] = [];
    const controller = world
      .controller({ cluster: 'west', reconcile: (_, { cluster }) => void seen.push(cluster) })
      .addCluster('east', silent(world.clock));
    world.start(controller);
    await world.clock.advance(0);
    await world.create('red');
    expect(seen).toEqual(['west']);
    await world.clock.advance(120_000);
    expect(controller.status.phase).toBe('running');
    const reason: unknown = expect.stringContaining('was not answered');
    expect(world.complaints).toMatchObject([
      { level: 'warn', cluster: 'east', source: 'configmaps', reason },
      { level: 'error', cluster: 'east', reason },
    ]);
  });

  test('gets and loses clusters while it runs: what runs there is ended, and awaited', async () => {
    const seen: string[] = [];
    const east = new ControllerWorld();
    const { controller } = await world.run({
      concurrency: 2,
      reconcile: async (_, { cluster, clock, signal }) => {
        seen.push(`begins ${cluster}`);
        await sleep(clock, 60_000, signal).finally(() => seen.push(`ends ${cluster}`));
      },
    });
    await east.create('red');
    controller.addCluster('east', new Client(east.server.service, { clock: world.clock }));
    await world.clock.advance(0);
    expect(seen).toEqual(['begins east']);
    const removed = controller.removeCluster('east');
    await world.clock.advance(0);
    await removed;
    expect(seen).toEqual(['begins east', 'ends east']);
    expect([east.server.watches, controller.status.sources.length, controller.status.queue.running]).toEqual([
      0, 1, 0,
    ]);
    await east.create('blue');
    await world.clock.advance(60_000);
    expect(seen.length).toBe(2);
    await east.close();
  });

  test('reconcile where the runs of another cluster hang that was the only one with something to do', async () => {
    const seen: string[] = [];
    const east = new ControllerWorld();
    for (const name of ['red', 'green', 'blue']) await east.create(name);
    const controller = world
      .controller({
        concurrency: 2,
        timeout: 300_000,
        reconcile: ({ metadata: { name } }, { cluster }) => {
          seen.push(`${cluster}/${name}`);
          return cluster === 'east' ? new Promise<void>(() => undefined) : undefined;
        },
      })
      .addCluster('east', new Client(east.server.service, { clock: world.clock }));
    world.start(controller);
    await world.clock.advance(1000);
    expect([seen.length, controller.status.queue]).toMatchObject([1, { running: 1, ready: 2 }]);
    await world.create('white');
    expect(seen.at(-1)).toBe('/white');
    // Nobody is left that the other worker is kept for.
    const removed = controller.removeCluster('');
    await world.clock.advance(0);
    await removed;
    expect([seen.length, controller.status.queue]).toMatchObject([3, { running: 2, ready: 1 }]);
    await east.close();
  });

  test('awaits no run of a cluster that has come again under the name of one that was removed', async () => {
    await world.create('red');
    await world.create('blue');
    let isBack = false;
    const began: string[] = [];
    const { controller } = await world.run({
      reconcile: async ({ metadata: { name } }, { cluster, clock, signal }) => {
        if (cluster === '' || (!isBack && name === 'blue')) return;
        began.push(name);
        // Those of the removed cluster take a while to end.
        await (isBack ? sleep(clock, 60_000, signal) : sleep(clock, 5_000));
      },
      concurrency: 3,
    });
    controller.addCluster('east', world.client);
    await world.clock.advance(0);
    isBack = true;
    let isOver = false;
    void controller.removeCluster('east').then(() => (isOver = true));
    controller.addCluster('east', world.client);
    await world.clock.advance(5_000);
    expect([began, isOver, world.complaints]).toEqual([['red', 'blue', 'red'], true, []]);
  });

  test('runs nothing of a cluster before its sources are synced, whatever a mapper of another one names', async () => {
    await world.create('red');
    const seen: string[] = [];
    let isDown = true;
    const east = new Client(
      (request, options) =>
        isDown && request.path.endsWith('/secrets')
          ? Promise.reject(new Error('down'))
          : world.server.service(request, options),
      { clock: world.clock },
    );
    const controller = world
      .controller({
        reconcile: (_, { cluster }) => void seen.push(cluster),
        predicate: () => false,
        cluster: 'west',
      })
      .watches(Api.all(world.client, Secret), ({ metadata: { namespace = '' } }) =>
        namespace === 'default' ? [{ name: 'red', cluster: 'east' }] : [],
      )
      .addCluster('east', east);
    world.start(controller);
    await Api.namespaced(world.client, Secret, 'default').create({ metadata: { name: 'paint' } });
    await world.clock.advance(1000);
    expect([seen, controller.status.sources.map(({ synced }) => synced)]).toEqual([
      [],
      [true, true, true, false],
    ]);
    isDown = false;
    await world.clock.advance(60_000);
    expect(seen).toEqual(['east']);
  });

  test('is not ended by the late sources of a cluster that is removed', async () => {
    const { controller } = await world.run({
      cluster: 'west',
      reconcile: () => new Promise<void>(() => undefined),
      concurrency: 2,
      syncTimeout: 5000,
      onSyncTimeout: 'fail',
    });
    controller.addCluster('east', world.client);
    await world.create('red');
    void controller.removeCluster('east');
    controller.addCluster('east', silent(world.clock));
    void controller.removeCluster('east');
    await world.clock.advance(5000);
    expect(controller.status.phase).toBe('running');
  });

  test('says where a run of a cluster that was removed does not end', async () => {
    const { controller } = await world.run({
      cluster: 'west',
      reconcile: () => new Promise<void>(() => undefined),
    });
    await world.create('red');
    const removed = controller.removeCluster('west');
    await world.clock.advance(10_000);
    await removed;
    expect(world.complaints).toMatchObject([{ cluster: 'west' }]);
  });
});

describe('the sources of a controller', () => {
  test('come and go while it runs', async () => {
    const seen: string[] = [];
    const { controller } = await world.run({
      reconcile: (_, { reasons }) => void seen.push(...reasons.map(({ source }) => source)),
    });
    await world.create('red');
    controller.watches(Api.all(world.client, Secret), () => [{ name: 'red', namespace: 'default' }]);
    await world.clock.advance(1000);
    const secrets = Api.namespaced(world.client, Secret, 'default');
    await secrets.create({ metadata: { name: 'paint' } });
    await world.clock.advance(0);
    expect(seen).toEqual(['configmaps', 'secrets']);
    expect([controller.removeSource('secrets'), controller.removeSource('secrets')]).toEqual([true, false]);
    await secrets.create({ metadata: { name: 'brush' } });
    await world.clock.advance(1000);
    expect(seen.length).toBe(2);
    expect(controller.removeSource('configmaps')).toBe(false);
  });

  test('are said to be ended where another user of their cache has ended it', async () => {
    const caches = new SharedReflectors({ clock: world.clock });
    const { controller, stop, ended } = await world.run({ reconcile: () => undefined, caches });
    await caches.close();
    await world.clock.advance(120_000);
    const reason = 'its watch was ended by another user of its cache';
    expect(controller.status.sources).toMatchObject([{ phase: 'stopped', reason }]);
    expect(world.complaints).toMatchObject([
      {
        level: 'error',
        msg: `source configmaps: ${reason}, so nothing of it is told until the controller runs again`,
      },
    ]);
    stop.abort();
    await ended;
    world.start(controller);
    await world.clock.advance(0);
    expect(controller.status.sources).toMatchObject([{ phase: 'live' }]);
    await caches.close();
  });

  test('keep their names where one that was declared before is removed', async () => {
    const secrets = Api.all(world.client, Secret);
    const controller = world
      .controller({ reconcile: () => undefined })
      .owns(secrets)
      .owns(secrets);
    controller.removeSource('secrets');
    world.start(controller);
    await world.clock.advance(0);
    const names = (): string[] => controller.status.sources.map(({ name }) => name);
    expect(names()).toEqual(['configmaps', 'secrets-2']);
    expect([controller.removeSource('secrets-2'), names()]).toEqual([true, ['configmaps']]);
  });

  test('leave nothing behind where they are refused while it runs', async () => {
    const { controller, stop, ended } = await world.run({ reconcile: () => undefined });
    const secrets = Api.all(world.client, Secret);
    expect(() => controller.owns(secrets, { name: 'children', pageSize: 0 })).toThrow('pageSize');
    controller.owns(secrets, { name: 'children' });
    stop.abort();
    await ended;
    world.start(controller);
    await world.clock.advance(0);
    expect(controller.status.sources).toMatchObject([{ name: 'configmaps' }, { name: 'children' }]);
  });

  test('are read by runs, and children are told apart by uid', async () => {
    const seen: unknown[] = [];
    const controller = world
      .controller({
        reconcile: async ({ metadata }, { apply, children, store }) => {
          await apply(Deployment, {
            metadata: { name: metadata.name },
            spec: {
              selector: { matchLabels: { app: 'web' } },
              template: {
                metadata: { labels: { app: 'web' } },
                spec: { containers: [{ name: 'web', image: 'nginx' }] },
              },
            },
          });
          seen.push([children(Deployment).length, store(Deployment).size]);
        },
      })
      .owns(Api.all(world.client, Deployment));
    world.start(controller);
    await world.clock.advance(0);
    await world.create('red');
    await world.clock.advance(10_000);
    expect(seen.at(-1)).toEqual([1, 1]);
    expect(seen.length).toBeLessThan(4);
    // Whoever may write to one namespace can name the objects of another one as owners.
    const [mine] = await Api.all(world.client, Deployment).list();
    const { ownerReferences = [] } = mine?.metadata ?? {};
    await Api.namespaced(world.client, Deployment, 'kube-system').create({
      metadata: { name: 'foreign', ownerReferences },
      ...(mine?.spec && { spec: mine.spec }),
    });
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.clock.advance(10_000);
    expect(seen.at(-1)).toEqual([1, 2]);
  });
});
