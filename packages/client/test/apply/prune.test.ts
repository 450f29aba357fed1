import { beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api } from '../../src/api/api.ts';
import { applyAll } from '../../src/apply/apply-all.ts';
import { resourcesOf } from '../../src/apply/prune.ts';
import { Client } from '../../src/client.ts';
import { parseManifests } from '../../src/manifests/manifest.ts';
import { readAll } from '../support/requests.ts';
import { ConfigMap, Secret } from '../support/tokens.ts';

const podResource = {
  ...{ group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' as const },
  ...{ singular: 'pod', shortNames: [], categories: [], verbs: [] },
};

let server: ApiServer;
let client: Client;

beforeEach(() => {
  server = new ApiServer();
  client = new Client(server.service);
});

const configMap = (name: string, namespace = 'default'): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: ${namespace} } }\n`;
const documents = (...texts: string[]): string => texts.join('---\n');

const apply = async (
  text: string,
  options: { prune: string; tooling?: string; dryRun?: boolean },
): Promise<string[]> =>
  (await applyAll(client, parseManifests(text, 'f.yaml'), options)).map(
    ({ ref, outcome }) => `${ref.namespace}/${ref.name} ${outcome}`,
  );

const names = async (): Promise<string[]> =>
  (await Api.all(client, ConfigMap).list()).map(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}`,
  );

const parent = () => Api.namespaced(client, Secret, 'default').get('set');

describe('pruning', () => {
  test('deletes what is no longer applied, in every namespace and of every kind, and nothing else', async () => {
    const namespaces = '{ apiVersion: v1, kind: Namespace, metadata: { name: other } }\n';
    const role =
      '{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: r }, rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }] }\n';
    await apply(
      documents(namespaces, role, configMap('a'), configMap('b', 'other'), configMap('c', 'other')),
      {
        prune: 'configmap/set',
      },
    );
    await Api.namespaced(client, ConfigMap, 'other').create({ metadata: { name: 'foreign' } });
    await Api.namespaced(client, ConfigMap, 'other').create({
      metadata: { name: 'of-another-set', labels: { 'applyset.kubernetes.io/part-of': 'applyset-x-v1' } },
    });
    const less = documents(namespaces, configMap('c', 'other'));
    const pruned = ['default/a pruned', 'other/b pruned', 'undefined/r pruned'];
    const dry = await apply(less, { prune: 'configmap/set', dryRun: true });
    expect(dry.filter((one) => one.endsWith('pruned')).sort()).toEqual(pruned);
    expect(await names()).toContain('default/a');
    const real = await apply(less, { prune: 'configmap/set' });
    expect(real.filter((one) => one.endsWith('pruned')).sort()).toEqual(pruned);
    expect(await names()).toEqual(['default/set', 'other/c', 'other/foreign', 'other/of-another-set']);
    const { annotations } = (await Api.namespaced(client, ConfigMap, 'default').get('set')).metadata;
    expect(annotations).toMatchObject({
      'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap,Namespace',
      'applyset.kubernetes.io/additional-namespaces': 'other',
    });
  });

  test('is left out where something failed, and made up for the next time', async () => {
    await apply(documents(configMap('a'), configMap('b')), { prune: 'set' });
    const failing = documents(configMap('a'), configMap('c', 'nowhere'));
    await expect(apply(failing, { prune: 'set' })).rejects.toMatchObject({ name: 'ApplyError' });
    expect(await names()).toEqual(['default/a', 'default/b']);
    expect((await parent()).metadata.annotations).toMatchObject({
      'applyset.kubernetes.io/additional-namespaces': 'nowhere',
    });
    expect(await apply(configMap('a'), { prune: 'set' })).toEqual([
      'default/a unchanged',
      'default/b pruned',
    ]);
  });

  test('finds what is of a kind that the server did not serve for a while', async () => {
    const crd = (name: string): string =>
      `{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: ${name}s.shop.example }, spec: { group: shop.example, scope: Namespaced, names: { kind: ${name[0]?.toUpperCase()}${name.slice(1)}, plural: ${name}s }, versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }] } }\n`;
    await apply(crd('cart'), { prune: 'definitions' });
    const cart = '{ apiVersion: shop.example/v1, kind: Cart, metadata: { name: a, namespace: default } }\n';
    await apply(documents(cart, configMap('a')), { prune: 'set' });
    const { service } = server;
    // As a server that has just started: it knows of no definition yet.
    client = new Client(async (request, options) => {
      const accept = 'application/json';
      const response = await service(
        { ...request, headers: { ...request.headers, ...(request.path === '/apis' && { accept }) } },
        options,
      );
      if (request.path !== '/apis') return response;
      const groups = JSON.parse(await readAll(response.body)) as { groups: { name: string }[] };
      const known = { ...groups, groups: groups.groups.filter(({ name }) => name !== 'shop.example') };
      async function* body(): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(new TextEncoder().encode(JSON.stringify(known)));
      }
      return { ...response, body: body() };
    });
    expect(await apply(configMap('a'), { prune: 'set' })).toEqual(['default/a unchanged']);
    client = new Client(service);
    expect(await apply(configMap('a'), { prune: 'set' })).toEqual([
      'default/a unchanged',
      'default/a pruned',
    ]);
    expect((await parent()).metadata.annotations).toMatchObject({
      'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap',
    });
  });

  test('of a set of which nothing is left deletes all of it', async () => {
    await apply(documents(configMap('a'), configMap('b')), { prune: 'set' });
    expect((await apply('', { prune: 'set' })).sort()).toEqual(['default/a pruned', 'default/b pruned']);
    expect(await names()).toEqual([]);
    expect(await apply('', { prune: 'set' })).toEqual([]);
  });

  test('keeps its parent in a namespace that is applied with it', async () => {
    const text = documents(
      '{ apiVersion: v1, kind: Namespace, metadata: { name: new } }\n',
      configMap('a', 'new'),
    );
    const results = await applyAll(client, parseManifests(text, 'f'), { prune: 'set', namespace: 'new' });
    expect(results.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
    expect(await Api.namespaced(client, Secret, 'new').getOptional('set')).toBeDefined();
  });

  test('takes no object that says itself of which set it is', async () => {
    const text =
      '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, labels: { applyset.kubernetes.io/part-of: x } } }';
    await expect(apply(text, { prune: 'set' })).rejects.toThrow(
      'f.yaml:1: has a label applyset.kubernetes.io/part-of already',
    );
    expect(await Api.namespaced(client, Secret, 'default').getOptional('set')).toBeUndefined();
  });

  test.each([
    [
      'more namespaces than any set has',
      Array.from({ length: 11_000 }, (_, at) => `n${at}`).join(),
      'more than 10000 lists',
    ],
    ['a namespace that is none', '../kube-system', 'kube-system'],
  ])('is refused to a parent that names %s', async (_, namespaces, message) => {
    await apply(configMap('a'), { prune: 'set' });
    const secrets = Api.namespaced(client, Secret, 'default');
    const key = 'applyset.kubernetes.io/additional-namespaces';
    await secrets.patch.merge('set', { metadata: { annotations: { [key]: namespaces } } });
    await expect(apply('', { prune: 'set' })).rejects.toThrow(message);
    expect(await names()).toEqual(['default/a']);
  });

  test('stops before it begins where a kind of the set cannot be asked now', () => {
    const scope = {
      groupKinds: new Set(['Pod', 'Gone.old.example', 'NodeMetrics.metrics.k8s.io']),
      namespaces: new Set(['a']),
    };
    const served = { resources: [{ ...podResource }], unavailable: ['metrics.k8s.io/v1'] };
    expect(() => resourcesOf(scope, served)).toThrow('NodeMetrics.metrics.k8s.io');
    expect(resourcesOf(scope, { ...served, unavailable: [] })).toEqual([podResource]);
  });
});
