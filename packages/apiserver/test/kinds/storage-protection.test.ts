// What conformance cannot show of volumes and claims that are deleted: the real server waits there for its controllers.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const pods = '/api/v1/namespaces/default/pods';
const volumes = '/api/v1/persistentvolumes';
const attributes = '/apis/storage.k8s.io/v1/volumeattributesclasses';

const claim = (name: string, more: object = {}): object => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more },
});

const pod = (name: string, claimName: string, more: object = {}): object => ({
  metadata: { name },
  spec: {
    nodeName: 'n',
    containers: [{ name: 'c', image: 'i' }],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
    ...more,
  },
});

const volume = (name: string, more: object = {}): object => ({
  metadata: { name },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    csi: { driver: 'example.com', volumeHandle: 'v' },
    ...more,
  },
});

async function statusOf(server: TestServer, path: string): Promise<number> {
  return (await server.get(path)).status;
}

describe('a claim that is deleted', () => {
  test('goes at once where no pod uses it', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(claims, claim('a'));
    const { body } = await server.delete(`${claims}/a`);
    expect(body).toMatchObject({
      kind: 'PersistentVolumeClaim',
      metadata: { deletionGracePeriodSeconds: 0 },
    });
    expect(await statusOf(server, `${claims}/a`)).toBe(404);
  });

  test('stays until the last pod is gone that uses it', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(claims, claim('a'));
    await server.post(pods, pod('one', 'a'));
    await server.post(pods, pod('two', 'a'));
    await server.delete(`${claims}/a`);
    await server.delete(`${pods}/one`, { gracePeriodSeconds: 0 });
    expect((await server.get(`${claims}/a`)).body.metadata['finalizers']).toEqual([
      'kubernetes.io/pvc-protection',
    ]);
    await server.delete(`${pods}/two`, { gracePeriodSeconds: 0 });
    expect(await statusOf(server, `${claims}/a`)).toBe(404);
  });

  test('does not wait for a pod that no node has', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(claims, claim('a'));
    await server.post(pods, pod('one', 'a', { nodeName: '' }));
    await server.delete(`${claims}/a`);
    expect(await statusOf(server, `${claims}/a`)).toBe(404);
  });

  test('is left to the finalizers of others', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(claims, { ...claim('a'), metadata: { name: 'a', finalizers: ['example.com/mine'] } });
    await server.delete(`${claims}/a`);
    expect((await server.get(`${claims}/a`)).body.metadata['finalizers']).toEqual(['example.com/mine']);
  });

  test('goes with its namespace', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post('/api/v1/namespaces', { metadata: { name: 'shop' } });
    await server.post('/api/v1/namespaces/shop/persistentvolumeclaims', claim('a'));
    await server.post('/api/v1/namespaces/shop/pods', pod('one', 'a'));
    await server.delete('/api/v1/namespaces/shop');
    await server.clock.advance(1000);
    expect(await statusOf(server, '/api/v1/namespaces/shop')).toBe(404);
  });
});

describe('a volume that is deleted', () => {
  test('goes at once, or once it is not bound any more', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(volumes, volume('free'));
    await server.delete(`${volumes}/free`);
    expect(await statusOf(server, `${volumes}/free`)).toBe(404);
    await server.post(volumes, volume('bound'));
    await server.patch(`${volumes}/bound/status`, 'merge', { status: { phase: 'Bound' } });
    await server.delete(`${volumes}/bound`);
    expect(await statusOf(server, `${volumes}/bound`)).toBe(200);
    await server.patch(`${volumes}/bound/status`, 'merge', { status: { phase: 'Released' } });
    expect(await statusOf(server, `${volumes}/bound`)).toBe(404);
  });
});

describe('a class of attributes that is deleted', () => {
  test('stays as long as a claim or a volume names it', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(attributes, {
      metadata: { name: 'gold' },
      driverName: 'example.com',
      parameters: { iops: '1' },
    });
    await server.post(claims, claim('a', { volumeAttributesClassName: 'gold' }));
    await server.post(volumes, volume('v', { volumeAttributesClassName: 'gold' }));
    await server.delete(`${attributes}/gold`);
    await server.delete(`${claims}/a`);
    expect(await statusOf(server, `${attributes}/gold`)).toBe(200);
    await server.delete(`${volumes}/v`);
    expect(await statusOf(server, `${attributes}/gold`)).toBe(404);
  });
});
