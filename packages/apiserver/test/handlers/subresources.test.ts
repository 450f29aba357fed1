import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { definition, pod, TestServer } from '../support/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx' }] },
    },
  },
};

describe('a subresource', () => {
  test('scale reads and writes the replicas', async () => {
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

  const farms = '/apis/example.com/v1/namespaces/default/farms';
  const farm = { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'a' } };
  const farmDefinition = (scale: object): object =>
    definition('farms', 'Farm', { subresources: { status: {}, scale } });
  const paths = {
    specReplicasPath: '.spec.size.cows',
    statusReplicasPath: '.status.cows',
    labelSelectorPath: '.status.selector',
  };
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

  test('scale lies where the definition of a custom kind says', async () => {
    const server = new TestServer();
    await server.post(definitions, farmDefinition(paths));
    await server.post(farms, { ...farm, spec: { replicas: 9, size: { cows: 2, dogs: 1 } } });
    await server.patch(`${farms}/a/status`, 'merge', { status: { cows: 1, selector: 'animal=cow' } });
    const { body } = await server.get(`${farms}/a/scale`);
    expect(body).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 1, selector: 'animal=cow' } });
    await server.put(`${farms}/a/scale`, { ...body, spec: { replicas: 5 } });
    await server.patch(`${farms}/a/scale`, 'merge', { spec: { replicas: 6 } });
    const { spec } = (await server.get(`${farms}/a`)).body;
    expect(spec).toEqual({ replicas: 9, size: { cows: 6, dogs: 1 } });
  });

  test('scale of a custom object without replicas is an error until it is set', async () => {
    const server = new TestServer();
    await server.post(definitions, farmDefinition(paths));
    await server.post(farms, farm);
    expect((await server.get(`${farms}/a/scale`)).body).toMatchObject({
      code: 500,
      message: 'Internal error occurred: the spec replicas field ".spec.size.cows" does not exist',
    });
    expect((await server.patch(`${farms}/a/scale`, 'merge', {})).body).toMatchObject({
      code: 400,
      message: 'the spec replicas field ".spec.size.cows" cannot be empty',
    });
    expect((await server.patch(`${farms}/a/scale`, 'merge', { spec: { replicas: 3 } })).status).toBe(200);
  });

  test('scale of a definition must say where it is', async () => {
    const server = new TestServer();
    const { body } = await server.post(
      definitions,
      farmDefinition({ specReplicasPath: '.size', labelSelectorPath: '.metadata.labels' }),
    );
    expect(body.code).toBe(422);
    expect(body.details).toMatchObject({
      causes: ['specReplicasPath', 'statusReplicasPath', 'labelSelectorPath'].map((path) => ({
        field: `spec.subresources.scale.${path}`,
      })),
    });
  });

  test('eviction deletes, unless a budget stands in its way', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(pods, pod('a', {}, { labels: { app: 'web' } }));
    await server.post('/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
      metadata: { name: 'b' },
      spec: { selector: { matchLabels: { app: 'web' } }, minAvailable: 1 },
    });
    // A pod that does not run yet is nobody's loss.
    await server.patch(`${pods}/a/status`, 'merge', { status: { phase: 'Running' } });
    const refused = await server.post(`${pods}/a/eviction`, { metadata: { name: 'a' } });
    expect(refused.body).toMatchObject({ code: 429, reason: 'TooManyRequests' });
    await server.delete('/apis/policy/v1/namespaces/default/poddisruptionbudgets/b');
    expect((await server.post(`${pods}/a/eviction`, { metadata: { name: 'a' } })).status).toBe(201);
    expect((await server.get(`${pods}/a`)).status).toBe(404);
  });

  test('binding gives a pod its node, once', async () => {
    const server = new TestServer();
    await server.post(pods, pod('a'));
    const binding = { metadata: { name: 'a' }, target: { kind: 'Node', name: 'n' } };
    expect((await server.post(`${pods}/a/binding`, binding)).status).toBe(201);
    expect((await server.get(`${pods}/a`)).body.spec['nodeName']).toBe('n');
    expect((await server.post(`${pods}/a/binding`, binding)).status).toBe(409);
  });

  test('that is not there is told from one that is not supported', async () => {
    const server = new TestServer({ resources: catalog });
    await server.post(pods, pod('a'));
    expect((await server.get(`${pods}/a/nonsense`)).status).toBe(404);
    await server.patch(`${pods}/a/status`, 'merge', {
      status: { podIP: '10.1.2.3', podIPs: [{ ip: '10.1.2.3' }] },
    });
    expect((await server.get(`${pods}/a/proxy`)).body).toMatchObject({ code: 501, reason: 'NotImplemented' });
  });
});

describe('a review', () => {
  test('says that everybody may do everything', async () => {
    const server = new TestServer();
    const { body } = await server.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      spec: { resourceAttributes: { verb: 'list', resource: 'pods' } },
    });
    expect(body.status).toEqual({ allowed: true });
  });
});
