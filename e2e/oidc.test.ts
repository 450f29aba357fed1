// An identity provider, a real API server that trusts it, and a client that refreshes its id-token there: tokens of
// fifteen seconds, and refresh tokens that are good for one use.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens

import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CertificateAuthority } from '@kube-rx/apiserver';
import { Api, Client, inferConfig } from '@kube-rx/client';
import { ClusterRoleBinding, ConfigMap } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const namespace = 'default';
const lifetimeSeconds = 15;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

class IdentityProvider {
  readonly issued: string[] = [];
  readonly refused: string[] = [];
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  #server: Server | undefined;
  issuer = '';

  async start(authority: CertificateAuthority): Promise<void> {
    const { certificate, key } = authority.issue({
      usage: 'server',
      subject: { commonName: 'idp' },
      hosts: ['127.0.0.1'],
    });
    const server = createServer({ cert: certificate, key }, (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const answer = this.#answer(
          String(request.url),
          request.headers.authorization,
          new URLSearchParams(body),
        );
        response.writeHead('error' in answer ? 400 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
    this.#server = server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** The refresh token that is good now. */
  get refreshToken(): string {
    return `refresh-${this.issued.length}`;
  }

  #answer(path: string, authorization: string | undefined, form: URLSearchParams): object {
    if (path === '/.well-known/openid-configuration')
      return {
        issuer: this.issuer,
        jwks_uri: `${this.issuer}/keys`,
        token_endpoint: `${this.issuer}/token`,
        id_token_signing_alg_values_supported: ['RS256'],
      };
    if (path === '/keys')
      return {
        keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
      };
    const client = `Basic ${Buffer.from('shop:hunter2').toString('base64')}`;
    if (authorization !== client || form.get('refresh_token') !== this.refreshToken) {
      this.refused.push(String(form.get('refresh_token')));
      return { error: 'invalid_grant' };
    }
    const token = this.#sign({ iss: this.issuer, aud: 'shop', sub: 'ann' });
    this.issued.push(token);
    return { id_token: token, access_token: 'none', token_type: 'Bearer', refresh_token: this.refreshToken };
  }

  #sign(claims: object): string {
    const now = Math.floor(Date.now() / 1000);
    const signed = `${part({ alg: 'RS256', kid: 'k' })}.${part({ ...claims, iat: now, exp: now + lifetimeSeconds })}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), this.#keys.privateKey).toString('base64url')}`;
  }
}

const provider = new IdentityProvider();
let folder = '';
let controlPlane: ControlPlane;
let proxy: CutProxy;
let admin: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rx-oidc-'));
  const authority = new CertificateAuthority('of the provider');
  await provider.start(authority);
  await writeFile(join(folder, 'idp.crt'), authority.certificate);
  controlPlane = await ControlPlane.start({
    apiServerFlags: [
      `--oidc-issuer-url=${provider.issuer}`,
      '--oidc-client-id=shop',
      `--oidc-ca-file=${join(folder, 'idp.crt')}`,
      '--oidc-username-claim=sub',
      '--oidc-username-prefix=-',
    ],
  });
  proxy = await CutProxy.start(controlPlane.url);
  admin = await connect(controlPlane);
  await Api.all(admin, ClusterRoleBinding).create({
    metadata: { name: 'ann' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' }],
  });
});

afterAll(async () => {
  await admin.close();
  await proxy.close();
  await controlPlane.stop();
  provider.close();
  await rm(folder, { recursive: true });
});

test('a watch goes on over the end of its id-token, and each refresh token is used once', async () => {
  const config = {
    'idp-issuer-url': provider.issuer,
    'idp-certificate-authority': join(folder, 'idp.crt'),
    'client-id': 'shop',
    'client-secret': 'hunter2',
    'refresh-token': provider.refreshToken,
  };
  const kubeconfig = join(folder, 'config');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: proxy.url, 'certificate-authority': controlPlane.caFile } }],
      users: [{ name: 'u', user: { 'auth-provider': { name: 'oidc', config } } }],
    }),
  );
  await using client = Client.fromConfig(await inferConfig({ kubeconfig }));
  const configs = Api.namespaced(client, ConfigMap, namespace);
  // The server asks the provider for its keys in its own time.
  await eventually('the server knows the provider', async () => {
    return configs.list().then(
      () => true,
      () => false,
    );
  });
  await using cache = reflector(configs, { backoff: { minMs: 50, maxMs: 500 } });
  await cache.ready({ timeout: 30_000 });
  const { epoch } = cache.status;
  const token = provider.issued.at(-1) ?? '';
  await eventually('the id-token has expired', async () => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    return (await controlPlane.request(path, { user: { name: 'ann', token } })).status === 401;
  });
  proxy.cut();
  await configs.create({ metadata: { name: 'late' } });
  await eventually('the watch goes on', () => cache.store.has(`${namespace}/late`));
  expect(cache.status.epoch).toBe(epoch);
  expect(provider.issued.at(-1)).not.toBe(token);
  expect(provider.refused).toEqual([]);
});
