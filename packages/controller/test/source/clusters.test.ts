import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api } from '@kube-rx/client';
import { InvalidRequestError, settle } from '@kube-rx/core';
import { ConfigMap, Deployment, Secret } from '@kube-rx/k8s';
import { Observable, Subject } from 'rxjs';
import type { Declaration } from '../../src/source/declaration.ts';
import type { MappedRef } from '../../src/source/references.ts';
import { unsynced } from '../../src/source/source-status.ts';
import {
  childOf,
  nowhere,
  owned,
  SourceBench,
  Website,
  watched,
  website,
  websiteDefinition,
} from '../support/source-bench.ts';

let bench: SourceBench;

beforeEach(() => {
  bench = SourceBench.websites();
});

afterEach(() => bench[Symbol.asyncDispose]());

const tokens = { root: { name: 'root', groups: ['system:masters'] }, jane: { name: 'jane', groups: [] } };

const role = (...resources: string[]) =>
  [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: resources.join('-') },
      rules: [{ verbs: ['list', 'watch'], apiGroups: ['*'], resources }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: resources.join('-') },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: resources.join('-') },
      subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ] as const;

const deployments: Declaration<Deployment> = {
  api: Api.all(nowhere, Deployment),
  mapping: { type: 'owns' },
  options: {},
};
const secrets = (mapper: () => MappedRef[]): Declaration<Secret> => ({
  api: Api.all(nowhere, Secret),
  mapping: { type: 'watches', mapper },
  options: {},
});
const why = (): string | undefined => unsynced(bench.sources.statuses);

describe('sources before the first run', () => {
  test('tell nothing of a cluster before all of them are there, and then everything', async () => {
    const server = bench.server();
    server.seed([website('web')]);
    const broken = server.faults.inject({ resource: 'configmaps', fault: { type: 'status', code: 500 } });
    bench.sources.add(owned());
    bench.sources.addCluster('', bench.client(server.service));
    await bench.clock.advance(10_000);
    expect([bench.told(), bench.sources.isSynced('')]).toEqual([[], false]);
    expect(why()).toMatch(/^configmaps: the server failed: /);
    broken.remove();
    await bench.clock.advance(60_000);
    expect(bench.told()).toEqual(['added low shop/web <- websites.shop.example']);
    expect([bench.sources.isSynced(''), why()]).toEqual([true, undefined]);
  });

  test('name the resource that the server does not have, and begin when its definition comes', async () => {
    const server = new ApiServer({ clock: bench.clock });
    bench.servers.push(server);
    bench.sources.add(owned());
    bench.sources.addCluster('', bench.client(server.service));
    await settle();
    expect(why()).toMatch(/^websites\.shop\.example: the server has no such resource: .*404/);
    server.seed([websiteDefinition, website('web')]);
    await bench.clock.advance(60_000);
    expect(bench.told()).toEqual(['added low shop/web <- websites.shop.example']);
    expect(why()).toBeUndefined();
  });

  test('name the resource that may not be read, and begin when it may', async () => {
    const server = bench.server({ rbac: true, tokens });
    server.seed([website('web'), ...role('websites')]);
    bench.sources.add(deployments);
    const client = bench.client((request, call) =>
      server.service({ ...request, headers: { ...request.headers, authorization: 'Bearer jane' } }, call),
    );
    bench.sources.addCluster('', client);
    await settle();
    expect(why()).toMatch(/^deployments\.apps: denied: .*403.*jane.*cannot watch/);
    server.seed(role('deployments'));
    await bench.clock.advance(60_000);
    expect([bench.told(), why()]).toEqual([['added low shop/web <- websites.shop.example'], undefined]);
  });

  test('begin without one that is removed', async () => {
    const server = bench.server();
    server.seed([website('web')]);
    server.faults.inject({ resource: 'configmaps', fault: { type: 'status', code: 500 } });
    bench.sources.add(owned({ name: 'children' }));
    bench.sources.addCluster('', bench.client(server.service));
    await bench.clock.advance(10_000);
    expect(bench.told()).toEqual([]);
    expect(bench.sources.remove('children')).toBe(true);
    expect(bench.told()).toEqual(['added low shop/web <- websites.shop.example']);
  });
});

describe('sources of several clusters', () => {
  test('tell each change with its cluster, and own within it', async () => {
    bench.sources.add(owned());
    const [east, west] = [
      await bench.cluster('east', [website('web')]),
      await bench.cluster('west', [website('web')]),
    ];
    const web = await Api.namespaced(east, Website, 'shop').get('web');
    await Api.namespaced(east, ConfigMap, 'shop').create(childOf(web, 'a'));
    // The owner is of another cluster.
    await Api.namespaced(west, ConfigMap, 'shop').create(
      childOf({ ...web, metadata: { ...web.metadata, uid: 'f00' } }, 'a'),
    );
    await settle();
    expect(bench.triggers.map(({ key, lane, priority }) => [key, lane, priority])).toEqual([
      ['east/shop/web', 'east', 'low'],
      ['west/shop/web', 'west', 'low'],
      ['east/shop/web', 'east', 'high'],
    ]);
  });

  test('run where one of the clusters is dead, and say which', async () => {
    bench.sources.addCluster(
      'dead',
      bench.client(() => Promise.reject(new Error('connect ECONNREFUSED'))),
    );
    const live = await bench.cluster('live', [website('web')]);
    await bench.clock.advance(100_000);
    expect(bench.told()).toEqual(['added low live/shop/web <- websites.shop.example']);
    expect(why()).toBe(
      'websites.shop.example of the cluster "dead": the server cannot be reached: connect ECONNREFUSED',
    );
    expect(['dead', 'live', undefined].map((id) => bench.sources.isSynced(id))).toEqual([false, true, false]);
    await Api.namespaced(live, Website, 'shop').patch.merge('web', { spec: { replicas: 2 } });
    await settle();
    expect(bench.told()).toEqual(['updated high live/shop/web <- websites.shop.example shop/web']);
    expect(bench.sources.removeCluster('dead')).toBe(true);
    expect([bench.sources.isSynced(), bench.sources.clusters]).toEqual([true, ['live']]);
  });

  test('go on in a cluster while another one is away, and tell since when', async () => {
    await bench.cluster('east');
    const west = await bench.cluster('west');
    const [east] = bench.servers;
    east?.faults.inject({ fault: { type: 'status', code: 503 } });
    east?.restart({ watches: 'reset' });
    await bench.clock.advance(50_000);
    await Api.namespaced(west, Website, 'shop').create(website('web'));
    await settle();
    expect(bench.told()).toEqual(['added high west/shop/web <- websites.shop.example shop/web']);
    expect(bench.sources.statuses).toMatchObject([
      { name: 'websites.shop.example', cluster: 'east', phase: 'waiting', synced: true, lagMs: 50_000 },
      { name: 'websites.shop.example', cluster: 'west', phase: 'live', synced: true, lagMs: 0 },
    ]);
    expect(bench.sources.statuses.map(({ reason }) => reason?.slice(0, 18))).toEqual([
      'the server is busy',
      undefined,
    ]);
  });

  test('tell nothing more of a cluster that was removed, and everything of one that comes again', async () => {
    const east = await bench.cluster('east', [website('web')]);
    bench.told();
    await Api.namespaced(east, Website, 'shop').patch.merge('web', { spec: { replicas: 2 } });
    expect(bench.told()).toHaveLength(1);
    bench.sources.removeCluster('east');
    await Api.namespaced(east, Website, 'shop').patch.merge('web', { spec: { replicas: 3 } });
    await settle();
    expect(bench.told()).toEqual([]);
    expect(bench.sources.removeCluster('east')).toBe(false);
    bench.sources.addCluster('east', east);
    await settle();
    expect(bench.told()).toEqual(['added low east/shop/web <- websites.shop.example']);
    expect(() => bench.sources.addCluster('east', east)).toThrow(
      'controller: there is a cluster "east" already',
    );
  });

  test('map to other clusters where a mapper says so', async () => {
    bench.sources.add(
      watched(({ metadata }) => [{ name: metadata.name }, { name: metadata.name, cluster: 'west' }]),
    );
    const east = await bench.cluster('east');
    await bench.cluster('west');
    bench.told();
    await Api.namespaced(east, ConfigMap, 'shop').create({ metadata: { name: 'a' } });
    await settle();
    expect(bench.triggers.map(({ key, lane }) => [key, lane])).toEqual([
      ['east/shop/a', 'east'],
      ['west/shop/a', 'west'],
    ]);
  });
});

describe('sources at run time', () => {
  test('begin with all that is there when they are added, and end when they are removed', async () => {
    const client = await bench.cluster('', [website('web')]);
    const secret = { metadata: { name: 'a' } };
    const all = Api.namespaced(client, Secret, 'shop');
    await all.create(secret);
    await settle();
    bench.told();
    const name = bench.sources.add(secrets(() => [{ name: 'web' }]));
    await settle();
    expect([name, bench.told()]).toEqual(['secrets', ['added low shop/web <- secrets shop/a']]);
    await all.delete('a');
    await settle();
    expect(bench.told()).toEqual(['deleted high shop/web <- secrets shop/a']);
    expect(bench.sources.remove(name)).toBe(true);
    await all.create(secret);
    await settle();
    expect([bench.told(), bench.sources.remove(name)]).toEqual([[], false]);
    expect(bench.sources.statuses.map((status) => status.name)).toEqual(['websites.shop.example']);
  });

  test('tell nothing that is in flight when they are removed', async () => {
    const client = await bench.cluster('');
    for (const name of ['a', 'b', 'c'])
      await Api.namespaced(client, Secret, 'shop').create({ metadata: { name } });
    let asked = 0;
    const mapper = (): MappedRef[] => {
      asked += 1;
      if (asked === 2) bench.sources.remove('mirror');
      return [{ name: `${asked}` }];
    };
    bench.sources.add({ ...secrets(mapper), options: { name: 'mirror' } });
    await settle();
    expect([bench.triggers.map(({ key }) => key), asked]).toEqual([['shop/1'], 2]);
  });

  test('pause nothing else where they fail', async () => {
    const client = await bench.cluster('', [website('web')]);
    bench.told();
    bench.servers[0]?.faults.inject({ resource: 'secrets', fault: { type: 'status', code: 500 } });
    bench.sources.add(secrets(() => [{ name: 'web' }]));
    await bench.clock.advance(10_000);
    await Api.namespaced(client, Website, 'shop').patch.merge('web', { spec: { replicas: 2 } });
    await settle();
    expect(bench.told()).toEqual(['updated high shop/web <- websites.shop.example shop/web']);
    expect(why()).toMatch(/^secrets: the server failed/);
  });

  test('have names of their own', () => {
    const { sources } = bench;
    expect([sources.add(owned()), sources.add(owned()), sources.add(owned({ name: 'children' }))]).toEqual([
      'configmaps',
      'configmaps-2',
      'children',
    ]);
    expect(() => sources.add(owned({ name: 'children' }))).toThrow(
      new InvalidRequestError('controller: there is a source "children" already'),
    );
    expect(sources.remove('websites.shop.example')).toBe(false);
  });

  test('are refused at once for a selector that no server accepts', async () => {
    await bench.cluster('');
    expect(() => bench.sources.add(owned({ labelSelector: '=' }))).toThrow(InvalidRequestError);
    expect(() => bench.sources.add(owned({ pageSize: 0 }))).toThrow(InvalidRequestError);
    expect(bench.sources.statuses).toHaveLength(1);
    expect(bench.sources.add(owned())).toBe('configmaps');
  });

  test('share a watch where they select the same', async () => {
    bench.sources.add(owned());
    bench.sources.add(watched(() => []));
    await bench.cluster('');
    expect(bench.caches.size).toBe(2);
  });
});

describe('keys from elsewhere', () => {
  test('are what an observable tells, one or many at a time', async () => {
    const asked = new Subject<MappedRef | MappedRef[]>();
    const name = bench.sources.addTriggers({ observable: asked });
    await bench.cluster('');
    asked.next({ name: 'a', namespace: 'shop' });
    asked.next([
      { name: 'b', namespace: 'shop' },
      { name: 'c', namespace: 'shop' },
      { name: 'b', namespace: 'shop' },
    ]);
    expect(bench.told()).toEqual(['a', 'b', 'c'].map((each) => `requested high shop/${each} <- triggers`));
    bench.sources.remove(name);
    asked.next({ name: 'a', namespace: 'shop' });
    expect([bench.told(), asked.observed]).toEqual([[], false]);
  });

  test.each<[string, unknown, string]>([
    ['no reference', 7, 'the observable returned a number, and has to return a list of references'],
    ['no namespace', { name: 'a' }, 'the observable returned a reference without a namespace'],
    ['no name', [{}], 'the observable returned a reference without a name'],
  ])('with %s are told, and the next is read', async (_what, amiss, message) => {
    const asked = new Subject<MappedRef>();
    bench.sources.addTriggers({ observable: asked, name: 'queue' });
    await bench.cluster('');
    asked.next(amiss as MappedRef);
    asked.next({ name: 'a', namespace: 'shop' });
    expect(bench.troubles.map((trouble) => trouble.message)).toEqual([`source queue: ${message}`]);
    expect(bench.told()).toEqual(['requested high shop/a <- queue']);
  });

  test('need the cluster where there are several', async () => {
    const asked = new Subject<MappedRef>();
    bench.sources.addTriggers({ observable: asked });
    await bench.cluster('east');
    await bench.cluster('west');
    asked.next({ name: 'a', namespace: 'shop' });
    asked.next({ name: 'a', namespace: 'shop', cluster: 'west' });
    expect(bench.triggers.map(({ key, lane }) => [key, lane])).toEqual([['west/shop/a', 'west']]);
    expect(bench.troubles).toHaveLength(1);
  });

  test('are subscribed to again after an error, and not after the end', async () => {
    const subscriptions: Subject<MappedRef>[] = [];
    const observable = new Observable<MappedRef>((subscriber) => {
      const subject = new Subject<MappedRef>();
      subscriptions.push(subject);
      return subject.subscribe(subscriber);
    });
    bench.sources.addTriggers({ observable });
    await bench.cluster('');
    subscriptions[0]?.error(new Error('the queue is away'));
    const status = () => bench.sources.statuses.find(({ name }) => name === 'triggers');
    expect(status()).toMatchObject({ phase: 'waiting', reason: 'its observable failed' });
    await bench.clock.advance(800);
    subscriptions[1]?.next({ name: 'a', namespace: 'shop' });
    expect([bench.told().length, status()?.phase]).toEqual([1, 'live']);
    subscriptions[1]?.complete();
    await bench.clock.advance(100_000);
    expect([subscriptions.length, status()?.phase, status()?.reason]).toEqual([
      2,
      'stopped',
      'its observable has completed',
    ]);
    expect(bench.troubles.map(({ message }) => message)).toEqual([
      'source triggers: the observable failed, so it is subscribed again: the queue is away',
    ]);
  });
});
