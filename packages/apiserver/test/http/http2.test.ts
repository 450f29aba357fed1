// HTTP/2 on real sockets: what holds for HTTP/1.1 holds here as well. With limits of a few milliseconds where one is to
// be reached; what is waited for is the end of a stream or of a connection, not a time.

import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer, type ApiServerOptions, CertificateAuthority } from '@kube-rx/apiserver';
import { systemClock } from '@kube-rx/core';
import { type HttpListener, listen } from '../../src/http/http-server.ts';
import type { RequestLimits } from '../../src/http/request-limits.ts';
import { configMap, configMaps } from '../support/test-server.ts';

const mebibyte = 1024 * 1024;
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Started {
  readonly server: ApiServer;
  readonly listener: HttpListener;
}

async function start({
  limits = {},
  options = {},
  clientAuthority,
}: {
  limits?: Partial<RequestLimits>;
  options?: ApiServerOptions;
  clientAuthority?: string;
} = {}): Promise<Started> {
  const server = new ApiServer(options);
  const listener = await listen(server.service, systemClock, {
    tls: true,
    limits,
    ...(clientAuthority !== undefined && { clientAuthority }),
  });
  closing.push(
    () => server.close(),
    () => listener.close(),
  );
  return { server, listener };
}

function open({ listener }: Started, options: SecureClientSessionOptions = {}): ClientHttp2Session {
  const session = connect(listener.url, {
    ca: listener.certificateAuthority ?? '',
    maxSendHeaderBlockLength: mebibyte,
    ...options,
  });
  session.on('error', () => undefined);
  closing.push(() => session.destroy());
  return session;
}

function raw({ listener }: Started, protocols: string[]): TLSSocket {
  const ca = listener.certificateAuthority ?? '';
  const socket = connectTls({ port: listener.port, host: '127.0.0.1', ca, ALPNProtocols: protocols });
  socket.on('error', () => undefined);
  closing.push(() => void socket.destroy());
  return socket;
}

type Head = IncomingHttpHeaders & IncomingHttpStatusHeader;

async function headOf(stream: ClientHttp2Stream): Promise<Head> {
  const [head] = (await once(stream, 'response')) as [Head];
  return head;
}

interface Heard {
  readonly head: Head;
  readonly body: string;
}

/** What comes until a line is whole, in however many pieces. */
async function lineOf(stream: ClientHttp2Stream): Promise<string> {
  let text = '';
  const whole = Promise.withResolvers<undefined>();
  stream.on('data', (piece: Buffer) => {
    text += piece.toString();
    if (text.endsWith('\n')) whole.resolve(undefined);
  });
  await whole.promise;
  return text;
}

async function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: string): Promise<Heard> {
  const stream = session.request(headers, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  const head = await headOf(stream);
  return { head, body: await text(stream) };
}

function get(path: string, more: OutgoingHttpHeaders = {}): OutgoingHttpHeaders {
  return { ':path': path, ...more };
}

function post(more: OutgoingHttpHeaders = {}): OutgoingHttpHeaders {
  return { ':method': 'POST', ':path': configMaps, 'content-type': 'application/json', ...more };
}

/** The code with which a stream ends. */
async function endOf(stream: ClientHttp2Stream): Promise<number | undefined> {
  stream.on('error', () => undefined).resume();
  if (!stream.closed) await new Promise((resolve) => stream.once('close', resolve));
  return stream.rstCode;
}

async function over(connection: ClientHttp2Session | TLSSocket): Promise<void> {
  if (!connection.destroyed) await new Promise((resolve) => connection.once('close', resolve));
}

async function isWell(started: Started): Promise<boolean> {
  const session = open(started);
  const { head } = await ask(session, get('/readyz'));
  session.close();
  return head[':status'] === 200;
}

/** Turns of the event loop, until the server has no watch. */
async function untilNone(server: ApiServer): Promise<void> {
  while (server.watches > 0) await new Promise((resolve) => setImmediate(resolve));
}

interface FrameParts {
  readonly flags?: number;
  readonly stream?: number;
  readonly payload?: Uint8Array;
}

function frame(type: number, { flags = 0, stream = 0, payload = new Uint8Array() }: FrameParts = {}): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

// Literal fields without an index: https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2
function fields(pairs: readonly (readonly [string, string])[]): Buffer {
  const parts = pairs.map(([name, value]) =>
    Buffer.concat([
      Buffer.from([0, name.length]),
      Buffer.from(name),
      Buffer.from([value.length]),
      Buffer.from(value),
    ]),
  );
  return Buffer.concat(parts);
}

const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4)]);

const readyz = fields([
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', '/readyz'],
  [':authority', 'localhost'],
]);

describe('over TLS, the version', () => {
  test.each([
    ['is HTTP/2 for those who offer both', ['http/1.1', 'h2'], 'h2'],
    ['is HTTP/1.1 for those who offer it alone', ['http/1.1'], 'http/1.1'],
    ['is not spoken of with those who offer none', [], false],
  ])('%s', async (_, offered, agreed) => {
    const started = await start();
    const socket = raw(started, offered);
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe(agreed);
    if (agreed === 'h2') return;
    socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*ok$/);
  });

  test('is none for those who offer others', async () => {
    const socket = raw(await start(), ['spdy/3.1']);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('no application protocol');
  });

  test('is HTTP/1.1 without TLS, whatever a client knows before', async () => {
    const server = new ApiServer();
    closing.push(() => server.close());
    const { url } = await server.listen();
    const session = connect(url);
    session.on('error', () => undefined);
    await over(session);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
});

describe('over HTTP/2', () => {
  test('the settings are those of the real server, and a ping is answered', async () => {
    const session = open(await start());
    const [settings] = (await once(session, 'remoteSettings')) as [object];
    expect(settings).toMatchObject({
      maxConcurrentStreams: 100,
      initialWindowSize: 262_144,
      maxFrameSize: 262_144,
    });
    const pong = Promise.withResolvers<string>();
    session.ping(Buffer.from('12345678'), (_error, _ms, payload) => pong.resolve(payload.toString()));
    expect(await pong.promise).toBe('12345678');
  });

  test('objects are written and read, and watches come side by side', async () => {
    const session = open(await start());
    const watches = Array.from({ length: 99 }, () => session.request(get(`${configMaps}?watch=true`)));
    for (const watch of watches) expect((await headOf(watch))[':status']).toBe(200);
    const { head } = await ask(session, post(), JSON.stringify(configMap('a')));
    expect(head[':status']).toBe(201);
    for (const watch of watches) expect(await lineOf(watch)).toMatch(/^\{"type":"ADDED".*\}\n$/);
    const one = await ask(session, get(`${configMaps}/a`));
    expect(one.head['content-length']).toBe(String(one.body.length));
    expect(JSON.parse(one.body)).toMatchObject({ metadata: { name: 'a' } });
  });

  test('a line comes for each warning, whatever its language', async () => {
    const session = open(await start());
    const body = JSON.stringify({ metadata: { name: 'a' }, ключ: 1, 'b"': 2 });
    const headers = post({ ':path': `${configMaps}?fieldValidation=Warn` });
    const stream = session.request(headers);
    stream.end(body);
    const [, , names] = (await once(stream, 'response')) as [Head, number, string[]];
    const lines = names.flatMap((name, at) => (name === 'warning' ? [names[at + 1] ?? ''] : []));
    expect(lines.map((line) => Buffer.from(line, 'latin1').toString())).toEqual([
      String.raw`299 - "unknown field \"ключ\""`,
      String.raw`299 - "unknown field \"b\\\"\""`,
    ]);
  });

  test('no header is of the connection, and HEAD has no body', async () => {
    const session = open(await start());
    for (const method of ['GET', 'HEAD']) {
      const { head, body } = await ask(session, get('/readyz', { ':method': method }));
      expect(Object.keys(head)).not.toContain('connection');
      expect(Object.keys(head)).not.toContain('transfer-encoding');
      if (method === 'HEAD') expect(body).toBe('');
    }
  });

  test('what is large is compressed for those who can read it', async () => {
    const session = open(await start());
    for (const name of ['a', 'b'])
      await ask(session, post(), JSON.stringify(configMap(name, { k: 'x'.repeat(100_000) })));
    const list = await ask(session, get(configMaps, { 'accept-encoding': 'gzip' }));
    expect(list.head['content-encoding']).toBe('gzip');
  });

  test.each([
    ['an authority that is foreign', { ':authority': 'evil.example' }, 403],
    [
      'an authority whose host belongs to somebody else',
      { ':authority': 'evil.example', host: 'localhost' },
      403,
    ],
    ['a page of another origin', { ':authority': 'localhost', origin: 'https://evil.example' }, 403],
    ['a page of its own origin', { ':authority': 'localhost', origin: 'https://localhost' }, 200],
    [
      'too many bytes of headers',
      { x: 'x'.repeat(30_000), y: 'y'.repeat(30_000), z: 'z'.repeat(10_000) },
      431,
    ],
    ['a method that is none', { ':method': 'PURGE' }, 405],
  ])('%s gets its answer, and the connection goes on', async (_, headers, status) => {
    const session = open(await start());
    expect((await ask(session, get('/readyz', headers))).head[':status']).toBe(status);
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
  });

  test('somebody unknown has to connect anew, and what is open goes on', async () => {
    const tokens = { secret: { name: 'ann', groups: [] } };
    const started = await start({ options: { tokens } });
    const authorization = 'Bearer secret';
    const session = open(started);
    const watch = session.request(get(`${configMaps}?watch=true`, { authorization }));
    await headOf(watch);
    const goaway = once(session, 'goaway');
    const { head } = await ask(session, get('/readyz', { authorization: 'Bearer other' }));
    expect(head[':status']).toBe(401);
    expect((await goaway)[0]).toBe(constants.NGHTTP2_NO_ERROR);
    await ask(open(started), post({ authorization }), JSON.stringify(configMap('a')));
    expect(await lineOf(watch)).toContain('ADDED');
  });

  test('nobody is taken for a proxy', async () => {
    const session = open(await start());
    const { head, body } = await ask(session, { ':method': 'CONNECT', ':authority': 'localhost' });
    expect([head[':status'], body]).toEqual([404, '404 page not found\n']);
  });

  test.each([
    ['a path with a broken escape', { ':path': '/%zz' }],
    ['a path that is none', { ':path': 'readyz' }],
    ['a scheme that is none of HTTP', { ':scheme': 'ftp' }],
  ])('%s breaks the protocol, for its stream alone', async (_, headers) => {
    const session = open(await start());
    expect(await endOf(session.request(get('/readyz', headers)))).toBe(constants.NGHTTP2_PROTOCOL_ERROR);
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
  });

  test('a client is known by its certificate', async () => {
    const authority = new CertificateAuthority();
    const started = await start({ clientAuthority: authority.certificate });
    const subject = { commonName: 'jane', organizations: ['dev'] };
    const { certificate: cert, key } = authority.issue({ subject, usage: 'client' });
    const review = post({ ':path': '/apis/authentication.k8s.io/v1/selfsubjectreviews' });
    const { body } = await ask(open(started, { cert, key }), review, '{}');
    expect(JSON.parse(body)).toMatchObject({ status: { userInfo: { username: 'jane' } } });
  });

  test('a header that comes several times impersonates by each of its values', async () => {
    const tokens = { secret: { name: 'root', groups: ['system:masters'] } };
    const review = post({
      ':path': '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      authorization: 'Bearer secret',
      'impersonate-user': 'jane',
      'impersonate-group': ['a, b', 'c'],
    });
    const { body } = await ask(open(await start({ options: { tokens } })), review, '{}');
    const userInfo = { username: 'jane', groups: ['a, b', 'c', 'system:authenticated'] };
    expect(JSON.parse(body)).toMatchObject({ status: { userInfo } });
  });
});

describe('over HTTP/2, a request', () => {
  test('whose body is too large is answered with 413, and its stream ends', async () => {
    const session = open(await start());
    const stream = session.request(post());
    const write = (): void => {
      while (!stream.destroyed && stream.writable && stream.write('x'.repeat(mebibyte)));
    };
    stream.on('drain', write).on('error', () => undefined);
    write();
    expect((await headOf(stream))[':status']).toBe(413);
    expect(await endOf(stream)).toBe(constants.NGHTTP2_NO_ERROR);
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
  });

  test('that does not come to its end is cut, and others go on', async () => {
    const session = open(await start({ limits: { headMs: 300, requestMs: 300 } }));
    const watch = session.request(get(`${configMaps}?watch=true`));
    await headOf(watch);
    const half = session.request(post({ 'content-length': 100 }));
    half.write('{"kind":');
    expect(await endOf(half)).toBe(constants.NGHTTP2_INTERNAL_ERROR);
    await ask(session, post(), JSON.stringify(configMap('a')));
    expect(String(await once(watch, 'data'))).toContain('ADDED');
  });

  test('that waits to be told so goes on', async () => {
    const stream = open(await start()).request(post({ expect: '100-continue' }));
    await once(stream, 'continue');
    stream.end(JSON.stringify(configMap('a')));
    expect((await headOf(stream))[':status']).toBe(201);
  });

  test('is given up where there is no room for all bodies', async () => {
    const session = open(await start({ limits: { bodiesBytes: 4 * mebibyte } }));
    const streams = Array.from({ length: 6 }, () => session.request(post()));
    for (const stream of streams) {
      stream.on('error', () => undefined);
      stream.write('x'.repeat(mebibyte));
    }
    const head = await Promise.race(streams.map(headOf));
    expect([head[':status'], head['retry-after']]).toEqual([429, '1']);
  });

  test('whose answer is cut on purpose ends with an error, and others go on', async () => {
    const started = await start();
    started.server.faults.inject({ fault: { type: 'cut' }, verbs: ['list'] });
    const session = open(started);
    const cut = session.request(get(configMaps));
    expect(await endOf(cut)).toBe(constants.NGHTTP2_INTERNAL_ERROR);
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
  });
});

describe('over HTTP/2, a reader', () => {
  const large = Array.from({ length: 20 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `large-${index}`, namespace: 'default' },
    data: { text: 'x'.repeat(900_000) },
  }));

  test('that takes nothing of one stream is dropped from it, and its others go on', async () => {
    const started = await start({ limits: { writeMs: 50 } });
    started.server.seed(large);
    const session = open(started);
    const slow = session.request(get(`${configMaps}?watch=true`));
    slow.on('error', () => undefined);
    await headOf(slow);
    slow.pause();
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
    await untilNone(started.server);
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
    expect(await endOf(slow)).toBe(constants.NGHTTP2_INTERNAL_ERROR);
  });

  test('that takes nothing of a large answer holds no other up', async () => {
    const started = await start();
    started.server.seed(large);
    const session = open(started);
    const slow = Array.from({ length: 30 }, () => session.request(get(configMaps)));
    for (const stream of slow) await headOf(stream.on('error', () => undefined));
    expect((await ask(session, get('/readyz'))).head[':status']).toBe(200);
  });

  test('that takes nothing of the connection is dropped', async () => {
    const started = await start({ limits: { writeMs: 50 } });
    started.server.seed(large);
    const socket = raw(started, ['h2']);
    await once(socket, 'secureConnect');
    const window = Buffer.from([0x7f, 0, 0, 0]);
    const settings = Buffer.from([0, 4, 0x7f, 0xff, 0xff, 0xff]);
    const watch = fields([
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', `${configMaps}?watch=true`],
      [':authority', 'localhost'],
    ]);
    socket.pause();
    socket.write(preface.subarray(0, 24));
    socket.write(frame(4, { payload: settings }));
    socket.write(frame(8, { payload: window }));
    for (let at = 0; at < 5; at += 1)
      socket.write(frame(1, { flags: 5, stream: 1 + 2 * at, payload: watch }));
    while (started.server.watches < 5) await new Promise((resolve) => setImmediate(resolve));
    await untilNone(started.server);
    expect(await isWell(started)).toBe(true);
  });

  test('that goes ends its watches', async () => {
    const started = await start();
    const session = open(started);
    const streams = Array.from({ length: 3 }, () => session.request(get(`${configMaps}?watch=true`)));
    for (const stream of streams) await headOf(stream.on('error', () => undefined));
    expect(started.server.watches).toBe(3);
    streams[0]?.close(constants.NGHTTP2_CANCEL);
    while (started.server.watches > 2) await new Promise((resolve) => setImmediate(resolve));
    session.destroy();
    await untilNone(started.server);
  });
});

describe('a connection of HTTP/2', () => {
  test('that says nothing is cut', async () => {
    const socket = raw(await start({ limits: { headMs: 40 } }), ['h2']);
    socket.resume();
    await over(socket);
  });

  test('that asks for nothing is let go, and one with a watch is kept', async () => {
    const started = await start({ limits: { idleMs: 40 } });
    const [idle, busy] = [open(started), open(started)];
    // Whatever time the connections take: the one may go at once, the other has its request from the start.
    const goaway = once(idle, 'goaway');
    const watch = busy.request(get(`${configMaps}?watch=true`));
    await headOf(watch);
    expect((await goaway)[0]).toBe(constants.NGHTTP2_NO_ERROR);
    await over(idle);
    expect(busy.destroyed).toBe(false);
    await ask(busy, post(), JSON.stringify(configMap('a')));
    expect(String(await once(watch, 'data'))).toContain('ADDED');
  });

  test('with half a head is let go', async () => {
    const socket = raw(await start({ limits: { idleMs: 40 } }), ['h2']);
    await once(socket, 'secureConnect');
    socket.resume().write(Buffer.concat([preface, frame(1, { flags: 1, stream: 1, payload: readyz })]));
    await over(socket);
  });

  test.each([
    [
      'requests that are given up at once',
      (at: number) => [
        frame(1, { flags: 5, stream: 2 * at + 1, payload: readyz }),
        frame(3, { stream: 2 * at + 1, payload: Buffer.from([0, 0, 0, 8]) }),
      ],
    ],
    [
      'a head that never ends',
      (at: number) =>
        at === 0
          ? [frame(1, { flags: 1, stream: 1, payload: readyz })]
          : [frame(9, { stream: 1, payload: fields([[`x${at}`, 'x']]) })],
    ],
  ])('with a flood of %s is ended', async (_, frames) => {
    const started = await start();
    const socket = raw(started, ['h2']);
    await once(socket, 'secureConnect');
    socket.resume().write(preface);
    for (let at = 0; at < 20_000 && !socket.destroyed; at += 100) {
      const flood = Array.from({ length: 100 }, (_none, index) => frames(at + index)).flat();
      socket.write(Buffer.concat(flood));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await over(socket);
    expect(await isWell(started)).toBe(true);
  });

  test('with a flood of pings is let go, where nobody reads the answers', async () => {
    const started = await start({ limits: { idleMs: 200 } });
    const socket = raw(started, ['h2']);
    await once(socket, 'secureConnect');
    socket.pause().write(preface);
    const pings = Buffer.concat(Array.from({ length: 1_000 }, () => frame(6, { payload: Buffer.alloc(8) })));
    while (!socket.destroyed)
      if (!socket.write(pings)) await Promise.race([once(socket, 'drain'), over(socket)]);
    expect(await isWell(started)).toBe(true);
  });

  test('is cut by disconnect, and another is taken', async () => {
    const started = await start();
    const session = open(started);
    const watch = session.request(get(`${configMaps}?watch=true`)).on('error', () => undefined);
    await headOf(watch);
    started.listener.disconnect();
    await over(session);
    await untilNone(started.server);
    expect(await isWell(started)).toBe(true);
  });

  test('is told of the end by close, once the answers are sent', async () => {
    const started = await start();
    const session = open(started);
    await ask(session, get('/readyz'));
    const goaway = once(session, 'goaway');
    await started.listener.close();
    expect((await goaway)[0]).toBe(constants.NGHTTP2_NO_ERROR);
    await over(session);
  });
});
