// HTTP/2 on a real API server: lists, many watches over few connections, writes, and what becomes of a cache when its
// one connection is cut.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api, Client, Kubeconfig, resolveContext } from '@kube-rx/client';
import { ConfigMap } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const watches = 150;

let controlPlane: ControlPlane;
let proxy: CutProxy;
let client: Client;
/** By which others write, whatever becomes of the connection. */
let others: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  proxy = await CutProxy.start(controlPlane.url);
  const text = controlPlane.kubeconfig({ server: proxy.url });
  const config = await resolveContext(await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text }]));
  client = Client.fromConfig(config, { http2: true });
  others = await connect(controlPlane);
});

afterAll(async () => {
  await client.close();
  await others.close();
  await proxy.close();
  await controlPlane.stop();
});

function configMaps(of = client): Api<ConfigMap> {
  return Api.namespaced(of, ConfigMap, 'default');
}

test('lists, writes and watches share one connection', async () => {
  const created = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      configMaps().create({ metadata: { name: `item-${index}` }, data: { text: 'x'.repeat(10_000) } }),
    ),
  );
  expect(created).toHaveLength(50);
  // Large enough that the server packs it.
  const names = (await configMaps().list()).map(({ metadata }) => metadata.name);
  expect(names).toEqual(expect.arrayContaining(created.map(({ metadata }) => metadata.name)));
  await using cache = reflector(configMaps());
  await cache.ready({ timeout: 30_000 });
  const { metadata } = await configMaps().patch.merge('item-7', { data: { text: 'new' } });
  await cache.waitForResourceVersion(metadata.resourceVersion ?? '', { timeout: 30_000 });
  expect(cache.store.get('default/item-7')?.data).toEqual({ text: 'new' });
  await configMaps().delete('item-8');
  await eventually('the deletion is seen', () => cache.store.get('default/item-8') === undefined);
  expect(proxy.accepted).toBe(1);
});

test('more watches than one connection may carry open as many as they need, and hold up no call', async () => {
  const abort = new AbortController();
  const { resourceVersion } = await configMaps().list({ limit: 1 });
  const before = proxy.accepted;
  const opened = Array.from({ length: watches }, async () => {
    const watch = configMaps().watch({ resourceVersion, signal: abort.signal });
    for await (const event of watch) if (event.type === 'ADDED') return event.object.metadata.name;
    return 'an end';
  });
  const outcomes = Promise.all(opened);
  await eventually('connections are made', () => proxy.accepted > before);
  expect((await client.serverVersion({ timeout: 30_000 })).gitVersion).toMatch(/^v1\./);
  await configMaps().create({ metadata: { name: 'signal' } });
  expect(new Set(await outcomes)).toEqual(new Set(['signal']));
  // kube-apiserver allows 100 requests at once.
  expect(proxy.accepted - before).toBeLessThan(5);
  abort.abort();
});

test('a cache goes on after its connection was cut', async () => {
  await using cache = reflector(configMaps());
  await cache.ready({ timeout: 30_000 });
  for (const how of ['reset', 'close'] as const) {
    expect(proxy.cut(how)).toBeGreaterThan(0);
    const { metadata } = await configMaps(others).patch.merge('item-9', { data: { how } });
    await cache.waitForResourceVersion(metadata.resourceVersion ?? '', { timeout: 30_000 });
    expect(cache.store.get('default/item-9')?.data?.['how']).toBe(how);
  }
});
