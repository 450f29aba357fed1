// Whole clients whose certificates, keys and authorities are files that change while they run: real TLS, real files.

import type { ServerResponse } from 'node:http';
import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import { createServer, type Server as HttpsServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { VirtualClock } from '@kube-rx/core';
import { Client, type ClientOptions } from '../src/client.ts';
import { inClusterConfig } from '../src/config/in-cluster.ts';
import { inferConfig } from '../src/config/infer.ts';
import { type Folder, folder } from './support/folder.ts';
import { serve } from './support/loopback.ts';
import { failureOf, get, readAll } from './support/requests.ts';

const hosts = ['localhost', '127.0.0.1'];
const serving = (authority: CertificateAuthority): KeyPair =>
  authority.issue({ subject: { commonName: 'server' }, usage: 'server', hosts });
const personal = (authority: CertificateAuthority, commonName: string): KeyPair =>
  authority.issue({ subject: { commonName }, usage: 'client' });

interface Cluster {
  readonly port: number;
  readonly server: HttpsServer;
  readonly accepted: () => number;
  /** Who asked for what, in order. */
  readonly seen: string[];
  /** Requests to `/wait`, which are left open. */
  readonly waiting: ServerResponse[];
  /** From now on, new connections get this certificate, and clients are known by this authority. */
  readonly rotate: (pair: KeyPair, clients: CertificateAuthority) => void;
}

const running: Client[] = [];

afterEach(async () => {
  for (const client of running.splice(0)) await client.close();
});

interface Manner {
  /** Whether it ends the handshake with a client that it does not know; an API server answers 401. */
  readonly demands?: boolean;
  /** Whether a connection serves more than one request. */
  readonly keepAlive?: boolean;
}

async function start(
  pair: KeyPair,
  clients: CertificateAuthority,
  { demands = false, keepAlive = false }: Manner = {},
): Promise<Cluster> {
  const seen: string[] = [];
  const waiting: ServerResponse[] = [];
  const tlsOf = ({ certificate, key }: KeyPair, { certificate: ca }: CertificateAuthority) => ({
    cert: certificate,
    key,
    ca,
    requestCert: true,
    rejectUnauthorized: demands,
  });
  const server = createServer(tlsOf(pair, clients), (request, response) => {
    const { socket, method, url } = request;
    const name =
      socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().subject.CN : undefined;
    seen.push(`${String(name)} ${method} ${url}`);
    if (!keepAlive) response.setHeader('connection', 'close');
    response.writeHead(name ? 200 : 401, { 'content-type': 'application/json' });
    if (url !== '/wait') return response.end('{}');
    response.write(' ');
    return waiting.push(response);
  });
  const { port, accepted } = await serve(server);
  return {
    port,
    server,
    accepted,
    seen,
    waiting,
    rotate: (next, authority) => server.setSecureContext(tlsOf(next, authority)),
  };
}

/** A kubeconfig whose certificates are files beside it. */
async function connect(files: Folder, port: number, options: ClientOptions = {}): Promise<Client> {
  const kubeconfig = files.write(
    'config',
    `
current-context: test
contexts: [{ name: test, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: "https://localhost:${port}", certificate-authority: ca.crt } }]
users: [{ name: u, user: { client-certificate: tls.crt, client-key: tls.key } }]`,
  );
  const client = Client.fromConfig(await inferConfig({ kubeconfig }), {
    clock: new VirtualClock(),
    ...options,
  });
  running.push(client);
  return client;
}

function write(files: Folder, { certificate, key }: KeyPair): void {
  files.write('tls.crt', certificate);
  files.write('tls.key', key);
}

const post = get('/post', { method: 'POST', body: '{}' });

describe('a client whose certificates are files', () => {
  test('goes on when the server moves to another authority, with no request lost and none sent twice', async () => {
    const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
    const files = folder();
    files.write('ca.crt', one.certificate);
    write(files, personal(one, 'ann'));
    const { port, seen, waiting, rotate } = await start(serving(one), one);
    const client = await connect(files, port);
    const watch = await client.open(get('/wait'));
    await client.request(post);
    rotate(serving(two), one);
    expect(String(await failureOf(client.request(post)))).toMatch(
      /not signed by an authority that is trusted/,
    );
    files.write('ca.crt', two.certificate);
    await client.request(post);
    expect(seen).toEqual(['ann GET /wait', 'ann POST /post', 'ann POST /post']);
    // What ran before goes on.
    waiting[0]?.end('rest');
    expect(await readAll(watch.body)).toBe(' rest');
  });

  test('shows the new certificate after a 401, once the files have it', async () => {
    const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
    const files = folder();
    files.write('ca.crt', one.certificate);
    write(files, personal(one, 'ann'));
    const { port, seen, rotate } = await start(serving(one), one);
    const client = await connect(files, port);
    await client.request(post);
    rotate(serving(one), two);
    expect(await failureOf(client.request(post))).toMatchObject({ status: { code: 401 } });
    const renewed = personal(two, 'bob');
    files.write('tls.crt', renewed.certificate);
    // Half written: the last pair is what there is.
    expect(await failureOf(client.request(post))).toMatchObject({ status: { code: 401 } });
    files.write('tls.key', renewed.key);
    await Promise.all([client.request(post), client.request(post)]);
    await client.request(post);
    expect(seen.filter((line) => line.startsWith('bob'))).toHaveLength(3);
    expect(seen.at(-1)).toBe('bob POST /post');
  });

  test('reads again where a server ends the handshake of a certificate that it does not know', async () => {
    const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
    const files = folder();
    files.write('ca.crt', one.certificate);
    write(files, personal(one, 'ann'));
    const { port, seen, rotate } = await start(serving(one), one, { demands: true });
    const client = await connect(files, port);
    await client.request(get('/'), { retry: false });
    rotate(serving(one), two);
    expect(await failureOf(client.request(get('/'), { retry: false }))).toMatchObject({
      name: 'TransportError',
    });
    write(files, personal(two, 'bob'));
    await client.request(get('/'), { retry: false });
    expect(seen).toEqual(['ann GET /', 'bob GET /']);
  });

  test('makes new connections within a minute of a change, and none where nothing has changed', async () => {
    const one = new CertificateAuthority('one');
    const files = folder();
    files.write('ca.crt', one.certificate);
    write(files, personal(one, 'ann'));
    const { port, seen, accepted } = await start(serving(one), one, { keepAlive: true });
    const clock = new VirtualClock();
    const client = await connect(files, port, { clock });
    for (let minute = 0; minute < 3; minute += 1) {
      await client.request(get('/'));
      await clock.advance(60_000);
    }
    expect(accepted()).toBe(1);
    write(files, personal(one, 'bob'));
    await clock.advance(60_000);
    await client.request(get('/'));
    await client.request(get('/'));
    expect(accepted()).toBe(2);
    expect(seen).toEqual(['ann GET /', 'ann GET /', 'ann GET /', 'bob GET /', 'bob GET /']);
  });

  test('keeps the last ones when the files break or go, for ever', async () => {
    const one = new CertificateAuthority('one');
    const files = folder();
    files.write('ca.crt', one.certificate);
    write(files, personal(one, 'ann'));
    const { port, seen, accepted } = await start(serving(one), one, { keepAlive: true });
    const clock = new VirtualClock();
    const client = await connect(files, port, { clock });
    files.write('ca.crt', 'broken');
    files.write('tls.crt', '-----BEGIN CERTIFICATE-----\ncut');
    files.remove('tls.key');
    for (let minute = 0; minute < 3; minute += 1) {
      await client.request(get('/'));
      await clock.advance(60_000);
    }
    expect(seen).toEqual(['ann GET /', 'ann GET /', 'ann GET /']);
    expect(accepted()).toBe(1);
  });
});

test('a client that speaks HTTP/2 follows its files as well', async () => {
  const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
  const files = folder();
  files.write('ca.crt', one.certificate);
  write(files, personal(one, 'ann'));
  const seen: string[] = [];
  const tlsOf = ({ certificate, key }: KeyPair, ca: CertificateAuthority) => ({
    cert: certificate,
    key,
    ca: ca.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  });
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer(tlsOf(serving(one), one));
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream) => {
    const { socket } = stream.session ?? {};
    const isKnown = socket instanceof TLSSocket && socket.authorized;
    seen.push(isKnown ? String(socket.getPeerCertificate().subject.CN) : 'nobody');
    stream.respond({ ':status': isKnown ? 200 : 401, 'content-type': 'application/json' });
    stream.end('{}');
  });
  const { port } = await serve(server);
  const client = await connect(files, port, { http2: true });
  await client.request(post);
  server.setSecureContext(tlsOf(serving(two), two));
  for (const session of sessions) await new Promise<void>((resolve) => session.close(resolve));
  files.write('ca.crt', two.certificate);
  write(files, personal(two, 'bob'));
  await client.request(get('/'));
  expect(seen).toEqual(['ann', 'bob']);
});

test('a program in a Pod follows ca.crt as it follows its token', async () => {
  const [one, two] = [new CertificateAuthority('one'), new CertificateAuthority('two')];
  const files = folder();
  files.write('ca.crt', one.certificate);
  files.write('token', 'abc');
  const { port, server, seen } = await start(serving(one), one);
  server.removeAllListeners('request').on('request', ({ headers }, response) => {
    seen.push(String(headers.authorization));
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end('{}');
  });
  const config = await inClusterConfig({
    environment: { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(port) },
    directory: files.path,
  });
  const client = Client.fromConfig(config, { clock: new VirtualClock() });
  running.push(client);
  await client.request(get('/'));
  const pair = serving(two);
  server.setSecureContext({ cert: pair.certificate, key: pair.key });
  files.write('ca.crt', two.certificate);
  files.write('token', 'def');
  await client.request(get('/'));
  expect(seen[0]).toBe('Bearer abc');
  expect(seen).toHaveLength(2);
});
