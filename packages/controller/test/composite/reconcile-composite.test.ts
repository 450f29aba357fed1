import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { controllerReference, type KubeObject, type Resource } from '@kube-rx/core';
import { ConfigMap, Deployment, Service } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { Widget } from '../support/apply-world.ts';
import { CompositeWorld } from '../support/composite-world.ts';

let world: CompositeWorld;

beforeEach(async () => {
  world = await CompositeWorld.start([ConfigMap, Deployment, Service]);
});

afterEach(() => world[Symbol.asyncDispose]());

const map = (name: string, data: Readonly<Record<string, string>> = { a: '1' }): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

const deployment = (app: string, image: string = 'nginx'): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'web', image }] } },
  },
});

const service: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
};

const maps = (): Api<ConfigMap> => Api.namespaced(world.world.client, ConfigMap, 'shop');

async function failure(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'no error',
    (error: unknown) => String(error),
  );
}

describe('a run of a composite', () => {
  test('applies the children in order, with the parent as their controller', async () => {
    world.rules({ desired: () => [service, deployment('web')] });
    expect(await world.writes(() => world.run())).toEqual([
      'PATCH /api/v1/namespaces/shop/services/web',
      'PATCH /apis/apps/v1/namespaces/shop/deployments/web',
    ]);
    const site = await world.world.widgets.get('site');
    const { metadata } = await Api.namespaced(world.world.client, Deployment, 'shop').get('web');
    expect(metadata.ownerReferences).toEqual([controllerReference(Widget, site)]);
  });

  test('hot loops on defaulted fields: sends nothing once all is as it is wanted', async () => {
    world.rules({ desired: () => [map('a'), deployment('web'), service] });
    await world.run();
    expect(await world.writes(() => world.syncAndRun())).toEqual([]);
  });

  test('deletes what is no longer wanted, after the rest was applied', async () => {
    world.rules({ desired: () => [map('a'), map('b')] });
    await world.run();
    world.rules({ desired: () => [map('c')] });
    expect(await world.writes(() => world.syncAndRun())).toEqual([
      'PATCH /api/v1/namespaces/shop/configmaps/c',
      'DELETE /api/v1/namespaces/shop/configmaps/a',
      'DELETE /api/v1/namespaces/shop/configmaps/b',
    ]);
    expect(await world.names(ConfigMap)).toEqual(['c']);
  });

  test('hands the observed children to the function, and what was written to that of the status', async () => {
    const seen: number[] = [];
    world.rules({
      desired: (_, { children }) => {
        seen.push(children.of(ConfigMap).length);
        return [map('a')];
      },
      status: (_, { children }) => ({
        phase: `${children.get(ConfigMap, 'a')?.data?.['a']} of ${children.of(ConfigMap).length}`,
      }),
    });
    await world.run();
    expect((await world.world.widgets.get('site')).status).toEqual({ phase: '1 of 1' });
    expect(await world.writes(() => world.syncAndRun())).toEqual([]);
    expect(seen).toEqual([0, 1]);
  });

  test('leaves a child that is being deleted alone until it is gone', async () => {
    world.rules({ desired: () => [map('a')] });
    await world.run();
    await maps().patch.merge('a', { metadata: { finalizers: ['example.com/hold'] } });
    await maps().delete('a');
    expect(await world.writes(() => world.syncAndRun())).toEqual([]);
    await maps().patch.merge('a', { metadata: { finalizers: null } });
    await world.syncAndRun();
    expect(await world.names(ConfigMap)).toEqual(['a']);
  });

  test("looks again where a child that is being deleted is nobody's: nothing tells when it is gone", async () => {
    await maps().create({ metadata: { name: 'a', finalizers: ['example.com/hold'] } });
    await maps().delete('a');
    world.rules({ desired: () => [map('a')] });
    await world.sync();
    expect(await world.run()).toEqual(Action.requeueAfter(30_000));
  });

  test('does nothing for an object that is being deleted: the garbage collector deletes its children', async () => {
    world.rules({ desired: () => [map('a')] });
    await world.world.widgets.patch.merge('site', { metadata: { finalizers: ['example.com/hold'] } });
    await world.world.widgets.delete('site');
    expect(await world.writes(() => world.syncAndRun())).toEqual([]);
  });
});

describe('what a composite refuses', () => {
  beforeEach(async () => {
    world.rules({ desired: () => [map('a'), map('b')] });
    await world.run();
    await world.sync();
  });

  test.each<[string, string, () => unknown]>([
    ['empty list by mistake deletes everything', 'empty list', () => []],
    ['a promise', 'a promise', () => Promise.resolve([])],
    ['a null among the objects', 'desired[0] is null', () => [null]],
    [
      'an object without a name',
      'no metadata.name',
      () => [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }],
    ],
    ['one object twice', 'twice', () => [map('c'), map('c')]],
    ['a kind that is not declared', 'not among the children', () => [{ ...map('c'), kind: 'Secret' }]],
    [
      'another namespace',
      'cannot own it there',
      () => [{ ...map('c'), metadata: { name: 'c', namespace: 'other' } }],
    ],
  ])('writes and deletes nothing, and is told once: %s', async (_, message, desired) => {
    world.rules({ desired });
    expect(await world.writes(async () => expect(await failure(world.run())).toContain(message))).toEqual([]);
    expect(world.events.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      'Warning DesiredStateRefused',
    ]);
    expect(world.events[0]?.note).toContain(message);
    expect(await world.names(ConfigMap)).toEqual(['a', 'b']);
  });

  test('a function that throws, whose words are in no Event: more people may read those than Secrets', async () => {
    const desired = (): never => JSON.parse('hunter2') as never;
    world.rules({ desired });
    expect(await failure(world.run())).toContain('the function desired threw "Unexpected token');
    expect(world.events.map(({ reason }) => reason)).toEqual(['DesiredStateRefused']);
    expect(world.events[0]?.note).toBe("a function of the composite threw: its controller's log says what");
    expect(await world.names(ConfigMap)).toEqual(['a', 'b']);
  });

  test.each(['desired', 'status'] as const)(
    'an asynchronous %s, whose rejection ends no process',
    async (name) => {
      const unhandled: unknown[] = [];
      const note = (reason: unknown): void => void unhandled.push(reason);
      process.on('unhandledRejection', note);
      const asynchronous = (): never => Promise.reject(new Error('never heard')) as never;
      world.rules({ desired: () => [map('a'), map('b')], [name]: asynchronous });
      expect(await failure(world.run())).toContain(`the function ${name} gave a promise`);
      await new Promise(setImmediate);
      process.off('unhandledRejection', note);
      expect(unhandled).toEqual([]);
      expect(await world.names(ConfigMap)).toEqual(['a', 'b']);
    },
  );

  test('an object that another controller has', async () => {
    const other = await world.world.widgets.create({ metadata: { name: 'other' } });
    await maps().create({
      ...map('theirs'),
      metadata: { name: 'theirs', ownerReferences: [controllerReference(Widget, other)] },
    });
    await world.sync();
    world.rules({ desired: () => [map('theirs', { a: '2' })] });
    expect(await failure(world.run())).toContain(
      '"shop/theirs" is wanted, and it is a child of "Widget" "other"',
    );
    expect(await world.names(ConfigMap)).toEqual(['a', 'b', 'theirs']);
    expect((await maps().get('theirs')).data).toEqual({ a: '1' });
  });

  test('to judge by a cache that is not complete', async () => {
    world.unsync(Service);
    world.rules({ desired: () => [map('c')] });
    expect(await failure(world.run())).toContain('the cache of services is not complete yet');
    expect(await world.names(ConfigMap)).toEqual(['a', 'b']);
  });

  test('to delete anything where an apply has failed', async () => {
    world.rules({ desired: () => [{ ...map('c'), data: { 'not a key!': '' } }] });
    expect(await failure(world.run())).toContain('Invalid');
    expect(await world.names(ConfigMap)).toEqual(['a', 'b']);
  });
});

describe('what a composite deletes', () => {
  const wantOnlyC = (): void => world.rules({ desired: () => [map('c')] });

  beforeEach(async () => {
    world.rules({ desired: () => [map('a'), map('c')] });
    await world.run();
    await world.sync();
  });

  test('is not an object of another parent', async () => {
    const other = await world.world.widgets.create({ metadata: { name: 'other' } });
    await maps().create({
      ...map('b'),
      metadata: { name: 'b', ownerReferences: [controllerReference(Widget, other)] },
    });
    wantOnlyC();
    await world.syncAndRun();
    expect(await world.names(ConfigMap)).toEqual(['b', 'c']);
  });

  test('delete of a namesake: is not another object by the name of a child, whatever a late cache says', async () => {
    await maps().delete('a');
    await maps().create(map('a', { precious: 'yes' }));
    wantOnlyC();
    await world.run();
    expect((await maps().get('a')).data).toEqual({ precious: 'yes' });
  });

  test('is not a child that has another controller since', async () => {
    const other = await world.world.widgets.create({ metadata: { name: 'other' } });
    const ownerReferences = [controllerReference(Widget, other)];
    await maps().patch.merge('a', { metadata: { ownerReferences } });
    wantOnlyC();
    await world.run();
    expect(await world.names(ConfigMap)).toEqual(['a', 'c']);
  });

  test('is a child that has changed since', async () => {
    await maps().patch.merge('a', { data: { busy: 'yes' } });
    wantOnlyC();
    await world.run();
    expect(await world.names(ConfigMap)).toEqual(['c']);
  });

  test('is nothing where the parent has changed since: the next run may want it again', async () => {
    await world.world.widgets.patch.merge('site', { spec: { size: 2 } });
    wantOnlyC();
    await world.run();
    expect(await world.names(ConfigMap)).toEqual(['a', 'c']);
    await world.syncAndRun();
    expect(await world.names(ConfigMap)).toEqual(['c']);
  });

  test('is nothing where the parent is gone, or a namesake by now', async () => {
    await world.world.widgets.delete('site');
    await world.world.widgets.create({ metadata: { name: 'site' }, spec: { size: 1 } });
    wantOnlyC();
    await world.run();
    expect(await world.names(ConfigMap)).toEqual(['a', 'c']);
  });

  test('children of an earlier namesake counted: is no child of an earlier parent of the name', async () => {
    await world.world.widgets.delete('site');
    await world.world.widgets.create({ metadata: { name: 'site' } });
    world.rules({ desired: () => [map('d')] });
    await world.syncAndRun();
    expect(await world.names(ConfigMap)).toEqual(['a', 'c', 'd']);
  });

  test('is everything where that is said', async () => {
    world.rules({ desired: () => [], allowEmpty: true });
    await world.syncAndRun();
    expect(await world.names(ConfigMap)).toEqual([]);
  });
});

describe('fields of a child that cannot change', () => {
  const fixed = (value: string, key: string = 'a'): KubeObject =>
    ({ ...map('web', { [key]: value }), immutable: true }) as KubeObject;
  const value = async (): Promise<unknown> => (await maps().get('web')).data;

  beforeEach(async () => {
    world.rules({ desired: () => [fixed('1')] });
    await world.run();
    await world.sync();
  });

  test('are an error that says how to have the object recreated', async () => {
    world.rules({ desired: () => [fixed('2')] });
    const message = await failure(world.run());
    expect(message).toContain('ConfigMap "shop/web" cannot be changed to what is wanted');
    expect(message).toContain('add ConfigMap to recreate');
    expect(world.events.map(({ reason }) => reason)).toEqual(['DesiredStateRefused']);
    expect(await value()).toEqual({ a: '1' });
  });

  test('lead to another object where the kind may be recreated', async () => {
    const before = await maps().get('web');
    world.rules({ desired: () => [fixed('2')], recreate: [ConfigMap] });
    await world.run();
    expect(await world.names(ConfigMap)).toEqual([]);
    await world.syncAndRun();
    expect(await value()).toEqual({ a: '2' });
    expect((await maps().get('web')).metadata.uid).not.toBe(before.metadata.uid);
    expect(world.events.map(({ reason }) => reason)).toEqual(['Recreated']);
  });

  test('delete nothing that could not be created again', async () => {
    world.rules({ desired: () => [fixed('2', 'not a key!')], recreate: [ConfigMap] });
    expect(await failure(world.run())).toContain('Invalid');
    expect(await value()).toEqual({ a: '1' });
  });

  test('delete nothing that the parent does not control', async () => {
    await maps().create({ ...fixed('1'), metadata: { name: 'theirs' } });
    await world.sync();
    world.rules({
      desired: () => [{ ...fixed('2'), metadata: { name: 'theirs' } }, fixed('1')],
      recreate: [ConfigMap],
    });
    expect(await failure(world.run())).toContain('immutable');
    expect(await world.names(ConfigMap)).toEqual(['theirs', 'web']);
  });

  test('lead to one recreation a minute: somebody may change them back each time', async () => {
    world.rules({ desired: () => [fixed('2')], recreate: [ConfigMap] });
    await world.run();
    const ownerReferences = [controllerReference(Widget, await world.world.widgets.get('site'))];
    await maps().create({ ...fixed('1'), metadata: { name: 'web', ownerReferences } });
    await world.sync();
    expect(await failure(world.run())).toContain('was recreated less than a minute ago');
    await world.clock.advance(60_000);
    await world.run();
    expect(await world.names(ConfigMap)).toEqual([]);
  });
});

describe('an ordered teardown', () => {
  /** Nothing holds it any more, and the garbage collector, which the embedded server does not have, lets it go. */
  async function release<K extends KubeObject>(
    resource: Resource<K, 'Namespaced'>,
    name: string,
  ): Promise<void> {
    const api = Api.namespaced<KubeObject, 'Namespaced', string>(world.world.client, resource, 'shop');
    await api.patch.merge(name, { metadata: { finalizers: null } });
  }

  const everything = (): KubeObject[] => [
    { ...map('a'), metadata: { name: 'a', finalizers: ['example.com/hold'] } },
    deployment('web'),
    { ...service, metadata: { name: 'web', finalizers: ['example.com/hold'] } },
  ];

  beforeEach(async () => {
    world.rules({ desired: everything, teardown: 'ordered' });
    await world.syncAndRun();
    await world.sync();
    await world.world.widgets.delete('site');
  });

  test('deletes kind by kind from the last, each gone before the next, and then lets the object go', async () => {
    const deleted = (): Promise<string[]> => world.writes(() => world.syncAndRun());
    expect(await deleted()).toEqual(['DELETE /api/v1/namespaces/shop/services/web']);
    expect(await deleted()).toEqual([]);
    await release(Service, 'web');
    expect(await deleted()).toEqual(['DELETE /apis/apps/v1/namespaces/shop/deployments/web']);
    await release(Deployment, 'web');
    expect(await deleted()).toEqual(['DELETE /api/v1/namespaces/shop/configmaps/a']);
    expect(await world.world.widgets.getOptional('site')).toBeDefined();
    await release(ConfigMap, 'a');
    await world.syncAndRun();
    expect(await world.world.widgets.getOptional('site')).toBeUndefined();
  });

  test('looks again after a while, as long as a child is there', async () => {
    expect(await world.syncAndRun()).toEqual(Action.requeueAfter(30_000));
  });

  test('finalizer deadlock: says which child it waits for, and what holds that, after a minute', async () => {
    await world.syncAndRun();
    const { metadata } = await Api.namespaced(world.world.client, Service, 'shop').get('web');
    const leftMs = Date.parse(metadata.deletionTimestamp ?? '') + 60_000 - world.clock.now();
    await world.clock.advance(leftMs - 1);
    await world.syncAndRun();
    expect(world.events).toEqual([]);
    await world.clock.advance(1);
    await world.syncAndRun();
    expect(world.events.map(({ reason, note }) => `${reason}: ${note}`)).toEqual([
      'TeardownWaits: Service "shop/web" has to be gone first, and is being deleted, held by "example.com/hold", "foregroundDeletion"',
    ]);
  });

  test.each([['a text'], [null], [7]])('waits for a child with %j for its finalizers', async (finalizers) => {
    await world.syncAndRun();
    const held = await Api.namespaced(world.world.client, Service, 'shop').get('web');
    await world.sync();
    world.put(Service, {
      ...held,
      metadata: { ...held.metadata, finalizers: finalizers as unknown as string[] },
    });
    await world.clock.advance(
      86_400_000 + Date.parse(held.metadata.deletionTimestamp ?? '') - world.clock.now(),
    );
    expect(await world.run()).toEqual(Action.requeueAfter(30_000));
    expect(world.events.map(({ note }) => note)).toEqual([
      'Service "shop/web" has to be gone first, and is being deleted',
    ]);
  });

  test('concludes nothing from a cache that is not complete', async () => {
    await world.sync();
    world.unsync(ConfigMap);
    expect(await failure(world.run())).toContain('the cache of configmaps is not complete yet');
    expect(await world.world.widgets.getOptional('site')).toBeDefined();
  });

  test.each([
    ['one cache', [Service]],
    ['every cache', [Service, Deployment, ConfigMap]],
  ])('reads after own writes: takes nothing for gone because %s does not have it yet', async (_, late) => {
    await world.sync();
    for (const kind of late) world.empty(kind);
    expect(await world.writes(() => world.run())).toEqual(['DELETE /api/v1/namespaces/shop/services/web']);
    expect(await world.world.widgets.getOptional('site')).toBeDefined();
  });

  test('finalizer deadlock: goes to its end by a program that no longer asks for one', async () => {
    world.rules({ desired: everything });
    for (const [resource, name] of [
      [Service, 'web'],
      [Deployment, 'web'],
      [ConfigMap, 'a'],
    ] as const) {
      await world.syncAndRun();
      await release<KubeObject>(resource, name);
    }
    await world.syncAndRun();
    expect(await world.world.widgets.getOptional('site')).toBeUndefined();
  });

  test('begins with a finalizer on the object, before anything is applied', async () => {
    const site = await world.world.widgets.get('site');
    expect(site.metadata.finalizers).toEqual(['widgets.shop.example/teardown']);
  });
});
