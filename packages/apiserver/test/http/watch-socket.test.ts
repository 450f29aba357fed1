// Watches over WebSockets, as most Java operators open them.

import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { ApiServer, type ApiServerOptions, type HttpListener } from '../../src/index.ts';
import { configMap, configMaps } from '../support/test-server.ts';

interface Started extends AsyncDisposable {
  readonly server: ApiServer;
  readonly listener: HttpListener;
}

async function start(options: ApiServerOptions = {}): Promise<Started> {
  const server = new ApiServer(options);
  const listener = await server.listen();
  return { server, listener, [Symbol.asyncDispose]: () => server.close() };
}

interface Opening {
  readonly query?: string;
  readonly protocols?: string[];
  readonly origin?: string | undefined;
}

function open(
  { url }: HttpListener,
  { query = 'watch=true', protocols = [], origin = url }: Opening = {},
): WebSocket {
  const headers = origin === '' ? {} : { origin };
  const socket = new WebSocket(`${url}${configMaps}?${query}`, protocols, { headers });
  socket.on('error', () => undefined);
  return socket;
}

/** The messages of a socket as they come, each as it is. */
async function* messagesOf(socket: WebSocket): AsyncGenerator<{ text: string; isBinary: boolean }> {
  const waiting: { text: string; isBinary: boolean }[] = [];
  let wake = Promise.withResolvers<undefined>();
  socket.on('message', (data: Buffer, isBinary) => {
    waiting.push({ text: data.toString(), isBinary });
    wake.resolve(undefined);
  });
  for (;;) {
    const next = waiting.shift();
    if (next) yield next;
    else {
      wake = Promise.withResolvers<undefined>();
      await wake.promise;
    }
  }
}

function statusOf(socket: WebSocket): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.once('open', () => resolve(101));
  socket.once('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
  return promise;
}

describe('a watch over a WebSocket', () => {
  test('brings an event a message, as text, and is over with the server', async () => {
    await using started = await start();
    const { server, listener } = started;
    server.seed([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } }]);
    const socket = open(listener);
    const messages = messagesOf(socket);
    const first = (await messages.next()).value as { text: string; isBinary: boolean };
    expect(first.isBinary).toBe(false);
    expect(JSON.parse(first.text)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
    await fetch(listener.url + configMaps, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(configMap('b')),
    });
    const second = (await messages.next()).value as { text: string };
    expect(JSON.parse(second.text)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'b' } } });
    server.restart();
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1000);
    expect(server.watches).toBe(0);
  });

  test('ends where the client goes', async () => {
    await using started = await start();
    const socket = open(started.listener);
    await once(socket, 'open');
    expect(started.server.watches).toBe(1);
    socket.terminate();
    for (let tries = 0; started.server.watches > 0 && tries < 500; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(started.server.watches).toBe(0);
  });

  test('is known by a token among its protocols, which is not told back', async () => {
    const tokens = { secret: { name: 'ann', groups: ['system:masters'] } };
    await using started = await start({ rbac: true, tokens });
    const offering = (token: string): string =>
      `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
    const known = open(started.listener, { protocols: [offering('secret'), 'base64.binary.k8s.io'] });
    expect([await statusOf(known), known.protocol]).toEqual([101, 'base64.binary.k8s.io']);
    const refused = [
      [offering('other'), 'a'],
      [offering('secret')],
      [offering('secret'), offering('b'), 'a'],
    ];
    for (const protocols of refused) expect(await statusOf(open(started.listener, { protocols }))).toBe(401);
    expect(await statusOf(open(started.listener))).toBe(403);
  });

  test('whose handshake is no good hears first of what its request lacks', async () => {
    await using started = await start({ tokens: { secret: { name: 'ann', groups: [] } } });
    const unknown = { origin: '', protocols: ['base64url.bearer.authorization.k8s.io.b3RoZXI', 'a', 'b'] };
    expect(await statusOf(open(started.listener, unknown))).toBe(401);
    await using trusting = await start();
    const lacking = { origin: '', protocols: ['a', 'b'] };
    const selecting = { ...lacking, query: 'watch=true&fieldSelector=a.b=c' };
    expect(await statusOf(open(trusting.listener, selecting))).toBe(400);
    expect(await statusOf(open(trusting.listener, lacking))).toBe(403);
    expect(trusting.server.watches).toBe(0);
  });

  test.each<[what: string, field: string, answer: string]>([
    ['a key', 'Sec-WebSocket-Version: 13', '\r\nmismatch challenge/response'],
    [
      'a version that is known',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8',
      'Sec-WebSocket-Version: 13\r\n\r\nmissing or bad WebSocket Version',
    ],
  ])('without %s is refused in the words of the real server', async (_, field, answer) => {
    await using started = await start();
    const { port } = started.listener;
    const socket = connect(port, '127.0.0.1');
    const head = [`GET ${configMaps}?watch=true HTTP/1.1`, `Host: 127.0.0.1:${port}`, field];
    socket.write(`${[...head, 'Connection: Upgrade', 'Upgrade: websocket'].join('\r\n')}\r\n\r\n`);
    expect(await text(socket)).toBe(`HTTP/1.1 400 Bad Request\r\n${answer}`);
    while (started.server.watches > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  test('for SPDY in its query alone is a plain one', async () => {
    await using started = await start();
    const { port } = started.listener;
    const socket = connect(port, '127.0.0.1');
    const head = [
      `GET ${configMaps}?watch=true&timeoutSeconds=-1&a=/exec HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
    ];
    socket.write(`${[...head, 'Connection: Upgrade, close', 'Upgrade: SPDY/3.1'].join('\r\n')}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test('tells by a message that its version is gone', async () => {
    await using started = await start();
    started.server.seed([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } },
    ]);
    started.server.compact();
    const socket = open(started.listener, { query: 'watch=true&resourceVersion=1' });
    const { value } = (await messagesOf(socket).next()) as { value: { text: string } };
    expect(JSON.parse(value.text)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });

  test.each<[what: string, opening: Opening, status: number]>([
    ['with a protocol', { protocols: ['base64.binary.k8s.io'] }, 101],
    ['with several', { protocols: ['a', 'b'] }, 400],
    ['without an origin, as the real server', { origin: '' }, 403],
    ['of another page', { origin: 'https://evil.example' }, 403],
    ['at a version that is none', { query: 'watch=true&resourceVersion=abc' }, 500],
    ['that is no watch', { query: '' }, 200],
  ])('%s is answered by %d', async (_, opening, status) => {
    await using started = await start();
    const socket = open(started.listener, opening);
    expect(await statusOf(socket)).toBe(status);
    socket.terminate();
  });
});
