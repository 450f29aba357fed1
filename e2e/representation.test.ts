// What a real API server makes of a request for a part of each object: metadata alone, and without managedFields.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { apiVersionOf, defineResource, type HttpRequest, ResourceRequest } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { ConfigMap, CustomResourceDefinition } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const namespace = 'default';
const meta = 'g=meta.k8s.io;v=v1';
const drop = 'drop=metadata.managedFields';
const Website = defineResource({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  plural: 'websites',
  scope: 'Namespaced',
});
const APIService = defineResource({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  scope: 'Cluster',
});

let controlPlane: ControlPlane;
let client: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;
  await Api.all(client, CustomResourceDefinition).create({
    metadata: { name: 'websites.example.com' },
    spec: {
      group: Website.group,
      scope: 'Namespaced',
      names: { plural: Website.plural, kind: Website.kind },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
  const websites = Api.namespaced(client, Website, namespace);
  await eventually('the custom kind is served', () =>
    websites.list().then(
      () => true,
      () => false,
    ),
  );
  await websites.create({ metadata: { name: 'a', labels: { app: 'web' } } });
  const configs = Api.namespaced(client, ConfigMap, namespace);
  await configs.create({ metadata: { name: 'a', labels: { app: 'web' } }, data: { key: 'value' } });
});

afterAll(async () => {
  await client.close();
  await controlPlane.stop();
});

// Built-in, custom, and of the aggregator: three implementations within one server.
const kinds = [
  ['configmaps', ConfigMap, namespace],
  ['custom resources', Website, namespace],
  ['apiservices', APIService, undefined],
] as const;

describe.each(kinds)('%s', (_name, resource, where) => {
  const requests = new ResourceRequest(resource, where, jsonCodec);

  async function ask(request: HttpRequest, accept: string): Promise<string> {
    const text = await client.requestText({ ...request, headers: { ...request.headers, accept } });
    // Tables tell the age.
    return text.replaceAll(/"\d+[hms](\d+s)?"/g, '"age"');
  }

  test.each([
    ['objects', 'application/json', 'application/json'],
    [
      'metadata',
      `application/json;as=PartialObjectMetadata;${meta}`,
      `application/json;as=PartialObjectMetadataList;${meta}`,
    ],
    ['a table', `application/json;as=Table;${meta}`, `application/json;as=Table;${meta}`],
  ])('come as %s whatever is to be dropped', async (_what, one, many) => {
    const list = await ask(requests.list(), many);
    // The parameter is not known to this version. It must be ignored, as every unknown one.
    expect(await ask(requests.list(), `${many};${drop}`)).toBe(list);
    const watch = requests.watch({ timeoutSeconds: 1, allowWatchBookmarks: false });
    const frames = await ask(watch, one);
    expect(frames).toContain('"type":"ADDED"');
    expect(await ask(watch, `${one};${drop}`)).toBe(frames);
    expect(
      await ask(
        requests.watch({ timeoutSeconds: 1, resourceVersion: '0', sendInitialEvents: true }),
        `${one};${drop}`,
      ),
    ).toContain('k8s.io/initial-events-end');
  });

  test.each(['stream', 'list'] as const)('fill a cache of metadata (%s)', async (initialState) => {
    const api = where === undefined ? Api.all(client, resource) : Api.namespaced(client, resource, where);
    await using whole = reflector(api, { initialState });
    await using partial = reflector(api, { initialState, metadataOnly: true });
    await whole.ready({ timeout: 30_000 });
    await partial.ready({ timeout: 30_000 });
    expect(partial.store.size).toBe(whole.store.size);
    expect(partial.store.size).toBeGreaterThan(0);
    expect(partial.status.counters.violations).toBe(0);
    for (const [key, { metadata }] of whole.store.entries())
      expect(partial.store.get(key)).toEqual({
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        metadata,
      });
  });
});

test('metadata is read, changed and watched', async () => {
  const { metadata } = Api.namespaced(client, ConfigMap, namespace);
  const found = await metadata.get('a');
  expect(found).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels: { app: 'web' } } });
  expect(found).not.toHaveProperty('data');
  const changed = await metadata.patch.merge('a', { metadata: { labels: { tier: 'front' } } });
  expect(changed.metadata.labels).toEqual({ app: 'web', tier: 'front' });
  for await (const event of metadata.watch({ resourceVersion: found.metadata.resourceVersion ?? '' })) {
    expect(event).toMatchObject({ type: 'MODIFIED', object: changed });
    break;
  }
  expect(await metadata.getOptional('none')).toBeUndefined();
});
