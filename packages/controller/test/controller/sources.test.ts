import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { controllerReference } from '@kube-rx/core';
import { ConfigMap, Deployment, Secret } from '@kube-rx/k8s';
import { SharedReflectors } from '@kube-rx/runtime';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
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

  test('say of no child that it is missing before a late source has its first list', async () => {
    const seen: unknown[] = [];
    const { controller } = await world.run({
      reconcile: (_, { children }) => void seen.push(children(Secret).length),
    });
    const red = await world.create('red');
    const secrets = Api.namespaced(world.client, Secret, 'default');
    const ownerReferences = [controllerReference(ConfigMap, red)];
    await secrets.create({ metadata: { name: 'paint', ownerReferences } });
    const fault = world.server.faults.inject({
      resource: 'secrets',
      fault: { type: 'status', code: 403, message: 'not yours' },
    });
    controller.owns(secrets);
    await world.clock.advance(1000);
    expect(world.complaints.map(({ error }) => error)).toContainEqual(
      expect.stringMatching(/the cache of secrets is not complete yet.*: denied: .* answered 403/),
    );
    expect(seen).toEqual([]);
    fault.remove();
    await world.clock.advance(120_000);
    expect(seen.at(-1)).toBe(1);
    expect(seen).not.toContain(0);
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
