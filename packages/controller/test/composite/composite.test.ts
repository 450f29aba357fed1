// Composites as users build them, run by the controller on the embedded server.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { InvalidRequestError, isControlledBy } from '@kube-rx/core';
import { ClusterRole, ConfigMap, Namespace, Secret, Service } from '@kube-rx/k8s';
import { type CompositeOptions, composite } from '../../src/composite/composite.ts';
import { ControllerWorld, recordingLog } from '../support/controller-world.ts';

let world: ControllerWorld;
let configs: Api<ConfigMap>;
let secrets: Api<Secret>;
let writes: string[];

beforeEach(() => {
  world = new ControllerWorld();
  writes = [];
  const client = world.client.layered([
    (next) => (request, call) => {
      if (request.method !== 'GET') writes.push(`${request.method} ${request.path}`);
      return next(request, call);
    },
  ]);
  configs = Api.namespaced(client, ConfigMap, 'default');
  secrets = Api.namespaced(client, Secret, 'default');
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

const mirror = ({ metadata: { name }, data = {} }: ConfigMap): Secret[] =>
  Object.keys(data).map((key) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${name}-${key}` },
    data: { value: btoa(data[key] ?? '') },
  }));

type MirrorOptions = CompositeOptions<ConfigMap, readonly [typeof Secret]>;

async function run(options: Partial<MirrorOptions> = {}): Promise<void> {
  const controller = composite(configs, {
    children: [Secret],
    desired: mirror,
    labelSelector: { mirror: 'yes' },
    clock: world.clock,
    random: () => 0,
    log: recordingLog(world.records),
    ...options,
  });
  world.start(controller);
  await world.clock.advance(0);
}

async function create(name: string, data: Readonly<Record<string, string>>): Promise<ConfigMap> {
  const config = await configs.create({ metadata: { name, labels: { mirror: 'yes' } }, data });
  await world.clock.advance(0);
  return config;
}

async function names(): Promise<string[]> {
  return (await secrets.list()).map(({ metadata }) => metadata.name).sort();
}

describe('a composite', () => {
  test('is written in place, without a type: its objects are of the kinds that are declared', async () => {
    const controller = composite(configs, {
      children: [Secret, Service],
      desired: ({ metadata: { name } }) => [
        { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque' },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name },
          spec: { ports: [{ port: 80, protocol: 'TCP' }] },
        },
      ],
      clock: world.clock,
      log: false,
    });
    world.start(controller);
    await create('site', {});
    expect(await names()).toEqual(['site']);
    composite(configs, {
      children: [Secret],
      // @ts-expect-error -- a kind that is not declared
      desired: ({ metadata: { name } }) => [{ apiVersion: 'v1', kind: 'Service', metadata: { name } }],
    });
  });

  test('makes the children of each object, changes them with it, and deletes those that are no longer wanted', async () => {
    await run();
    const config = await create('site', { a: '1', b: '2' });
    expect(await names()).toEqual(['site-a', 'site-b']);
    expect(isControlledBy(await secrets.get('site-a'), config)).toBe(true);
    await configs.patch.merge('site', { data: { a: '3', b: null, c: '4' } });
    await world.clock.advance(0);
    expect(await names()).toEqual(['site-a', 'site-c']);
    expect((await secrets.get('site-a')).data).toEqual({ value: btoa('3') });
  });

  test('puts back what somebody changes or deletes', async () => {
    await run();
    await create('site', { a: '1' });
    await secrets.patch.merge('site-a', { data: { value: btoa('forged') } });
    await world.clock.advance(0);
    expect((await secrets.get('site-a')).data).toEqual({ value: btoa('1') });
    await secrets.delete('site-a');
    await world.clock.advance(0);
    expect(await names()).toEqual(['site-a']);
  });

  test('hot loops on defaulted fields: writes nothing once all is as it is wanted', async () => {
    await run();
    await create('site', { a: '1' });
    writes.length = 0;
    await world.clock.advance(3_600_000);
    await configs.patch.merge('site', { metadata: { annotations: { seen: 'yes' } } });
    await world.clock.advance(3_600_000);
    expect(writes).toEqual(['PATCH /api/v1/namespaces/default/configmaps/site']);
  });

  test('children of other parents: are not touched where two want alike', async () => {
    await run();
    await create('one', { a: '1' });
    await create('two', { a: '1' });
    await configs.patch.merge('one', { data: { a: null, b: '1' } });
    await world.clock.advance(0);
    expect(await names()).toEqual(['one-b', 'two-a']);
  });

  test('empty list by mistake deletes everything: tells it once a try, and deletes nothing', async () => {
    await run();
    await create('site', { a: '1' });
    await configs.patch.merge('site', { data: null });
    await world.clock.advance(0);
    expect(await names()).toEqual(['site-a']);
    const failures = world.records.filter(({ level }) => level === 'error');
    expect(failures.length).toBeGreaterThan(0);
    expect(JSON.stringify(failures[0])).toContain('unless allowEmpty is set');
  });

  test('hands its children to the function of the status once they are applied', async () => {
    const seen: string[][] = [];
    await run({
      status: (_, { children }) => {
        seen.push(children.of(Secret).map(({ metadata }) => metadata.name));
        return {};
      },
    });
    await create('site', { a: '1' });
    expect(seen[0]).toEqual(['site-a']);
  });
});

test('a composite of parents that are selected recreates children of their kind', async () => {
  const controller = composite(configs, {
    children: [ConfigMap],
    desired: ({ metadata: { name }, data = {} }): ConfigMap[] => [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${name}-fixed` }, data, immutable: true },
    ],
    recreate: [ConfigMap],
    labelSelector: { mirror: 'yes' },
    clock: world.clock,
    random: () => 0,
    log: recordingLog(world.records),
  });
  world.start(controller);
  await world.clock.advance(0);
  await create('site', { a: '1' });
  await configs.patch.merge('site', { data: { a: '2' } });
  await world.clock.advance(0);
  expect((await configs.get('site-fixed')).data).toEqual({ a: '2' });
});

describe('what a composite cannot be made of', () => {
  const desired = (): [] => [];

  test.each<[string, string, () => unknown]>([
    [
      'no kinds',
      'composite of configmaps: children names no kind',
      () => composite(configs, { children: [], desired }),
    ],
    [
      'a cluster-scoped child of an object in a namespace',
      'composite of configmaps: clusterroles.rbac.authorization.k8s.io are cluster-scoped, and what is in a namespace cannot own them',
      () => composite(configs, { children: [ClusterRole], desired }),
    ],
    [
      'a kind to recreate that is no child',
      'composite of configmaps: services are to be recreated, and are no children',
      () => composite(configs, { children: [Secret], desired, recreate: [Service] }),
    ],
    [
      'no function',
      'composite: desired must be a function',
      () => composite(configs, { children: [Secret], desired: undefined as never }),
    ],
    [
      'no list of kinds',
      'composite: children must be a list of kinds',
      () => composite(configs, { children: Secret as never, desired }),
    ],
    [
      'a kind to recreate that is in no list',
      'composite: recreate must be a list of kinds',
      () => composite(configs, { children: [Secret], desired, recreate: Secret as never }),
    ],
    [
      'an answer that reads as a yes',
      'composite: allowEmpty must be true or false',
      () => composite(configs, { children: [Secret], desired, allowEmpty: 'no' as never }),
    ],
    [
      'a teardown that there is not',
      "composite: teardown must be 'garbage collection' or 'ordered'",
      () => composite(configs, { children: [Secret], desired, teardown: 'order' as never }),
    ],
    [
      'a finalizer without a domain',
      'is no name of one',
      () => composite(configs, { children: [Secret], desired, teardown: 'ordered', finalizer: 'held' }),
    ],
    [
      'a kind twice',
      'children names secrets twice',
      () => composite(configs, { children: [Secret, Secret], desired }),
    ],
  ])('is one clear error: %s', (_, message, make) => {
    expect(make).toThrow(InvalidRequestError);
    expect(make).toThrow(message);
  });

  test('is no cluster-scoped parent: its children may be of both scopes', () => {
    expect(() =>
      composite(Api.all(world.client, Namespace), { children: [Secret, ClusterRole], desired }),
    ).not.toThrow();
  });
});
