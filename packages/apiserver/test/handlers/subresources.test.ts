import { describe, expect, it } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { pod, TestServer } from '../support/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: {} },
};

describe('a subresource', () => {
  it('scale reads and writes the replicas', async () => {
    const server = new TestServer();
    await server.post(deployments, deployment);
    const { body } = await server.get(`${deployments}/web/scale`);
    expect(body).toMatchObject({ kind: 'Scale', spec: { replicas: 2 }, status: { selector: 'app=web' } });
    await server.put(`${deployments}/web/scale`, { ...body, spec: { replicas: 5 } });
    const changed = await server.get(`${deployments}/web`);
    expect([changed.body.spec['replicas'], changed.body.metadata.generation]).toEqual([5, 2]);
    expect((await server.put(`${deployments}/web/scale`, { ...body, spec: { replicas: 1 } })).status).toBe(
      409,
    );
  });

  it('eviction deletes, unless a budget stands in its way', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(pods, pod('a', {}, { labels: { app: 'web' } }));
    await server.post('/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
      metadata: { name: 'b' },
      spec: { selector: { matchLabels: { app: 'web' } }, minAvailable: 1 },
    });
    const refused = await server.post(`${pods}/a/eviction`, { metadata: { name: 'a' } });
    expect(refused.body).toMatchObject({ code: 429, reason: 'TooManyRequests' });
    await server.delete('/apis/policy/v1/namespaces/default/poddisruptionbudgets/b');
    expect((await server.post(`${pods}/a/eviction`, { metadata: { name: 'a' } })).status).toBe(201);
    expect((await server.get(`${pods}/a`)).status).toBe(404);
  });

  it('binding gives a pod its node, once', async () => {
    const server = new TestServer();
    await server.post(pods, pod('a'));
    const binding = { metadata: { name: 'a' }, target: { kind: 'Node', name: 'n' } };
    expect((await server.post(`${pods}/a/binding`, binding)).status).toBe(201);
    expect((await server.get(`${pods}/a`)).body.spec['nodeName']).toBe('n');
    expect((await server.post(`${pods}/a/binding`, binding)).status).toBe(409);
  });

  it('that is not there is told from one that is not supported', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(pods, pod('a'));
    expect((await server.get(`${pods}/a/nonsense`)).status).toBe(404);
    expect((await server.get(`${pods}/a/log`)).body).toMatchObject({ code: 501, reason: 'NotImplemented' });
  });
});

describe('a review', () => {
  it('says that everybody may do everything', async () => {
    const server = new TestServer();
    const { body } = await server.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      spec: { resourceAttributes: { verb: 'list', resource: 'pods' } },
    });
    expect(body.status).toEqual({ allowed: true });
  });
});
