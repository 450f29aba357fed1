// Quotas together with webhooks, seeds, definitions and what goes. The recorded groups have the words.

import { describe, expect, it } from '@jest/globals';
import { settle } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { configMap, configMaps, definition, pod, TestServer } from '../support/test-server.ts';

const quotas = '/api/v1/namespaces/default/resourcequotas';
const pods = '/api/v1/namespaces/default/pods';

const quota = (hard: object, more: object = {}) => ({ metadata: { name: 'q' }, spec: { hard, ...more } });

async function statusOf(server: TestServer, name = 'q'): Promise<unknown> {
  return (await server.get(`${quotas}/${name}`)).body.status;
}

async function limitedTo(hard: object, more: object = {}): Promise<TestServer> {
  const server = new TestServer({ resources: catalog });
  expect(await server.post(quotas, quota(hard, more))).toMatchObject({ status: 201 });
  return server;
}

describe('a quota', () => {
  it('counts what is there when it is made, what comes, and what goes', async () => {
    const server = new TestServer();
    await server.writeConfigMaps(2);
    await server.post(quotas, quota({ configmaps: 3, 'count/configmaps': '5' }));
    const hard = { configmaps: '3', 'count/configmaps': '5' };
    expect(await statusOf(server)).toEqual({ hard, used: { configmaps: '2', 'count/configmaps': '2' } });
    expect(await server.post(configMaps, configMap('x'))).toMatchObject({ status: 201 });
    expect(await statusOf(server)).toEqual({ hard, used: { configmaps: '3', 'count/configmaps': '3' } });
    expect(await server.post(configMaps, configMap('y'))).toMatchObject({
      status: 403,
      body: {
        message:
          'configmaps "y" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=3, limited: configmaps=3',
      },
    });
    await server.delete(`${configMaps}/x`);
    expect(await statusOf(server)).toEqual({ hard, used: { configmaps: '2', 'count/configmaps': '2' } });
    await server.delete(configMaps);
    expect(await statusOf(server)).toEqual({ hard, used: { configmaps: '0', 'count/configmaps': '0' } });
  });

  it('is not charged for what is not written', async () => {
    const server = await limitedTo({ configmaps: 3 });
    const used = { hard: { configmaps: '3' }, used: { configmaps: '1' } };
    await server.post(configMaps, configMap('a'));
    expect((await server.post(configMaps, configMap('b'), { dryRun: 'All' })).status).toBe(201);
    expect((await server.post(configMaps, configMap('a'))).status).toBe(409);
    expect((await server.post(configMaps, configMap('c', {}, { resourceVersion: '1' }))).status).toBe(500);
    expect((await server.post(configMaps, configMap('d', {}, { labels: { '-': '' } }))).status).toBe(422);
    const large = configMap('e', { a: 'x'.repeat(1_048_000) }, { annotations: { b: 'y'.repeat(262_000) } });
    expect((await server.post(configMaps, large)).status).toBe(201);
    expect(await statusOf(server)).toEqual({ ...used, used: { configmaps: '2' } });
  });

  it('follows what it says anew', async () => {
    const server = await limitedTo({ configmaps: 1 });
    await server.post(configMaps, configMap('a'));
    await server.put(`${quotas}/q`, quota({ configmaps: '2', secrets: '1' }));
    const hard = { configmaps: '2', secrets: '1' };
    expect(await statusOf(server)).toEqual({ hard, used: { configmaps: '1', secrets: '0' } });
  });

  it('is counted once for all that is deleted at once', async () => {
    const server = await limitedTo({ configmaps: 9 });
    await server.writeConfigMaps(5);
    const watched = await server.watch(quotas, { resourceVersion: server.server.revision });
    await server.delete(configMaps);
    expect(await watched.seen()).toEqual([`MODIFIED q@${server.server.revision}`]);
    expect(await statusOf(server)).toMatchObject({ used: { configmaps: '0' } });
    await watched.close();
  });

  it('is the business of its namespace alone', async () => {
    const server = await limitedTo({ configmaps: 0 });
    const elsewhere = configMaps.replace('default', 'kube-public');
    expect((await server.post(elsewhere, configMap('a'))).status).toBe(201);
    expect((await server.post(configMaps, configMap('a'))).status).toBe(403);
  });

  it('gives back what a pod had that has ended', async () => {
    const server = await limitedTo({ pods: '1', 'count/pods': '2' });
    await server.post(pods, pod('a'));
    expect((await server.post(pods, pod('b'))).status).toBe(403);
    await server.patch(`${pods}/a/status`, 'merge', { status: { phase: 'Succeeded' } });
    expect((await server.post(pods, pod('b'))).status).toBe(201);
    expect(await statusOf(server)).toMatchObject({ used: { pods: '1', 'count/pods': '2' } });
  });

  it('does without pods that should have gone long ago', async () => {
    const server = await limitedTo({ pods: '1' });
    await server.post(pods, pod('a', { nodeName: 'n' }));
    await server.delete(`${pods}/a`);
    expect(await statusOf(server)).toMatchObject({ used: { pods: '1' } });
    await server.clock.advance(61_000);
    // Counted anew.
    await server.put(`${quotas}/q`, quota({ pods: '2' }));
    expect(await statusOf(server)).toMatchObject({ used: { pods: '0' } });
  });

  it('counts objects of a custom kind, from the moment that there is one', async () => {
    const server = await limitedTo({ 'count/widgets.example.com': '1' });
    expect(await statusOf(server)).toEqual({ hard: { 'count/widgets.example.com': '1' } });
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await server.post(definitions, definition('widgets', 'Widget'));
    const none = { hard: { 'count/widgets.example.com': '1' }, used: { 'count/widgets.example.com': '0' } };
    expect(await statusOf(server)).toEqual(none);
    const widgets = '/apis/example.com/v1/namespaces/default/widgets';
    const widget = (name: string) => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name } });
    expect((await server.post(widgets, widget('a'))).status).toBe(201);
    expect((await server.post(widgets, widget('b'))).body.message).toBe(
      'widgets.example.com "b" is forbidden: exceeded quota: q, requested: count/widgets.example.com=1, used: count/widgets.example.com=1, limited: count/widgets.example.com=1',
    );
    await server.delete(`${definitions}/widgets.example.com`);
    await settle();
    expect(await statusOf(server)).toEqual(none);
  });

  it('counts devices by the name that their class has by then', async () => {
    const server = new TestServer({ resources: catalog });
    const classes = '/apis/resource.k8s.io/v1/deviceclasses';
    const claims = '/apis/resource.k8s.io/v1/namespaces/default/resourceclaims';
    const [gpu, tpu] = ['requests.example.com/gpu', 'requests.example.com/tpu'];
    await server.post(classes, {
      metadata: { name: 'c' },
      spec: { extendedResourceName: 'example.com/gpu' },
    });
    await server.post(quotas, quota({ [gpu]: '9', [tpu]: '9' }));
    const claim = (name: string, count: number) => ({
      metadata: { name },
      spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c', count } }] } },
    });
    await server.post(claims, claim('a', 2));
    await server.post(claims, claim('b', 3));
    const amount = { 'example.com/gpu': '1' };
    const resources = { requests: amount, limits: amount };
    await server.post(pods, {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image: 'i', resources }] },
    });
    expect(await statusOf(server)).toMatchObject({ used: { [gpu]: '6', [tpu]: '0' } });
    await server.delete(`${claims}/a`);
    expect(await statusOf(server)).toMatchObject({ used: { [gpu]: '4', [tpu]: '0' } });
    await server.put(`${classes}/c`, {
      metadata: { name: 'c' },
      spec: { extendedResourceName: 'example.com/tpu' },
    });
    await server.post(claims, claim('d', 1));
    await server.delete(`${claims}/d`);
    expect(await statusOf(server)).toMatchObject({ used: { [gpu]: '1', [tpu]: '3' } });
  });

  it('counts seeds, and refuses those beyond it', async () => {
    const server = new TestServer();
    const seeded = { apiVersion: 'v1', kind: 'ResourceQuota', ...quota({ configmaps: '1' }) };
    const dumped = { ...seeded, status: { hard: { configmaps: '1' }, used: { configmaps: '1' } } };
    const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    server.server.seed([dumped, map('a')]);
    expect(await statusOf(server)).toMatchObject({ used: { configmaps: '1' } });
    expect(() => {
      server.server.seed([map('b')]);
    }).toThrow('exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1');
  });

  it('is kept true where its plugin is off, and refuses nothing', async () => {
    const server = new TestServer({ disableAdmissionPlugins: ['ResourceQuota'] });
    await server.post(quotas, quota({ configmaps: '1' }));
    await server.writeConfigMaps(2);
    expect(await statusOf(server)).toMatchObject({ used: { configmaps: '2' } });
  });
});
