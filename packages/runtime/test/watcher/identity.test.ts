// A watcher whose credentials and certificates change while it runs, over TLS and real files. Between it and the
// embedded server stands a gateway that knows who may pass, and whose own certificate changes.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer, CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { Api, Client, type ClientOptions, inferConfig } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import { type Reflector, reflector } from '../../src/reflector/reflector.ts';
import { ConfigMaps } from '../support/objects.ts';

let folder = '';
let gateway: Gateway;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kube-rx-identity-'));
});

afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

// Whole at once, as the kubelet does it.
function write(name: string, text: string, mode = 0o600): void {
  writeFileSync(join(folder, `${name}.new`), text, { mode });
  renameSync(join(folder, `${name}.new`), join(folder, name));
}

const serving = (authority: CertificateAuthority): KeyPair =>
  authority.issue({ subject: { commonName: 'gateway' }, usage: 'server', hosts: ['localhost'] });

interface Manner {
  readonly http2?: boolean;
  /** Whether it ends the connection of a client that it does not know, in the handshake or behind it, instead of a 401. */
  readonly demands?: boolean;
}

/** Those that are of no one version of HTTP. */
function ownHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const isOwn = ([name]: [string, unknown]): boolean =>
    !name.startsWith(':') && !/^(connection|keep-alive|transfer-encoding)$/.test(name);
  return Object.fromEntries(Object.entries(headers).filter(isOwn));
}

function socketOf(request: IncomingMessage & { readonly stream?: ServerHttp2Stream }): unknown {
  return request.stream?.session?.socket instanceof TLSSocket
    ? request.stream.session.socket
    : request.socket;
}

class Gateway {
  readonly api = new ApiServer();
  /** What each request had: its token, or the name in its certificate; and what for. */
  readonly seen: string[] = [];
  accepts = '';
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  #upstream = '';
  #port = 0;

  static async start(
    pair: KeyPair,
    clients: CertificateAuthority,
    { http2 = false, demands = false }: Manner = {},
  ): Promise<Gateway> {
    const started = new Gateway();
    started.#upstream = (await started.api.listen()).url;
    const tls = { cert: pair.certificate, key: pair.key, ca: clients.certificate };
    const create = http2 ? (createSecureServer as unknown as typeof createServer) : createServer;
    const server = create({ ...tls, requestCert: true, rejectUnauthorized: demands }, (request, response) => {
      const { url = '' } = request;
      const headers = ownHeaders(request.headers);
      const socket = socketOf(request);
      const isKnown = socket instanceof TLSSocket && socket.authorized;
      const who =
        headers.authorization ?? (isKnown ? String(socket.getPeerCertificate().subject.CN) : 'nobody');
      started.seen.push(`${who} ${url.includes('watch=') ? 'watch' : 'list'}`);
      if (who !== started.accepts) {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(
          '{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Unauthorized","code":401}',
        );
        return;
      }
      delete headers.authorization;
      const forwarded = send(started.#upstream + url, { headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, http2 ? ownHeaders(answer.headers) : answer.headers);
        answer.pipe(response);
      });
      response.once('close', () => forwarded.destroy());
      forwarded.on('error', () => response.destroy()).end();
    });
    started.#server = server;
    server
      .on('secureConnection', (socket) => started.#sockets.add(socket))
      .on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    started.#port = (server.address() as AddressInfo).port;
    return started;
  }

  /** After an outage a watcher also asks, by a small list, whether the history is the same. */
  get watches(): readonly string[] {
    return this.seen.filter((line) => line.endsWith(' watch'));
  }

  get url(): string {
    return `https://localhost:${this.#port}`;
  }

  /** From now on it is another one, and knows others. */
  become(pair: KeyPair, clients: CertificateAuthority): void {
    this.#server?.setSecureContext({ cert: pair.certificate, key: pair.key, ca: clients.certificate });
  }

  /** Ends every connection, as a server that restarts. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server?.close();
    await this.api[Symbol.asyncDispose]();
  }

  add(name: string): void {
    this.api.seed([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } }]);
  }
}

/** A cache behind a kubeconfig with this user, whose authority is the file `ca.crt`. */
async function watch(
  user: object,
  options: ClientOptions = {},
): Promise<{ cache: Reflector<DynamicObject>; client: Client }> {
  const kubeconfig = {
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: gateway.url, 'certificate-authority': 'ca.crt' } }],
    users: [{ name: 'u', user }],
  };
  write('config', JSON.stringify(kubeconfig));
  const client = Client.fromConfig(await inferConfig({ kubeconfig: join(folder, 'config') }), options);
  const cache = reflector(Api.namespaced(client, ConfigMaps, 'shop'), { backoff: { minMs: 1, maxMs: 20 } });
  await cache.ready({ timeout: 50_000 });
  return { cache, client };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => void setTimeout(resolve, 1));
}

const apiVersion = 'client.authentication.k8s.io/v1';
const print = (token: string): string =>
  `#!/bin/sh\necho '{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"token":"${token}"}}'\n`;

describe('a watch that outlives its token', () => {
  test.each<[what: string, user: object, put: (token: string) => void]>([
    ['in a file', { tokenFile: 'token' }, (token) => write('token', token)],
    [
      'of a plugin',
      { exec: { apiVersion, command: './plugin', interactiveMode: 'Never' } },
      (token) => write('plugin', print(token), 0o700),
    ],
  ])('%s goes on with a fresh one, and reads nothing again', async (_, user, put) => {
    const authority = new CertificateAuthority('one');
    gateway = await Gateway.start(serving(authority), authority);
    gateway.accepts = 'Bearer one';
    write('ca.crt', authority.certificate);
    put('one');
    const { cache, client } = await watch(user);
    const { epoch } = cache.status;
    gateway.accepts = 'Bearer two';
    put('two');
    gateway.cut();
    gateway.add('late');
    await until(() => cache.store.has('shop/late'));
    expect(cache.status.epoch).toBe(epoch);
    expect(gateway.watches.slice(-2)).toEqual(['Bearer one watch', 'Bearer two watch']);
    await cache.close();
    await client.close();
  });
});

describe('a watch whose certificates are files', () => {
  const personal = (authority: CertificateAuthority, commonName: string): KeyPair =>
    authority.issue({ subject: { commonName }, usage: 'client' });
  const put = ({ certificate, key }: KeyPair): void => {
    write('tls.crt', certificate);
    write('tls.key', key);
  };

  test.each<[how: string, manner: Manner]>([
    ['HTTP/1.1', {}],
    ['HTTP/2', { http2: true }],
    ['HTTP/1.1, with a server that demands a certificate', { demands: true }],
    ['HTTP/2, with a server that demands a certificate', { http2: true, demands: true }],
  ])(
    'goes on when the server moves to another authority, and knows clients by another, over %s',
    async (_, manner) => {
      const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
      gateway = await Gateway.start(serving(one), one, manner);
      gateway.accepts = 'ann';
      write('ca.crt', one.certificate);
      put(personal(one, 'ann'));
      const { cache, client } = await watch(
        { 'client-certificate': 'tls.crt', 'client-key': 'tls.key' },
        manner,
      );
      const { epoch } = cache.status;
      // Nothing is cut: what runs goes on.
      gateway.become(serving(two), one);
      write('ca.crt', one.certificate + two.certificate);
      gateway.add('during');
      await until(() => cache.store.has('shop/during'));
      gateway.cut();
      gateway.add('after');
      await until(() => cache.store.has('shop/after'));
      expect(gateway.watches.at(-1)).toBe('ann watch');

      gateway.become(serving(two), two);
      gateway.accepts = 'bob';
      put(personal(two, 'bob'));
      gateway.cut();
      gateway.add('renewed');
      await until(() => cache.store.has('shop/renewed'));
      expect(gateway.watches.at(-1)).toBe('bob watch');
      expect(cache.status.epoch).toBe(epoch);
      await cache.close();
      await client.close();
    },
  );

  test('heals as soon as the files come, however late', async () => {
    const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
    gateway = await Gateway.start(serving(one), one);
    gateway.accepts = 'ann';
    write('ca.crt', one.certificate);
    put(personal(one, 'ann'));
    const { cache, client } = await watch({ 'client-certificate': 'tls.crt', 'client-key': 'tls.key' });
    gateway.become(serving(two), two);
    gateway.accepts = 'bob';
    gateway.cut();
    await until(() => String(cache.status.lastError).includes('not signed by an authority that is trusted'));
    write('ca.crt', two.certificate);
    await until(() => String(cache.status.lastError).includes('401'));
    put(personal(two, 'bob'));
    gateway.add('late');
    await until(() => cache.store.has('shop/late'));
    await cache.close();
    await client.close();
  });
});
