import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { controllerReference, type DynamicObject, withOwner } from '@kube-rx/core';
import { Deployment } from '@kube-rx/k8s';
import type { Actor } from '../../src/actors/actor.ts';
import { deployments } from '../../src/actors/deployments.ts';
import { garbageCollector } from '../../src/actors/garbage-collector.ts';
import { Random } from '../../src/random.ts';
import { ConfigMap } from '../../src/workload.ts';
import { World } from '../../src/world.ts';

let world: World;
let running: Actor;
beforeEach(() => {
  world = new World(1);
});
afterEach(async () => {
  await running.close();
  await world.close();
});

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
};
const web = {
  metadata: { name: 'web' },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template },
};

describe('the actor that brings Deployments up', () => {
  test('takes up a spec and makes its replicas available, in steps', async () => {
    running = deployments()(world, new Random(1));
    const api = Api.namespaced(world.direct(), Deployment, 'default');
    const available: number[] = [];
    const look = async (): Promise<void> => {
      await world.clock.advance(10_000);
      const { status } = await api.get('web');
      // A zero is left out, as a cluster leaves it out.
      available.push(status?.availableReplicas ?? 0);
      expect(status?.observedGeneration).toBe((await api.get('web')).metadata.generation);
    };
    await api.create(web);
    await look();
    await api.patch.merge('web', { spec: { replicas: 5 } });
    await look();
    await api.patch.merge('web', { spec: { replicas: 0 } });
    await look();
    expect(available).toEqual([3, 5, 0]);
  });

  test('goes on when what it wrote last was lost', async () => {
    running = deployments()(world, new Random(1));
    await Api.namespaced(world.direct(), Deployment, 'default').create(web);
    world.inflict({ fault: { type: 'status', code: 500 }, forMs: 30_000 });
    await world.clock.advance(120_000);
    const { status } = await Api.namespaced(world.direct(), Deployment, 'default').get('web');
    expect(status?.availableReplicas).toBe(3);
  });
});

describe('the garbage collector', () => {
  test.each([
    ['whose owner is gone', 'delete', []],
    ['whose owner has a namesake by now', 'recreate', ['owner']],
    ['whose owner is there', 'keep', ['child', 'owner']],
  ])('looks at a child %s', async (_, action, left) => {
    running = garbageCollector([ConfigMap])(world, new Random(1));
    const api = Api.namespaced(world.direct(), ConfigMap, 'default');
    const owner = await api.create({ metadata: { name: 'owner' } });
    const child: DynamicObject = { metadata: { name: 'child' } };
    await api.create(withOwner(child, controllerReference(ConfigMap, owner)));
    await world.clock.advance(10_000);
    if (action !== 'keep') await api.delete(owner);
    if (action === 'recreate') await api.create({ metadata: { name: 'owner' } });
    await world.clock.advance(20_000);
    expect((await api.list()).map(({ metadata }) => metadata.name)).toEqual(left);
  });

  test('lets what is deleted in the foreground go after its dependents', async () => {
    running = garbageCollector([ConfigMap])(world, new Random(1));
    const api = Api.namespaced(world.direct(), ConfigMap, 'default');
    const owner = await api.create({ metadata: { name: 'owner' } });
    const child: DynamicObject = { metadata: { name: 'child', finalizers: ['example.com/hold'] } };
    await api.create(withOwner(child, controllerReference(ConfigMap, owner)));
    await api.delete(owner, { propagationPolicy: 'Foreground' });
    await world.clock.advance(20_000);
    expect((await api.get('child')).metadata.deletionTimestamp).toBeDefined();
    expect((await api.get('owner')).metadata.finalizers).toEqual(['foregroundDeletion']);
    await api.patch.merge('child', { metadata: { finalizers: null } });
    await world.clock.advance(20_000);
    expect(await api.list()).toHaveLength(0);
  });
});
