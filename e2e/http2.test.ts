// HTTP/2 on a real API server, and on the embedded one: lists, many watches over few connections, writes, and what becomes of a cache when its
// one connection is cut.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, Kubeconfig, resolveContext } from '@kube-rx/client';
import { ConfigMap } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const watches = 150;

interface Started {
  readonly url: string;
  /** The kubeconfig of an administrator, of whom `server` is asked. */
  kubeconfig(server: string): string;
  stop(): Promise<void>;
}

async function startReal(): Promise<Started> {
  const controlPlane = await ControlPlane.start();
  const { url } = controlPlane;
  return {
    url,
    kubeconfig: (server) => controlPlane.kubeconfig({ server }),
    stop: () => controlPlane.stop(),
  };
}

async function startEmbedded(): Promise<Started> {
  const api = new ApiServer();
  const { url, certificateAuthority = '' } = await api.listen({ tls: true });
  const authority = Buffer.from(certificateAuthority).toString('base64');
  return {
    url,
    kubeconfig: (server) =>
      JSON.stringify({
        'current-context': 'embedded',
        contexts: [{ name: 'embedded', context: { cluster: 'embedded', user: 'embedded' } }],
        clusters: [{ name: 'embedded', cluster: { server, 'certificate-authority-data': authority } }],
        users: [{ name: 'embedded', user: {} }],
      }),
    stop: () => api.close(),
  };
}

describe.each([
  ['a real API server', startReal],
  ['the embedded API server', startEmbedded],
])('HTTP/2 with %s', (_, start) => {
  let started: Started;
  let proxy: CutProxy;
  let client: Client;
  /** By which others write, whatever becomes of the connection. */
  let others: Client;

  beforeAll(async () => {
    started = await start();
    proxy = await CutProxy.start(started.url);
    const config = async (server: string) =>
      resolveContext(await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text: started.kubeconfig(server) }]));
    client = Client.fromConfig(await config(proxy.url), { http2: true });
    others = Client.fromConfig(await config(started.url));
  });

  afterAll(async () => {
    await client.close();
    await others.close();
    await proxy.close();
    await started.stop();
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
});
