import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type Reply, TestServer } from '../support/test-server.ts';

const account = '/api/v1/namespaces/default/serviceaccounts/robot';
const whoami = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const root = { headers: { authorization: 'Bearer root' } };
const tokens = { root: { name: 'root', groups: ['system:masters'] } };
const robot = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'default' } };
const hour = 3_600_000;

async function issued(server: TestServer, spec: object = {}): Promise<string> {
  const { body } = await server.ask('POST', `${account}/token`, { body: { spec }, ...root });
  return (body.status as unknown as { readonly token: string }).token;
}

function asked(server: TestServer, token: string): Promise<Reply> {
  return server.ask('POST', whoami, { body: {}, headers: { authorization: `Bearer ${token}` } });
}

function started(options: object = {}): TestServer {
  const server = new TestServer({ tokens, rbac: true, ...options });
  server.server.seed([robot]);
  return server;
}

function pem(type: 'rsa' | 'P-256' | 'P-384' | 'P-521' | 'ed25519'): string {
  const pair = (): { readonly privateKey: KeyObject } => {
    if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 });
    return type === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: type });
  };
  return pair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('a token of a service account', () => {
  test('is a credential until a minute after its end', async () => {
    const server = started();
    const token = await issued(server);
    expect((await asked(server, token)).body.status).toMatchObject({
      userInfo: {
        username: 'system:serviceaccount:default:robot',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      },
    });
    await server.clock.advance(hour + 59_000);
    expect((await asked(server, token)).status).toBe(201);
    await server.clock.advance(3_000);
    expect((await asked(server, token)).status).toBe(401);
  });

  test('that is for a minute more is told to have ended then', async () => {
    const server = started();
    const token = await issued(server, { expirationSeconds: 600 });
    await server.clock.advance(2 * hour);
    const { body } = await server.ask('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
      body: { spec: { token } },
      ...root,
    });
    expect(body.status).toEqual({
      user: {},
      error: '[invalid bearer token, service account token has expired]',
    });
  });

  test('ends with its account, as it was', async () => {
    const server = started();
    const token = await issued(server);
    await server.ask('DELETE', account, root);
    expect((await asked(server, token)).status).toBe(401);
    server.server.seed([robot]);
    expect((await asked(server, token)).status).toBe(401);
  });

  test('is bound to a pod while it goes, and a minute longer', async () => {
    const server = started();
    const spec = { serviceAccountName: 'robot', nodeName: 'n', containers: [{ name: 'c', image: 'i' }] };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec };
    server.server.seed([pod]);
    const token = await issued(server, { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'p' } });
    await server.ask('DELETE', '/api/v1/namespaces/default/pods/p', root);
    await server.clock.advance(60_000);
    expect((await asked(server, token)).status).toBe(201);
    await server.clock.advance(60_000);
    expect((await asked(server, token)).status).toBe(401);
  });

  test('of another server is no credential', async () => {
    const [one, two] = [started(), started()];
    expect((await asked(two, await issued(one))).status).toBe(401);
  });

  test('is not looked at where nobody has to be known', async () => {
    const server = new TestServer();
    server.server.seed([robot]);
    const { status, body } = await asked(server, await issued(server));
    expect([status, body.status]).toEqual([
      201,
      { userInfo: { username: 'system:anonymous', groups: ['system:unauthenticated'] } },
    ]);
  });

  test.each(['rsa', 'P-256', 'P-384', 'P-521'] as const)('is signed by a given key: %s', async (type) => {
    const key = pem(type);
    const options = { serviceAccountKey: key, serviceAccountIssuer: 'https://issuer.example/a/' };
    const [one, two] = [started(options), started(options)];
    const token = await issued(one);
    expect((await asked(one, token)).status).toBe(201);
    // The accounts have one uid by the same chance.
    expect((await asked(two, token)).status).toBe(201);
    const keys = await one.ask('GET', '/openid/v1/jwks', root);
    const [head = ''] = token.split('.');
    const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>;
    expect(JSON.parse(keys.text)).toMatchObject({ keys: [{ use: 'sig', alg, kid }] });
    expect(keys.text).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
    expect(keys.headers).toMatchObject({ 'cache-control': 'public, max-age=3600' });
    const { text } = await one.ask('GET', '/.well-known/openid-configuration', root);
    expect(JSON.parse(text)).toEqual({
      issuer: 'https://issuer.example/a/',
      jwks_uri: 'https://issuer.example/a/openid/v1/jwks',
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [alg],
    });
  });

  test('is signed by no other key, which is not told', () => {
    for (const key of ['secret', '', pem('ed25519'), pem('P-256').slice(0, 80)]) {
      const failed = (): unknown => new ApiServer({ serviceAccountKey: key });
      expect(failed).toThrow(/^serviceAccountKey: this is no private key that signs tokens; give [^\n]*$/);
      expect(failed).not.toThrow('secret');
    }
    for (const serviceAccountIssuer of [
      '',
      'kube',
      'http://a.example',
      'https://a.example?b',
      'https://a.example#b',
    ])
      expect(() => new ApiServer({ serviceAccountIssuer })).toThrow('is no issuer of tokens');
  });
});

describe('the key of service accounts', () => {
  test('is kept with the state, for its owner alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const file = join(folder, 'state');
    try {
      const one = started();
      const token = await issued(one);
      await one.server.saveState(file);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const two = new TestServer({ tokens, rbac: true });
      await two.server.loadState(file);
      expect((await asked(two, token)).status).toBe(201);
      const three = new TestServer({ tokens, rbac: true, serviceAccountKey: pem('P-256') });
      await three.server.loadState(file);
      expect((await asked(three, token)).status).toBe(401);
      await three.server.saveState(file);
      expect(await readFile(file, 'utf8')).not.toContain('PRIVATE KEY');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is saved once it is there, though nothing else has changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const file = join(folder, 'state');
    try {
      const one = started();
      const kept = await one.server.keepState(file);
      await kept.save();
      expect(await readFile(file, 'utf8')).not.toContain('PRIVATE KEY');
      await issued(one);
      await kept.save();
      expect(await readFile(file, 'utf8')).toContain('PRIVATE KEY');
      await one.server.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('makes a state impossible where it is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const file = join(folder, 'state');
    try {
      const one = started();
      await issued(one);
      await one.server.saveState(file);
      await writeFile(file, (await readFile(file, 'utf8')).replace('BEGIN PRIVATE', 'BEGIN A'));
      const two = new TestServer();
      await expect(two.server.loadState(file)).rejects.toThrow(
        `${file} cannot be restored from: line 1: the key of service accounts is none`,
      );
      expect((await two.get(account)).status).toBe(404);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
