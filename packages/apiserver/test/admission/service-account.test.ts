import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { TestServer } from '../support/test-server.ts';

const on = { enableAdmissionPlugins: ['ServiceAccount'] };
const account = (namespace: string): string => `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } };

test('every namespace has its account, also after somebody has deleted it', async () => {
  const server = new TestServer(on);
  const first = await server.get(account('kube-system'));
  expect(first.status).toBe(200);
  await server.post('/api/v1/namespaces', { metadata: { name: 'n' } });
  const { body } = await server.get(account('n'));
  expect(body.metadata.name).toBe('default');
  expect((await server.delete(account('n'))).status).toBe(200);
  const again = await server.get(account('n'));
  expect(again.status).toBe(200);
  expect(again.body.metadata.uid).not.toBe(body.metadata.uid);
});

test('an account goes with its namespace', async () => {
  const server = new TestServer(on);
  await server.post('/api/v1/namespaces', { metadata: { name: 'n' } });
  await server.delete('/api/v1/namespaces/n');
  await server.clock.advance(1000);
  expect((await server.get('/api/v1/namespaces/n')).status).toBe(404);
  expect((await server.get(account('n'))).status).toBe(404);
});

test('switched off, there is none, and no pod needs one', async () => {
  const server = new TestServer();
  expect((await server.get(account('default'))).status).toBe(404);
  const made = await server.post('/api/v1/namespaces/default/pods', pod);
  expect(made.status).toBe(201);
  expect(made.body.spec).not.toHaveProperty('serviceAccountName');
});

test('a pod that is seeded runs as the account of its namespace', async () => {
  const server = new TestServer(on);
  server.server.seed([
    { apiVersion: 'v1', kind: 'Pod', ...pod, metadata: { name: 'p', namespace: 'seeded' } },
  ]);
  const { body } = await server.get('/api/v1/namespaces/seeded/pods/p');
  expect(body.spec).toMatchObject({
    serviceAccountName: 'default',
    volumes: [{ name: expect.stringMatching(/^kube-api-access-[a-z0-9]{5}$/) }],
  });
});

test('namespaces of a state that was saved without accounts get theirs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kube-rx-accounts-'));
  const file = join(folder, 'state');
  try {
    const before = new TestServer();
    await before.post('/api/v1/namespaces', { metadata: { name: 'n' } });
    await before.server.saveState(file);
    const server = new TestServer(on);
    await server.server.loadState(file);
    expect((await server.get(account('n'))).status).toBe(200);
  } finally {
    await rm(folder, { recursive: true });
  }
});
