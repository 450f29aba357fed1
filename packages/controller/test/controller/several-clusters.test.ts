import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { sleep } from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { ControllerWorld, silent } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
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
      .addCluster('east', world.clientOf(east.server.service));
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
      .addCluster('east', world.clientOf(silent));
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
    controller.addCluster('east', world.clientOf(east.server.service));
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
      .addCluster('east', world.clientOf(east.server.service));
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
    const east = world.clientOf((request, options) =>
      isDown && request.path.endsWith('/secrets')
        ? Promise.reject(new Error('down'))
        : world.server.service(request, options),
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
    controller.addCluster('east', world.clientOf(silent));
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
