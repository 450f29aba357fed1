// What conformance cannot show of claims: the class that they get, and which of them may grow.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const classes = '/apis/storage.k8s.io/v1/storageclasses';

const claim = (more: object = {}, annotations: object = {}): object => ({
  metadata: { name: 'a', annotations },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more },
});

const storageClass = (name: string, isDefault: string, more: object = {}): object => ({
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': isDefault } },
  provisioner: 'example.com',
  ...more,
});

const annotated = { 'volume.beta.kubernetes.io/storage-class': 'old' };

describe('the class of a claim', () => {
  test('is the newest of the defaults, by name where two are as new', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(classes, storageClass('a-first', 'true'));
    await server.clock.advance(1000);
    await server.post(classes, storageClass('b-none', 'false'));
    await server.post(classes, storageClass('c-second', 'true'));
    await server.post(classes, storageClass('d-second', 'true'));
    const { body } = await server.post(claims, claim(), { dryRun: 'All' });
    expect(body.spec['storageClassName']).toBe('c-second');
  });

  test.each([
    ['an empty class', claim({ storageClassName: '' }), ''],
    ['another class', claim({ storageClassName: 'other' }), 'other'],
    ['a class of old', claim({}, annotated), undefined],
  ])('is left alone where a claim has %s', async (_, given, expected) => {
    const server = new TestServer({ resources: catalog });
    await server.post(classes, storageClass('fast', 'true'));
    expect((await server.post(claims, given)).body.spec['storageClassName']).toBe(expected);
  });

  test('can be told later, once', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(claims, claim());
    const set = (storageClassName: string): ReturnType<TestServer['patch']> =>
      server.patch(`${claims}/a`, 'merge', { spec: { storageClassName } });
    expect((await set('fast')).status).toBe(200);
    expect((await set('slow')).status).toBe(422);
  });
});

describe('a claim', () => {
  async function boundClaim(allowVolumeExpansion: boolean): Promise<TestServer> {
    const server = new TestServer({ resources: catalog });
    await server.post(classes, storageClass('fast', 'true', { allowVolumeExpansion }));
    await server.post(claims, claim());
    const status = { phase: 'Bound', capacity: { storage: '1Gi' } };
    await server.patch(`${claims}/a/status`, 'merge', { status });
    return server;
  }

  const resized = (server: TestServer, storage: string): ReturnType<TestServer['patch']> =>
    server.patch(`${claims}/a`, 'merge', { spec: { resources: { requests: { storage } } } });

  test('grows where its class lets it, and shrinks no further than what is there', async () => {
    const server = await boundClaim(true);
    expect((await resized(server, '3Gi')).status).toBe(200);
    expect((await resized(server, '2Gi')).status).toBe(200);
    expect((await resized(server, '1Gi')).body).toMatchObject({
      code: 422,
      details: { causes: [{ message: 'Forbidden: field can not be less than status.capacity' }] },
    });
  });

  test('does not grow where its class does not let it', async () => {
    expect((await resized(await boundClaim(false), '2Gi')).body).toMatchObject({
      code: 403,
      message:
        'persistentvolumeclaims "a" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    });
  });
});
