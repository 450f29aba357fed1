import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { InvalidRequestError } from '@kube-rx/core';
import { ClusterRole, ConfigMap, Deployment, Secret } from '@kube-rx/k8s';
import { ApplyWorld, site, Widget } from '../support/apply-world.ts';

let world: ApplyWorld;

beforeEach(async () => {
  world = await ApplyWorld.start();
});

afterEach(() => world[Symbol.asyncDispose]());

const settings = { metadata: { name: 'web' }, data: { tier: 'front' } };

const deployment = {
  metadata: { name: 'web' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'nginx',
            ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
            resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
          },
        ],
      },
    },
  },
};

async function requests(during: () => Promise<unknown>): Promise<number> {
  const before = world.sent.length;
  await during();
  return world.sent.length - before;
}

describe('an apply', () => {
  test('creates the object in the namespace of the run, owned field by field by the controller', async () => {
    const map = await world.apply(ConfigMap, settings);
    expect(map.metadata).toMatchObject({ name: 'web', namespace: 'shop' });
    expect(map.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual([
      'site-controller Apply',
    ]);
  });

  test('of what was applied last sends nothing, and gives the observed object', async () => {
    const first = await world.apply(ConfigMap, settings);
    expect(
      await requests(async () =>
        expect((await world.apply(ConfigMap, settings)).metadata.uid).toBe(first.metadata.uid),
      ),
    ).toBe(0);
  });

  test('hot loop on defaulted fields: what the server adds leads to no second write', async () => {
    await world.apply(Deployment, deployment);
    expect(await requests(() => world.apply(Deployment, deployment))).toBe(0);
  });

  test('after a write of the status alone sends nothing', async () => {
    await world.apply(Deployment, deployment);
    const deployments = Api.namespaced(world.client, Deployment, 'shop');
    for (const replicas of [1, 2, 3]) {
      await deployments.status.patch.merge('web', { status: { replicas } });
      expect(await requests(() => world.apply(Deployment, deployment))).toBe(0);
    }
  });

  test('after a change of a field that it does not name asks once, and is remembered for that', async () => {
    await world.apply(ConfigMap, settings);
    await Api.namespaced(world.client, ConfigMap, 'shop').patch.merge('web', { data: { other: '1' } });
    const again = (): Promise<unknown> => world.apply(ConfigMap, settings);
    expect([await requests(again), await requests(again)]).toEqual([1, 0]);
  });

  test('removes a field that is no longer wanted, though all that is wanted is there', async () => {
    await world.apply(ConfigMap, { ...settings, data: { tier: 'front', old: '1' } });
    expect((await world.apply(ConfigMap, settings)).data).toEqual({ tier: 'front' });
  });

  test('after a restart is sent once, as a field may have been wanted before', async () => {
    await world.apply(ConfigMap, { ...settings, data: { tier: 'front', old: '1' } });
    world.memory.forget('shop/site');
    const again = (): Promise<unknown> => world.apply(ConfigMap, settings);
    expect([await requests(again), await requests(again)]).toEqual([1, 0]);
    expect((await Api.namespaced(world.client, ConfigMap, 'shop').get('web')).data).toEqual({
      tier: 'front',
    });
  });

  test.each([
    ['a deployment, its quantities by value', Deployment, deployment],
    [
      'a custom resource',
      Widget,
      { metadata: { name: 'web' }, spec: { size: 1, parts: [{ name: 'a', count: 1 }], tags: ['x'] } },
    ],
    ['a map', ConfigMap, settings],
  ] as const)(
    'after a restart sends nothing where the cache has managed fields: %s',
    async (_, resource, desired) => {
      await world.apply<typeof settings>(resource as never, desired);
      world.memory.forget('shop/site');
      world.keepManagedFields = true;
      expect(await requests(() => world.apply<typeof settings>(resource as never, desired))).toBe(0);
    },
  );

  test('takes another form of a quantity for another value where the server stores texts', async () => {
    await world.apply(Widget, { metadata: { name: 'web' }, spec: { cpu: '1' } });
    world.keepManagedFields = true;
    const changed = await world.apply(Widget, { metadata: { name: 'web' }, spec: { cpu: '1000m' } });
    expect(changed.spec?.cpu).toBe('1000m');
  });

  test('takes a label that reads as a quantity for a text', async () => {
    world.keepManagedFields = true;
    await world.apply(Deployment, { ...deployment, metadata: { name: 'web', labels: { size: '1' } } });
    const changed = await world.apply(Deployment, {
      ...deployment,
      metadata: { name: 'web', labels: { size: '1000m' } },
    });
    expect(changed.metadata.labels).toEqual({ size: '1000m' });
  });

  test('takes a member for a text, though its name ends as the path of a quantity does', async () => {
    const member = 'web.resources.limits.cpu';
    world.keepManagedFields = true;
    await world.apply(ConfigMap, { ...settings, data: { [member]: '1' } });
    const changed = await world.apply(ConfigMap, { ...settings, data: { [member]: '1000m' } });
    expect(changed.data).toEqual({ [member]: '1000m' });
  });

  test('delete of a namesake: what was applied to an object that is gone says nothing of its namesake', async () => {
    const first = await world.apply(ConfigMap, settings);
    const maps = Api.namespaced(world.client, ConfigMap, 'shop');
    await maps.delete(first);
    await maps.create({ metadata: { name: 'web' }, data: { tier: 'front' } });
    expect(await requests(() => world.apply(ConfigMap, settings))).toBe(1);
  });

  test('that failed is sent again, as it may have been carried out', async () => {
    await world.apply(ConfigMap, settings);
    await Api.namespaced(world.client, ConfigMap, 'shop').patch.merge('web', { immutable: true });
    await world.apply(ConfigMap, settings);
    await expect(world.apply(ConfigMap, { ...settings, data: { tier: 'back' } })).rejects.toThrow(
      'immutable',
    );
    expect(await requests(() => world.apply(ConfigMap, settings))).toBe(1);
  });

  test('two at the same time leave nothing to be trusted', async () => {
    await Promise.all([
      world.apply(ConfigMap, settings),
      world.apply(ConfigMap, { ...settings, data: { tier: 'back' } }),
    ]);
    expect(await requests(() => world.apply(ConfigMap, settings))).toBe(1);
  });

  test('that names a version is always sent', async () => {
    const { metadata } = await world.apply(ConfigMap, settings);
    const { resourceVersion = '' } = metadata;
    const conditional = { ...settings, metadata: { name: 'web', resourceVersion } };
    await world.apply(ConfigMap, conditional);
    expect(await requests(() => world.apply(ConfigMap, conditional))).toBe(1);
  });

  test('of what another manager owns takes it over, unless it is told not to', async () => {
    const maps = Api.namespaced(world.client, ConfigMap, 'shop');
    await maps.apply('web', { data: { tier: 'back' } }, { fieldManager: 'other' });
    await expect(world.apply(ConfigMap, settings, { force: false })).rejects.toThrow('conflict');
    expect((await world.apply(ConfigMap, settings)).data).toEqual({ tier: 'front' });
  });

  test('sends the data of a Secret that no answer repeats once', async () => {
    const desired = { metadata: { name: 'key' }, stringData: { token: 'x' } };
    await world.apply(Secret, desired);
    expect(await requests(() => world.apply(Secret, desired))).toBe(0);
  });
});

describe('the controller of an applied object', () => {
  test('is the object of the run, where that is asked for', async () => {
    const { metadata } = await world.apply(ConfigMap, settings, { controlled: true });
    expect(metadata.ownerReferences).toEqual([
      {
        apiVersion: 'shop.example/v1',
        kind: 'Widget',
        name: 'site',
        uid: 'uid-of-site',
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
  });

  test('cannot be in another namespace, where the garbage collector would take it for gone', async () => {
    const desired = { ...settings, metadata: { name: 'web', namespace: 'other' } };
    await expect(world.apply(ConfigMap, desired, { controlled: true })).rejects.toThrow(
      'ConfigMap "other/web" cannot be controlled by Widget "shop/site"',
    );
  });
});

describe('what is no object to apply', () => {
  test.each([
    ['undefined', undefined, 'apply of configmaps: undefined is no object'],
    ['a promise', Promise.resolve(settings), 'apply of configmaps: the object has no metadata.name'],
    ['an array', [settings], 'apply of configmaps: an array is no object'],
    ['an object without a name', { metadata: {} }, 'apply of configmaps: the object has no metadata.name'],
    [
      'an object of another kind',
      { kind: 'Secret', metadata: { name: 'a' } },
      'apply of configmaps: the object is "v1" "Secret", not v1 ConfigMap',
    ],
  ])('is refused before anything is sent: %s', async (_, desired, message) => {
    world.observes = false;
    const failure = world.apply(ConfigMap, desired as object);
    await expect(failure).rejects.toThrow(InvalidRequestError);
    await expect(failure).rejects.toThrow(message);
    expect(world.sent).toEqual([]);
  });

  test('is a namespace for a kind without namespaces, and none for one that has them', async () => {
    world.observes = false;
    const role = { metadata: { name: 'reader', namespace: 'shop' } };
    await expect(world.apply(ClusterRole, role)).rejects.toThrow('leave metadata.namespace out');
    const parent = { resource: ClusterRole, object: { metadata: { name: 'reader', uid: 'u' } } };
    await expect(world.apply(ConfigMap, settings, { parent })).rejects.toThrow(
      'metadata.namespace is missing',
    );
    expect(site.metadata.namespace).toBe('shop');
  });
});
