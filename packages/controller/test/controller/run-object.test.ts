import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import type { ResponseBody } from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { controllerAnnotations } from '../../src/controller/annotations.ts';
import type { ReconcileContext } from '../../src/controller/context.ts';
import { Controller } from '../../src/controller/controller.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

describe('the context of a run', () => {
  test('has what it needs to know why it runs', async () => {
    const contexts: ReconcileContext<ConfigMap>[] = [];
    await world.run({ reconcile: (_, context) => void contexts.push(context) });
    const { metadata } = await world.create('red');
    const [context] = contexts;
    expect(context?.reasons).toEqual([
      {
        type: 'added',
        source: 'configmaps',
        object: 'default/red',
        resourceVersion: metadata.resourceVersion,
      },
    ]);
    expect([context?.triggerCount, context?.failures, context?.cluster]).toEqual([1, 0, '']);
    expect(context?.ref).toEqual({ resource: ConfigMap, name: 'red', namespace: 'default' });
    expect(context?.signal.aborted).toBe(false);
  });

  test('may be taken apart', async () => {
    const names: string[] = [];
    await world.run({
      reconcile: async ({ metadata }, { api, store, log, apply }) => {
        if (metadata.name !== 'red') return;
        log.info({}, 'seen');
        const { metadata: read } = await api(ConfigMap).get('red');
        const applied = await apply(ConfigMap, { metadata: { name: 'blue' }, data: { of: read.name } });
        names.push(
          read.name,
          applied.metadata.name,
          store(ConfigMap).get('default/red')?.metadata.name ?? '',
        );
      },
    });
    await world.create('red');
    expect(names).toEqual(['red', 'blue', 'red']);
    expect(world.records).toContainEqual(
      expect.objectContaining({ msg: 'seen', controller: 'colours', name: 'red' }),
    );
  });
});

describe('an apply of what the cache has only a part of', () => {
  test.each<[string, (controller: Controller<ConfigMap>, secrets: Api<Secret>) => unknown]>([
    ['metadata', (controller, secrets) => controller.watchesMetadata(secrets, () => [])],
    ['fields', (controller, secrets) => controller.watches(secrets, () => [], { fields: ['type'] })],
  ])('gives the whole object at every run: %s', async (_, watch) => {
    const answers: unknown[] = [];
    const controller = world.controller({
      reconcile: async (_, { apply }) => {
        const { data } = await apply(Secret, { metadata: { name: 'key' }, data: { a: 'MQ==' } });
        answers.push(data);
      },
    });
    watch(controller, Api.namespaced(world.client, Secret, 'default'));
    world.start(controller);
    await world.create('red');
    await world.configs.patch.merge('red', { data: { a: '1' } });
    await world.clock.advance(0);
    expect(answers).toEqual([{ a: 'MQ==' }, { a: 'MQ==' }]);
  });
});

test('an apply is compared with the cache that has the object, where an earlier source selects others', async () => {
  const secrets = Api.namespaced(world.client, Secret, 'default');
  const answers: string[] = [];
  const controller = world
    .controller({
      reconcile: async (_, { apply }) => {
        const { metadata } = await apply(Secret, { metadata: { name: 'key' }, data: { a: 'MQ==' } });
        // The answer to a request tells who manages its fields, and the cache does not keep that.
        answers.push(metadata.managedFields ? 'asked' : 'observed');
      },
    })
    .watches(secrets, () => [], { labelSelector: 'mirror' })
    .owns(secrets);
  world.start(controller);
  await world.create('red');
  await world.configs.patch.merge('red', { data: { a: '1' } });
  await world.clock.advance(0);
  expect(answers).toEqual(['asked', 'observed', 'observed']);
});

describe('an object that is gone', () => {
  test('is not run', async () => {
    let runs = 0;
    const { controller } = await world.run({ reconcile: () => void (runs += 1) });
    await world.create('red');
    await world.configs.delete('red');
    await world.clock.advance(0);
    controller.request({ name: 'green', namespace: 'default' });
    await world.clock.advance(0);
    expect([runs, controller.status.counters.runs]).toEqual([1, 1]);
  });

  test('is told to `onDeleted` as it was last, until that has succeeded', async () => {
    const told: unknown[] = [];
    const { controller } = await world.run({
      reconcile: () => Action.requeueAfter(60_000),
      onDeleted: (ref, { clock }, last) => {
        told.push([ref.namespace, ref.name, last.data, clock.monotonic()]);
        if (told.length === 1) throw new Error('once more');
        return told.length === 2 ? Action.requeueAfter(1000) : Action.done();
      },
      backoff: { minMs: 100, maxMs: 1000 },
    });
    await world.create('red', { at: '1' });
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.configs.delete('red');
    await world.clock.advance(3_600_000);
    expect(told).toEqual([0, 50, 1050].map((at) => ['default', 'red', { at: '2' }, at]));
    expect(controller.status.queue).toEqual({ ready: 0, waiting: 0, running: 0, held: 0 });
  });

  test('is told before one of the same name runs', async () => {
    const told: string[] = [];
    const first = Promise.withResolvers<undefined>();
    await world.run({
      reconcile: async ({ data }) => {
        told.push(`run ${data?.['at']}`);
        if (data?.['at'] === '1') await first.promise;
      },
      onDeleted: (_, __, last) => void told.push(`deleted ${last.data?.['at']}`),
    });
    await world.create('red', { at: '1' });
    await world.configs.delete('red');
    await world.create('red', { at: '2' });
    first.resolve(undefined);
    await world.clock.advance(1000);
    expect(told).toEqual(['run 1', 'deleted 1', 'run 2']);
  });
});

describe('an object without a uid, as an aggregated API may have it', () => {
  test('is told to `onDeleted` once, and runs again when it is there again', async () => {
    const told: string[] = [];
    const controller = new Controller(Api.namespaced(withoutUids(), ConfigMap, 'default'), {
      reconcile: () => void told.push('run'),
      onDeleted: () => void told.push('deleted'),
      clock: world.clock,
      log: false,
    });
    world.start(controller);
    await world.create('red');
    await world.configs.delete('red');
    await world.clock.advance(1000);
    expect(told).toEqual(['run', 'deleted']);
    await world.create('red');
    await world.clock.advance(1000);
    expect(told).toEqual(['run', 'deleted', 'run']);
  });
});

/** A client of the world's server, which tells no uid. */
function withoutUids(): Client {
  return world.clientOf(async (request, options) => {
    const response = await world.server.service(request, options);
    return { ...response, body: cut(response.body) };
  });
}

async function* cut(body: ResponseBody): AsyncGenerator<Uint8Array> {
  for await (const piece of body)
    yield Buffer.from(
      Buffer.from(piece)
        .toString()
        .replace(/"uid":"[^"]*",/g, ''),
    );
}

describe('an object that is paused by annotation', () => {
  const annotate = async (name: string, annotations: Record<string, string | null>): Promise<void> => {
    await world.configs.patch.merge(name, { metadata: { annotations } });
    await world.clock.advance(0);
  };

  test('is not run, told in the status, and runs when it is paused no more', async () => {
    let runs = 0;
    const { controller } = await world.run({
      reconcile: () => void (runs += 1),
      // A predicate that lets no update pass does not keep it from that.
      predicate: ({ type }) => type !== 'updated',
    });
    await world.create('red');
    await annotate('red', { [controllerAnnotations.paused]: 'true' });
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(1000);
    expect([runs, controller.status.paused]).toEqual([1, 1]);
    await annotate('red', { [controllerAnnotations.paused]: null });
    expect([runs, controller.status.paused]).toEqual([2, 0]);
    await annotate('red', { [controllerAnnotations.paused]: 'true' });
    await world.configs.delete('red');
    await world.clock.advance(0);
    expect(controller.status.paused).toBe(0);
  });

  test('is forgotten when it goes, also where a predicate lets no deletion pass', async () => {
    const deleted: string[] = [];
    const { controller } = await world.run({
      reconcile: () => undefined,
      onDeleted: ({ name }) => void deleted.push(name),
      predicate: ({ type }) => type !== 'deleted',
    });
    await world.create('red');
    await annotate('red', { [controllerAnnotations.paused]: 'true' });
    expect(controller.status.paused).toBe(1);
    await world.configs.delete('red');
    await world.clock.advance(0);
    expect([controller.status.paused, deleted, controller.status.counters.runs]).toEqual([0, [], 1]);
  });

  test('runs once for each new value of the annotation that requests it', async () => {
    let runs = 0;
    await world.run({ reconcile: () => void (runs += 1), predicate: ({ type }) => type === 'added' });
    await world.create('red');
    await annotate('red', { other: '1' });
    expect(runs).toBe(1);
    await annotate('red', { [controllerAnnotations.reconcileRequestedAt]: '1' });
    await annotate('red', { other: '2' });
    expect(runs).toBe(2);
    await annotate('red', { [controllerAnnotations.reconcileRequestedAt]: '2' });
    expect(runs).toBe(3);
  });
});
