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
});
