import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { settle } from '@kube-rx/core';
import { ConfigMap, Deployment } from '@kube-rx/k8s';
import { childOf, nowhere, owned, SourceBench, Website, website } from '../support/source-bench.ts';

let bench: SourceBench;
let sites: Api<Website>;
let maps: Api<ConfigMap>;
let web: Website;

beforeEach(async () => {
  bench = SourceBench.websites();
  bench.sources.add(owned());
  const client = await bench.cluster('', [website('web'), website('api')]);
  sites = Api.namespaced(client, Website, 'shop');
  maps = Api.namespaced(client, ConfigMap, 'shop');
  web = await sites.get('web');
  bench.told();
});

afterEach(() => bench[Symbol.asyncDispose]());

/** A child whose owner reference differs in some members. */
const childBy = (name: string, reference: object): ConfigMap => {
  const child = childOf(web, name);
  const references = child.metadata.ownerReferences?.map((each) => ({ ...each, ...reference }));
  return { ...child, metadata: { ...child.metadata, ...(references && { ownerReferences: references }) } };
};

describe('owns', () => {
  test('runs the owner for each change of what it controls', async () => {
    await maps.create(childOf(web, 'a'));
    await maps.patch.merge('a', { data: { b: 'c' } });
    await maps.delete('a');
    await settle();
    expect(bench.told()).toEqual([
      'added high shop/web <- configmaps shop/a',
      'updated high shop/web <- configmaps shop/a',
      'deleted high shop/web <- configmaps shop/a',
    ]);
  });

  test('runs both owners when an object changes hands, and the old one when it is let go', async () => {
    const api = await sites.get('api');
    await maps.create(childOf(web, 'a'));
    await maps.patch.merge('a', {
      metadata: { ownerReferences: childOf(api, 'a').metadata.ownerReferences ?? [] },
    });
    await maps.patch.merge('a', { metadata: { ownerReferences: null } });
    await settle();
    expect(bench.told()).toEqual([
      'added high shop/web <- configmaps shop/a',
      'updated high shop/api <- configmaps shop/a',
      'updated high shop/web <- configmaps shop/a',
      'updated high shop/api <- configmaps shop/a',
    ]);
  });

  test.each<[string, object, boolean]>([
    ['another version', { apiVersion: 'shop.example/v1beta1' }, true],
    ['another group', { apiVersion: 'example/v1' }, false],
    ['the core group', { apiVersion: 'v1' }, false],
    ['another kind', { kind: 'Site' }, false],
    ['no controller', { controller: false }, false],
    ['the uid of another object', { uid: 'f00' }, false],
    ['a name that nothing has', { name: 'gone' }, false],
  ])('reads an owner reference with %s: it is ours: %s', async (_what, reference, isOurs) => {
    await maps.create(childBy('a', reference));
    await settle();
    expect(bench.told()).toEqual(isOurs ? ['added high shop/web <- configmaps shop/a'] : []);
  });

  test('children of an earlier namesake counted: they are neither told nor listed', async () => {
    const earlier = childOf(web, 'a');
    await maps.create(earlier);
    await sites.delete('web');
    await sites.create(website('web'));
    await settle();
    const now = await sites.get('web');
    expect(now.metadata.uid).not.toBe(web.metadata.uid);
    bench.told();
    await maps.patch.merge('a', { data: { b: 'c' } });
    await maps.create(childOf(now, 'b'));
    await settle();
    expect(bench.told()).toEqual(['added high shop/web <- configmaps shop/b']);
    const names = (uid: string | undefined): string[] =>
      bench.sources.children('', ConfigMap, uid ?? '').map(({ metadata }) => metadata.name);
    expect([names(now.metadata.uid), names(web.metadata.uid)]).toEqual([['b'], ['a']]);
  });

  test('lists the children of all sources of their kind, each once', async () => {
    for (const shard of ['x', 'y']) bench.sources.add(owned({ labelSelector: { shard } }));
    for (const [name, shard] of [
      ['a', 'x'],
      ['b', 'y'],
    ] as const) {
      const child = childOf(web, name);
      await maps.create({ ...child, metadata: { ...child.metadata, labels: { shard } } });
    }
    await settle();
    const names = (): string[] =>
      bench.sources.children('', ConfigMap, web.metadata.uid ?? '').map(({ metadata }) => metadata.name);
    expect(names()).toEqual(['a', 'b']);
    bench.sources.remove('configmaps');
    expect(names()).toEqual(['a', 'b']);
    bench.sources.remove('configmaps-2');
    expect(names()).toEqual(['b']);
  });

  test('lists children by uid in whatever namespace, and follows them', async () => {
    await maps.create(childOf(web, 'a'));
    await maps.create(childOf(web, 'b'));
    await settle();
    const { uid = '' } = web.metadata;
    const names = (): string[] =>
      bench.sources.children('', ConfigMap, uid).map(({ metadata }) => metadata.name);
    expect(names()).toEqual(['a', 'b']);
    await maps.delete('a');
    await settle();
    expect(names()).toEqual(['b']);
  });

  test('is needed to know children', () => {
    bench.sources.add({
      api: Api.all(nowhere, Deployment),
      mapping: { type: 'watches', mapper: () => [] },
      options: {},
    });
    expect(() => bench.sources.children('', Deployment, 'uid')).toThrow(
      'controller: deployments.apps is declared by no owns(), so nobody knows whose children they are',
    );
  });

  test('tells nothing of the children that were there first, as their owners are told', async () => {
    await maps.create(childOf(web, 'a'));
    const late = SourceBench.websites();
    late.sources.add(owned());
    late.sources.addCluster('', sites.client);
    await settle();
    expect(late.told()).toEqual([
      'added low shop/api <- websites.shop.example',
      'added low shop/web <- websites.shop.example',
    ]);
    await late[Symbol.asyncDispose]();
  });

  test('tells of the children that were there first where a predicate may keep back their owners', async () => {
    await maps.create(childOf(web, 'a'));
    const late = SourceBench.websites({ predicate: ({ type }) => type !== 'added' });
    late.sources.add(owned());
    late.sources.addCluster('', sites.client);
    await settle();
    expect(late.told()).toEqual(['added low shop/web <- configmaps shop/a']);
    await late[Symbol.asyncDispose]();
  });
});
