import { afterEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { settle } from '@kube-rx/core';
import { ConfigMap, Node } from '@kube-rx/k8s';
import { predicates } from '@kube-rx/runtime';
import { BehaviorSubject } from 'rxjs';
import { controllerAnnotations } from '../../src/controller/annotations.ts';
import { ChangePredicate } from '../../src/source/predicate.ts';
import { nowhere, SourceBench, Website, website } from '../support/source-bench.ts';

let bench: SourceBench;

afterEach(() => bench[Symbol.asyncDispose]());

async function setUp(options: Parameters<typeof SourceBench.websites>[0] = {}): Promise<Api<Website>> {
  bench = SourceBench.websites(options);
  const client = await bench.cluster('', [website('web')]);
  return Api.namespaced(client, Website, 'shop');
}

describe('what is reconciled', () => {
  test('is told with low priority where it was there first, and with high priority when it changes', async () => {
    const sites = await setUp();
    await sites.patch.merge('web', { spec: { replicas: 2 } });
    await sites.create(website('api'));
    await sites.delete('web');
    await settle();
    expect(bench.triggers).toMatchObject([
      { key: 'shop/web', priority: 'low', lane: '', reason: { type: 'added' } },
      { key: 'shop/web', priority: 'high', reason: { type: 'updated' }, generation: 2 },
      { key: 'shop/api', priority: 'high', reason: { type: 'added' }, generation: 1 },
      { key: 'shop/web', priority: 'high', reason: { type: 'deleted' }, generation: -1 },
    ]);
  });

  test('is told with the version of each change', async () => {
    const sites = await setUp();
    bench.told();
    const { metadata } = await sites.patch.merge('web', { spec: { replicas: 2 } });
    await settle();
    expect(bench.triggers[0]?.reason.resourceVersion).toBe(metadata.resourceVersion);
  });

  test('is told with its last state when it is deleted', async () => {
    const sites = await setUp();
    await sites.patch.merge('web', { spec: { replicas: 7 } });
    await sites.delete('web');
    await settle();
    expect(bench.deleted.map(({ key, last }) => [key, last.object.spec])).toEqual([
      ['shop/web', { replicas: 7 }],
    ]);
  });

  test('is told as deleted, and then as added, where it was recreated while nobody watched', async () => {
    const sites = await setUp();
    bench.told();
    const [server] = bench.servers;
    const broken = server?.faults.inject({ resource: 'websites', fault: { type: 'status', code: 500 } });
    server?.restart({ watches: 'reset' });
    await settle();
    broken?.remove();
    await sites.delete('web');
    await sites.create(website('web'));
    await bench.clock.advance(60_000);
    expect(bench.told()).toEqual([
      'deleted high shop/web <- websites.shop.example shop/web',
      'added high shop/web <- websites.shop.example shop/web',
    ]);
    expect(bench.deleted.map(({ key }) => key)).toEqual(['shop/web']);
  });

  test('is not told as deleted where only its namespace is not watched any more', async () => {
    const namespaces = new BehaviorSubject<readonly string[]>(['shop', 'team']);
    await setUp({ namespaces });
    bench.told();
    namespaces.next(['team']);
    await settle();
    expect(bench.told()).toEqual(['deleted high shop/web <- websites.shop.example shop/web']);
    expect(bench.deleted).toEqual([]);
  });

  test('runs once at a time, whatever namespace a reference to a cluster-scoped object has', async () => {
    // kube-rs had two keys for one object: with and without the namespace of the child.
    const nodes = SourceBench.nodes();
    nodes.sources.add({
      api: Api.all(nowhere, ConfigMap),
      mapping: {
        type: 'watches',
        mapper: ({ metadata }) => [{ name: metadata.name }, { name: metadata.name, namespace: 'x' }],
      },
      options: {},
    });
    nodes.sources.add({
      api: Api.all(nowhere, ConfigMap),
      mapping: { type: 'owns' },
      options: { name: 'owned' },
    });
    bench = nodes as unknown as SourceBench;
    const client = await nodes.cluster('', [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }]);
    const { uid = '' } = (await Api.all(client, Node).get('a')).metadata;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: 'a', uid, controller: true }];
    await Api.namespaced(client, ConfigMap, 'default').create({ metadata: { name: 'a', ownerReferences } });
    await settle();
    expect(new Set(nodes.triggers.map(({ key }) => key))).toEqual(new Set(['a']));
    expect(nodes.triggers.map(({ reason }) => reason.source)).toEqual(['nodes', 'configmaps', 'owned']);
  });
});

describe('a predicate on what is reconciled', () => {
  const predicate = ChangePredicate.changed(predicates.generation);

  test('keeps back what does not matter', async () => {
    const sites = await setUp({ predicate });
    bench.told();
    await sites.patch.merge('web', { metadata: { labels: { a: 'b' } } });
    await sites.patch.merge('web', { spec: { replicas: 2 } });
    await settle();
    expect(bench.triggers.map(({ generation }) => generation)).toEqual([2]);
  });

  test('generation predicate swallows deletes and finalizer adds: all of a deletion is told', async () => {
    const sites = await setUp({ predicate });
    await sites.patch.merge('web', { metadata: { finalizers: ['shop.example/dns', 'shop.example/disk'] } });
    await settle();
    bench.told();
    await sites.delete('web');
    await sites.patch.merge('web', { metadata: { finalizers: ['shop.example/disk'] } });
    await sites.patch.merge('web', { metadata: { finalizers: null } });
    await settle();
    const from = 'high shop/web <- websites.shop.example shop/web';
    expect(bench.told()).toEqual([`updated ${from}`, `updated ${from}`, `deleted ${from}`]);
  });

  test('keeps back neither a pause nor its end nor a request to run', async () => {
    const sites = await setUp({ predicate: () => false });
    const annotate = (annotations: Record<string, string | null>): Promise<unknown> =>
      sites.patch.merge('web', { metadata: { annotations } });
    const { paused, reconcileRequestedAt } = controllerAnnotations;
    await annotate({ [paused]: 'true' });
    await annotate({ other: 'a' });
    await annotate({ [paused]: null });
    await annotate({ [reconcileRequestedAt]: 'a' });
    await annotate({ other: 'b' });
    await annotate({ [reconcileRequestedAt]: 'b' });
    await annotate({ [reconcileRequestedAt]: null });
    await settle();
    expect(bench.triggers.map(({ reason, isAsked }) => [reason.type, isAsked])).toEqual([
      ['updated', undefined],
      ['updated', undefined],
      ['requested', true],
      ['requested', true],
    ]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      'the predicate threw on "shop/web", so the change passes: boom',
    ],
    [
      'returns a promise',
      () => Promise.reject(new Error('late')),
      'the predicate returned a promise on "shop/web", so the change passes',
    ],
    [
      'returns nothing',
      () => undefined,
      'the predicate returned a value of the type undefined on "shop/web", so the change passes',
    ],
  ])('that %s lets the change pass, and is told once', async (_what, amiss, message) => {
    const sites = await setUp({ predicate: amiss as () => boolean });
    await sites.patch.merge('web', { spec: { replicas: 2 } });
    await sites.patch.merge('web', { spec: { replicas: 3 } });
    await settle();
    expect(bench.told()).toHaveLength(3);
    expect(bench.troubles.map((trouble) => trouble.message)).toEqual([
      `source websites.shop.example: ${message}`,
    ]);
  });
});
