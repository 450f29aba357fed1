import { describe, expect, test } from '@jest/globals';
import { configMap, configMaps, pod, TestServer } from './support/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';
const apply = { 'content-type': 'application/apply-patch+yaml' };

describe('a server without any options', () => {
  test('applies, and refuses a second manager who wants the same field', async () => {
    const server = new TestServer();
    const mine = { query: { fieldManager: 'me' }, headers: apply, body: configMap('a', { k: 'v' }) };
    const { status, body } = await server.ask('PATCH', `${configMaps}/a`, mine);
    expect([status, body.data]).toEqual([201, { k: 'v' }]);
    expect(body.metadata.managedFields).toMatchObject([{ manager: 'me', operation: 'Apply' }]);
    const theirs = { query: { fieldManager: 'you' }, headers: apply, body: configMap('a', { k: 'w' }) };
    expect((await server.ask('PATCH', `${configMaps}/a`, theirs)).body.reason).toBe('Conflict');
  });

  test('merges a strategic patch by the keys of the list', async () => {
    const server = new TestServer();
    await server.post(pods, pod('a', { containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Never' }] }));
    const change = { spec: { containers: [{ name: 'c', image: 'next' }] } };
    const { status, body } = await server.patch(`${pods}/a`, 'strategic', change);
    expect(status).toBe(200);
    expect(body.spec['containers']).toMatchObject([{ name: 'c', image: 'next', imagePullPolicy: 'Never' }]);
  });

  test.each(['Strict', 'Warn', 'Ignore'])('drops unknown fields, as fieldValidation=%s asks', async (how) => {
    const server = new TestServer();
    const odd = { ...pod('a', { odd: 1 }) };
    const { status, headers, body } = await server.post(pods, odd, { fieldValidation: how });
    expect(status).toBe(how === 'Strict' ? 400 : 201);
    expect(headers['warning']).toBe(how === 'Warn' ? '299 - "unknown field \\"spec.odd\\""' : undefined);
    if (how === 'Strict') expect(body.message).toContain('strict decoding error: unknown field "spec.odd"');
    else expect(body.spec).not.toHaveProperty('odd');
  });

  test('refuses a value of a wrong type in the words of Go', async () => {
    const { status, body } = await new TestServer().post(pods, pod('a', { nodeName: 1 }));
    expect(status).toBe(400);
    expect(body.message).toContain('cannot unmarshal number into Go struct field PodSpec.spec.nodeName');
  });

  test('seeds objects as their kinds hold them', async () => {
    const server = new TestServer();
    const odd = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, odd: 1 };
    server.server.seed([odd]);
    expect((await server.get(`${configMaps}/a`)).body).not.toHaveProperty('odd');
  });

  test('seeds objects with their status, beside what the server says of them itself', async () => {
    const server = new TestServer();
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }];
    const spec = { containers: [{ name: 'c', image: 'i' }] };
    const ofPod = { apiVersion: 'v1', kind: 'Pod', spec };
    const running = {
      ...ofPod,
      metadata: { name: 'a' },
      status: { phase: 'Running', podIP: '10.1.0.1', conditions, odd: 1 },
    };
    const done = { succeeded: 1, ready: 0 };
    const template = { spec: { ...spec, restartPolicy: 'Never' } };
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'j' },
      spec: { template },
      status: done,
    };
    server.server.seed([running, job, { ...ofPod, metadata: { name: 'b' } }]);
    const seeded = (await server.get(`${pods}/a`)).body;
    expect(seeded.status).toEqual({
      phase: 'Running',
      podIP: '10.1.0.1',
      podIPs: [{ ip: '10.1.0.1' }],
      qosClass: 'BestEffort',
      conditions: [expect.objectContaining({ type: 'Ready', status: 'True' })],
    });
    expect((await server.get('/apis/batch/v1/namespaces/default/jobs/j')).body.status).toMatchObject(done);
    expect((await server.get(`${pods}/b`)).body.status).toMatchObject({ phase: 'Pending' });
  });

  test('seeds custom resources with their status, whether it is a part of its own or not', async () => {
    const server = new TestServer();
    const definition = (plural: string, subresources: object) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.example.com` },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural, kind: plural },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
            ...subresources,
          },
        ],
      },
    });
    const object = (kind: string) => ({
      apiVersion: 'example.com/v1',
      kind,
      metadata: { name: 'x' },
      status: { ready: true },
    });
    server.server.seed([
      definition('parts', { subresources: { status: {} } }),
      definition('wholes', {}),
      object('parts'),
      object('wholes'),
    ]);
    for (const plural of ['parts', 'wholes']) {
      const { body } = await server.get(`/apis/example.com/v1/namespaces/default/${plural}/x`);
      expect(body.status).toEqual({ ready: true });
    }
  });
});
