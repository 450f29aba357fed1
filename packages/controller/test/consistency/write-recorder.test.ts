import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import type { KubeObject } from '@kube-rx/core';
import { ConfigMap, Deployment, Namespace, Pod, SelfSubjectAccessReview, ServiceAccount } from '@kube-rx/k8s';
import type { LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';
import { writeRecorderLayer } from '../../src/consistency/write-recorder.ts';
import { answerOf, object, outcomeOf } from '../support/recorded-answer.ts';

let server: ApiServer;
let told: (OwnWrite | LostWrite)[];
let client: Client;

beforeEach(() => {
  server = new ApiServer();
  server.seed([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'shop' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', namespace: 'shop', finalizers: ['shop.example/hold'] },
    },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'shop' }, spec: podSpec },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: podSpec },
      },
    },
  ]);
  told = [];
  client = new Client(server.service).layered([writeRecorderLayer((write) => void told.push(write))]);
});

afterEach(() => server.close());

const podSpec = { containers: [{ name: 'web', image: 'nginx' }] };

const configs = () => Api.namespaced(client, ConfigMap, 'shop');
const pods = () => Api.namespaced(client, Pod, 'shop');
const deployments = () => Api.namespaced(client, Deployment, 'shop');

/** What a write is told as, but for the object itself. */
function bare(write: OwnWrite | LostWrite | undefined): object {
  return Object.fromEntries(Object.entries(write ?? {}).filter(([name]) => name !== 'encoded'));
}

function expected(type: OwnWrite['type'], plural: string, { metadata }: KubeObject): object {
  const { name, namespace = '', uid, resourceVersion } = metadata;
  const key = namespace === '' ? name : `${namespace}/${name}`;
  const group = plural === 'deployments' ? 'apps' : '';
  return { type, group, plural, key, namespace, uid, ...(type !== 'deleted' && { resourceVersion }) };
}

const patch = { metadata: { labels: { tier: 'front' } } };

describe('a recorder of writes tells of', () => {
  test.each<[what: string, plural: string, write: () => Promise<KubeObject>]>([
    ['a creation', 'configmaps', () => configs().create({ metadata: { name: 'b' } })],
    [
      'a creation under a generated name',
      'configmaps',
      () => configs().create({ metadata: { generateName: 'b-' } }),
    ],
    ['a merge patch', 'configmaps', () => configs().patch.merge('a', patch)],
    ['an apply', 'configmaps', () => configs().apply('a', patch, { fieldManager: 'me' })],
    ['a replacement', 'configmaps', async () => configs().replace('a', await configs().get('a'))],
    ['a patch that asks for metadata alone', 'configmaps', () => configs().metadata.patch.merge('a', patch)],
    ['a patch that changes nothing', 'configmaps', () => configs().patch.merge('a', {})],
    ['a status', 'deployments', () => deployments().status.patch.merge('web', { status: { replicas: 1 } })],
    [
      'a scale, as a write of its object',
      'deployments',
      async () => {
        await deployments().scale.patch.merge('web', { spec: { replicas: 3 } });
        return deployments().get('web');
      },
    ],
    [
      'an object that no namespace has',
      'namespaces',
      () => Api.all(client, Namespace).create({ metadata: { name: 'office' } }),
    ],
  ])('%s', async (_, plural, write) => {
    const object = await write();
    expect(told.map(bare)).toEqual([expected('written', plural, object)]);
  });

  test('a deletion, by the uid that the server told', async () => {
    const object = await configs().get('a');
    await configs().delete('a');
    expect(told.map(bare)).toEqual([expected('deleted', 'configmaps', object)]);
  });

  test('a deletion that a finalizer holds, as marked', async () => {
    const result = await configs().delete('held');
    expect(result).toMatchObject({ type: 'object' });
    const object = await configs().get('held');
    expect(told.map(bare)).toEqual([expected('marked', 'configmaps', object)]);
  });

  test('the removal of the last finalizer of what is to be deleted, as its end', async () => {
    await configs().delete('held');
    const { metadata } = await configs().patch.merge('held', { metadata: { finalizers: null } });
    const { uid } = metadata;
    expect(bare(told[1])).toEqual({
      type: 'deleted',
      group: '',
      plural: 'configmaps',
      key: 'shop/held',
      namespace: 'shop',
      uid,
      wasMarked: true,
    });
  });

  const deletionTimestamp = '2026-01-01T00:00:00Z';
  test.each<[what: string, path: string, answer: object]>([
    [
      'a finalizer is left',
      'configmaps',
      { metadata: { deletionTimestamp, finalizers: ['shop.example/hold'] } },
    ],
    ['a Pod has time to stop', 'pods', { metadata: { deletionTimestamp, deletionGracePeriodSeconds: 30 } }],
    ['it is not to be deleted', 'configmaps', { metadata: {} }],
  ])('a change, and no end, where %s', async (_, plural, { metadata, ...answer }: { metadata?: object }) => {
    const body = JSON.stringify({ ...answer, ...JSON.parse(object(metadata)) });
    const path = `/api/v1/namespaces/shop/${plural}/b`;
    const { told: writes } = await outcomeOf(answerOf(body, 200), { request: { method: 'PATCH', path } });
    expect(writes.map(({ type }) => type)).toEqual(['written']);
  });

  test.each<[what: string, type: OwnWrite['type'], spec: object | undefined]>([
    ['has finalizers of its own', 'written', { finalizers: ['kubernetes'] }],
    ['is told by its metadata alone', 'written', undefined],
    ['has none left', 'deleted', {}],
  ])('of a namespace that %s: %s', async (_, type, spec) => {
    const metadata = { name: 'office', namespace: undefined, deletionTimestamp };
    const body = JSON.stringify({ ...JSON.parse(object(metadata)), spec });
    const sent = { method: 'PUT', path: '/api/v1/namespaces/office/finalize' } as const;
    const { told: writes } = await outcomeOf(answerOf(body, 200), { request: sent });
    expect(writes.map((write) => write.type)).toEqual([type]);
  });

  test('an eviction, by the uid that the request told', async () => {
    const pod = await pods().get('web-0');
    await pods().evict(pod);
    expect(told.map(bare)).toEqual([expected('deleted', 'pods', pod)]);
  });

  test('each of several writes, in the order of their answers', async () => {
    for (const name of ['x', 'y', 'z']) await configs().create({ metadata: { name } });
    expect(told.map(({ key }) => key)).toEqual(['shop/x', 'shop/y', 'shop/z']);
  });

  test('labels, so that selectors can be asked', async () => {
    await configs().patch.merge('a', patch);
    const [write] = told;
    expect(write?.type === 'written' && write.encoded?.labels).toEqual({ tier: 'front' });
  });
});

describe('a recorder of writes does not tell of', () => {
  test.each<[what: string, call: () => Promise<unknown>]>([
    ['reads', async () => [await configs().get('a'), await configs().list()]],
    ['a watch', () => configs().watch()[Symbol.asyncIterator]().next()],
    ['a create that runs dry', () => configs().create({ metadata: { name: 'b' } }, { dryRun: true })],
    ['a patch that runs dry', () => configs().patch.merge('a', patch, { dryRun: true })],
    ['an apply that runs dry', () => configs().apply('a', patch, { fieldManager: 'me', dryRun: true })],
    ['a deletion that runs dry', () => configs().delete('a', { dryRun: true })],
    ['an eviction that runs dry', () => pods().evict('web-0', { dryRun: true })],
    [
      'a conflict',
      () =>
        configs()
          .create({ metadata: { name: 'a' } })
          .catch(() => undefined),
    ],
    [
      'what is not there',
      () =>
        configs()
          .delete('nothing')
          .catch(() => undefined),
    ],
    [
      'a review',
      () =>
        Api.all(client, SelfSubjectAccessReview).create({
          metadata: {},
          spec: { nonResourceAttributes: { path: '/', verb: 'get' } },
        }),
    ],
    ['a token', () => Api.namespaced(client, ServiceAccount, 'shop').createToken('robot')],
    ['a deletion of a collection', () => configs().deleteCollection()],
  ])('%s', async (_, call) => {
    await call();
    expect(told).toEqual([]);
  });
});
