// Every credential that a kubeconfig may hold, or a plugin or a provider may give, carries a mark. Whatever goes wrong
// with it, the mark is in nothing that a program may print.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CertificateAuthority } from '@kube-rx/apiserver';
import {
  Client,
  type Config,
  credentialsChannel,
  inferConfig,
  requestChannel,
  warningChannel,
} from '@kube-rx/client';
import { pino } from 'pino';
import { logTo } from '../../src/logging/log-to.ts';

const mark = 'canary';
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
// Its payload is what holds the mark, so that its base64 must not be shown either.
const claims = part({ sub: mark, exp: 1 });
const expired = `${part({ alg: 'none' })}.${claims}.${mark}`;

const authority = new CertificateAuthority('trusted');
const pair = authority.issue({ subject: { commonName: 'ann' }, usage: 'client' });
const other = new CertificateAuthority('other').issue({ subject: { commonName: 'bob' }, usage: 'client' });
const keyBody = pair.key.split('\n')[1] ?? '';

/** What may be shown nowhere. */
const secrets = [
  mark,
  claims,
  keyBody,
  other.key.split('\n')[1] ?? '',
  // As it is sent: alone, as a password, and as the secret of a client.
  ...[mark, `ann:${mark}`, `shop:${mark}`].map((text) => Buffer.from(text).toString('base64').slice(0, 8)),
];

let server: Server;
let url = '';
let folder = '';

// Refuses everybody as a hostile server would: with all that it was sent.
beforeAll(async () => {
  const { certificate, key } = authority.issue({
    subject: { commonName: 'server' },
    usage: 'server',
    hosts: ['localhost'],
  });
  server = createServer(
    { cert: certificate, key, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/.well-known/openid-configuration')
          return response.end(JSON.stringify({ token_endpoint: `${url}/token` }));
        const echo = JSON.stringify([request.headers, body]);
        return response
          .writeHead(request.url === '/token' ? 400 : 401)
          .end(JSON.stringify({ error: echo, error_description: echo, id_token: mark, refresh_token: mark }));
      });
    },
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const told: unknown[] = [];
const listen = (message: unknown): void => void told.push(message);
const channels = [credentialsChannel, requestChannel, warningChannel];
const logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
let stopLog: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kube-rx-credentials-'));
  for (const name of channels) subscribe(name, listen);
  stopLog = logTo(log);
});

afterEach(() => {
  stopLog();
  for (const name of channels) unsubscribe(name, listen);
  rmSync(folder, { recursive: true, force: true });
  told.length = 0;
  logged.length = 0;
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o700 });
  return join(folder, name);
}

/** All that a program may print of a value, its causes included. */
function shownOf(value: unknown): string {
  const shown = [inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }), String(value)];
  log.info({ value, err: value }, 'all of it');
  if (value instanceof Client) return shown.join('\n');
  shown.push(JSON.stringify([value]));
  if (value instanceof Error) shown.push(value.message, value.stack ?? '', shownOf(value.cause));
  return shown.join('\n');
}

function expectNoSecret(...values: readonly unknown[]): void {
  const shown = [...values.map(shownOf), shownOf(told), ...logged].join('\n');
  for (const secret of secrets) expect(shown).not.toContain(secret);
}

const apiVersion = 'client.authentication.k8s.io/v1';
const plugin = (output: string): object => ({
  exec: {
    apiVersion,
    command: process.execPath,
    args: ['-e', output, mark],
    env: [{ name: 'SECRET', value: mark }],
    interactiveMode: 'Never',
  },
});
const printing = (status: object): object =>
  plugin(`console.log(${JSON.stringify(JSON.stringify({ kind: 'ExecCredential', apiVersion, status }))})`);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const oidc = (rest: object): object => ({ 'auth-provider': { name: 'oidc', config: rest } });

/** `user` is one, or the whole text of a kubeconfig. */
async function configOf(user: object | string): Promise<Config> {
  const text = JSON.stringify({
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    clusters: [
      { name: 'c', cluster: { server: url, 'certificate-authority-data': base64(authority.certificate) } },
    ],
    users: [{ name: 'u', user }],
  });
  return inferConfig({ kubeconfig: write('config', typeof user === 'string' ? user : text) });
}

describe('no secret is shown', () => {
  test.each<[what: string, user: () => object]>([
    ['a token', () => ({ token: mark })],
    ['a token in a file', () => ({ tokenFile: write('token', mark) })],
    ['a password', () => ({ username: 'ann', password: mark })],
    [
      'a client certificate',
      () => ({ 'client-certificate-data': base64(pair.certificate), 'client-key-data': base64(pair.key) }),
    ],
    [
      'a client certificate in files',
      () => ({
        'client-certificate': write('tls.crt', pair.certificate),
        'client-key': write('tls.key', pair.key),
      }),
    ],
    ['a token of a plugin', () => printing({ token: mark })],
    [
      'a certificate of a plugin',
      () => printing({ clientCertificateData: pair.certificate, clientKeyData: pair.key }),
    ],
    ['a plugin that fails', () => plugin(`console.log('${mark}'); process.exit(1)`)],
    ['a plugin that prints nonsense', () => plugin(`console.log('{"token": "${mark}')`)],
    ['a plugin that prints something else', () => plugin(`console.log('["${mark}"]')`)],
    [
      'a plugin whose key is that of another',
      () => printing({ clientCertificateData: pair.certificate, clientKeyData: other.key }),
    ],
    [
      'a plugin whose key is damaged',
      () => printing({ clientCertificateData: pair.certificate, clientKeyData: mark }),
    ],
    ['a plugin whose time is none', () => printing({ token: mark, expirationTimestamp: mark })],
    ['an id-token that has expired', () => oidc({ 'id-token': expired })],
    [
      'an id-token that the provider does not refresh',
      () =>
        oidc({
          'id-token': expired,
          'refresh-token': mark,
          'client-id': 'shop',
          'client-secret': mark,
          'idp-issuer-url': url,
          'idp-certificate-authority-data': base64(authority.certificate),
        }),
    ],
  ])('by a server that repeats what it was sent: %s', async (_, user) => {
    const config = await configOf(user());
    const client = Client.fromConfig(config);
    const failure: unknown = await client.serverVersion().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(failure, config, config.credentials, config.clientCertificate, client);
    // Something was there to be shown.
    expect(told.length).toBeGreaterThan(0);
    expect(logged.length).toBeGreaterThan(0);
    await client.close();
  });

  test.each<[what: string, user: object | string]>([
    ['a token and a password', { token: mark, username: 'ann' }],
    ['a token that no header can hold', { token: `${mark} ${mark}` }],
    ['a password without a name', { password: mark }],
    [
      'a key that is none',
      { 'client-certificate-data': base64(pair.certificate), 'client-key-data': base64(mark) },
    ],
    [
      'a key that is not base64',
      { 'client-certificate-data': base64(pair.certificate), 'client-key-data': `!${mark}` },
    ],
    [
      'a key that is a mapping',
      { 'client-certificate-data': base64(pair.certificate), 'client-key-data': { mark } },
    ],
    ['a token that is a list', { token: [mark] }],
    ['an id-token that is none', oidc({ 'id-token': mark })],
    [
      'a provider that is not supported',
      { 'auth-provider': { name: 'gcp', config: { 'access-token': mark } } },
    ],
    ['YAML that is none', `users: [{ name: u, user: { token: ${mark}`],
    ['a text', mark],
  ])('by the error of a kubeconfig with %s', async (_, user) => {
    const failure: unknown = await configOf(user).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(failure);
  });
});
