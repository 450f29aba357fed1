// WebSockets over real sockets: the handshake, messages both ways at the pace of the slower side, and every end.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { ApiError, type HttpRequest, isAbortError, type MessageSocket, VirtualClock } from '@kube-rx/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { ClientCertificate } from '../../src/auth/credentials.ts';
import { Client } from '../../src/client.ts';
import { TransportError } from '../../src/errors.ts';
import type { GotTransport } from '../../src/transport/got-transport.ts';
import { freePort, type Loopback, pem, serve, serveHttp, serveTcp } from '../support/loopback.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { untilEnd } from '../support/until-end.ts';
import { connect, pattern, turns } from './lending.ts';

const path = '/api/v1/namespaces/shop/pods/web-0/exec';
const exec = (rest: Partial<HttpRequest> = {}): HttpRequest =>
  get(path, { webSocket: ['v5.channel.k8s.io', 'v4.channel.k8s.io'], ...rest });

interface Accepted {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

/** Accepts every WebSocket, and chooses the first subprotocol that is offered. */
async function serveSockets(
  server = createServer(),
): Promise<Loopback & { readonly next: () => Promise<Accepted> }> {
  const sockets = new WebSocketServer({ server, perMessageDeflate: true });
  const accepted: Accepted[] = [];
  sockets.on('connection', (socket, request) => {
    socket.on('error', () => undefined);
    accepted.push({ socket, request });
  });
  const loopback = await serve(server);
  const next = async (): Promise<Accepted> => {
    while (accepted.length === 0) await turns(1);
    const [first] = accepted.splice(0, 1);
    if (!first) throw new Error('no socket was accepted');
    return first;
  };
  return { ...loopback, next };
}

async function open(transport: GotTransport, request = exec(), signal?: AbortSignal): Promise<MessageSocket> {
  const { webSocket } = await transport.service(request, { signal });
  if (!webSocket) throw new Error('no WebSocket was opened');
  return webSocket;
}

/** A socket that is open on both ends. */
async function openPair(options: { readonly signal?: AbortSignal } = {}) {
  const server = await serveSockets();
  const transport = connect(server);
  const messages = await open(transport, exec(), options.signal);
  return { server, transport, messages, ...(await server.next()) };
}

async function collect(messages: MessageSocket): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of messages) texts.push(Buffer.from(message).toString());
  return texts;
}

describe('the handshake', () => {
  test('sends headers as any request does, and offers the subprotocols', async () => {
    const server = await serveSockets();
    const request = exec({
      query: [
        ['command', 'echo'],
        ['command', 'a b&c'],
      ],
      headers: { authorization: 'Bearer abc', 'user-agent': 'kube-rx' },
      repeatedHeaders: { 'impersonate-group': ['dev', 'ops'] },
    });
    const { status, headers, body, webSocket } = await connect(server).service(request);
    const { request: seen } = await server.next();
    expect(status).toBe(101);
    expect(headers).toMatchObject({ upgrade: 'websocket', 'sec-websocket-protocol': 'v5.channel.k8s.io' });
    expect(await readAll(body)).toBe('');
    expect(webSocket?.protocol).toBe('v5.channel.k8s.io');
    expect(seen.url).toBe(`${path}?command=echo&command=a%20b%26c`);
    expect(seen.headers).toMatchObject({
      authorization: 'Bearer abc',
      'user-agent': 'kube-rx',
      'sec-websocket-protocol': 'v5.channel.k8s.io,v4.channel.k8s.io',
    });
    expect(seen.headersDistinct['impersonate-group']).toEqual(['dev', 'ops']);
    expect(seen.headers).not.toHaveProperty('origin');
    expect(seen.headers).not.toHaveProperty('sec-websocket-extensions');
    await webSocket?.close();
  });

  test('is over TLS with what the transport trusts, and shows its certificate', async () => {
    const tls = {
      cert: pem('server.crt'),
      key: pem('server.key'),
      ca: pem('authority.crt'),
      requestCert: true,
    };
    const server = await serveSockets(createTlsServer(tls));
    const options = {
      server: `https://127.0.0.1:${server.port}`,
      tls: { certificateAuthority: pem('authority.crt'), serverName: 'localhost' },
      clientCertificate: new ClientCertificate(pem('client.crt'), pem('client.key')),
    };
    const messages = await open(connect(server, options));
    await messages.close();
    const stranger = connect(server, { ...options, tls: { serverName: 'localhost' } });
    expect(await failureOf(stranger.service(exec()))).toMatchObject({
      name: 'TransportError',
      message: expect.stringContaining('not signed by an authority that is trusted'),
    });
  });

  test.each([
    [401, { 'www-authenticate': 'Bearer' }, '{"kind":"Status","code":401}'],
    [403, {}, '{"kind":"Status","code":403}'],
    [404, { warning: '299 - "old"' }, '{"kind":"Status","code":404}'],
    [200, {}, 'hello'],
    [302, { location: 'https://login.example/' }, ''],
    [500, {}, 'x'.repeat(1_000_000)],
  ])('that is answered by %d gives an ordinary answer', async (status, headers, body) => {
    const server = await serveHttp((_, response) => response.writeHead(status, headers).end(body));
    const answer = await connect(server).service(exec());
    expect(answer).toMatchObject({ status, headers });
    expect(answer.webSocket).toBeUndefined();
    expect(await readAll(answer.body)).toBe(body);
    expect(server.accepted()).toBe(1);
  });

  test('that is refused leaves nothing open when the body is left', async () => {
    const server = await serveHttp((_, response) => response.writeHead(500).write('x'.repeat(1_000_000)));
    const { body } = await connect(server).service(exec());
    await body[Symbol.asyncIterator]().return?.();
    await server.quiet();
  });

  test('that is refused by a body that breaks off says so', async () => {
    const server = await serveTcp((socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 9\r\n\r\n{}');
    });
    const { body } = await connect(server).service(exec());
    expect(await failureOf(readAll(body))).toMatchObject({ code: 'ECONNRESET' });
  });

  const switching = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n';

  test.each([
    [
      'without a subprotocol',
      '',
      'names no subprotocol where we offered v5.channel.k8s.io, v4.channel.k8s.io',
    ],
    [
      'with a subprotocol that a terminal would obey',
      'sec-websocket-protocol: v3\u009b2J\r\n',
      'names the subprotocol "v3Â\\u009b2J" where we offered',
    ],
    [
      'with another subprotocol',
      'sec-websocket-protocol: v3\r\n',
      'names the subprotocol "v3" where we offered',
    ],
    [
      'with an extension',
      'sec-websocket-protocol: v5.channel.k8s.io\r\nsec-websocket-extensions: x\r\n',
      'wrong',
    ],
  ])('that is answered by a 101 %s is none', async (_, lines, words) => {
    const server = await serveTcp((socket, request) => {
      const [, key = ''] = /sec-websocket-key: (\S+)/i.exec(request) ?? [];
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`${switching}sec-websocket-accept: ${accept}\r\n${lines}\r\n`);
    });
    const failure = await failureOf(connect(server).service(exec()));
    expect(failure).toMatchObject({ code: 'NOT_KUBERNETES', message: expect.stringContaining(words) });
    await server.quiet();
  });

  test('that is answered by a 101 for somebody else is none', async () => {
    const server = await serveTcp((socket) => socket.write(`${switching}sec-websocket-accept: x\r\n\r\n`));
    const failure = await failureOf(connect(server).service(exec()));
    expect(failure).toMatchObject({
      code: 'NOT_KUBERNETES',
      message: expect.stringMatching(
        /^connect to pods shop\/web-0 \(exec\): .* answered 101 with a handshake that is wrong \(Invalid Sec-WebSocket-Accept header\)/,
      ),
    });
    await server.quiet();
  });

  test('to a port where nothing listens says so', async () => {
    const transport = connect({ port: await freePort() } as Loopback);
    expect(await failureOf(transport.service(exec()))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('ends where the TLS handshake takes too long', async () => {
    const server = await serveTcp(() => undefined);
    const transport = connect(server, { server: `https://127.0.0.1:${server.port}`, connectTimeout: 20 });
    expect(await failureOf(transport.service(exec()))).toMatchObject({
      code: 'ETIMEDOUT',
      message: expect.stringContaining('took too long'),
    });
    await server.quiet();
  });

  test.each(['abort', 'close'])('that nobody answers ends by %s', async (end) => {
    const abort = new AbortController();
    const asked = Promise.withResolvers<undefined>();
    const server = await serveTcp(() => asked.resolve(undefined));
    const transport = connect(server);
    const call = failureOf(transport.service(exec(), { signal: abort.signal }));
    await asked.promise;
    if (end === 'abort') abort.abort();
    else await transport.close();
    expect(await call).toMatchObject(end === 'abort' ? { name: 'AbortError' } : { code: 'CLIENT_CLOSED' });
    await server.quiet();
  });

  test.each([
    ['a POST', { method: 'POST' as const }],
    ['a body', { body: '{}' }],
  ])('with %s is refused before anything is sent', async (_, rest) => {
    const server = await serveSockets();
    const failure = await failureOf(connect(server).service(exec(rest)));
    expect(failure).toMatchObject({ name: 'InvalidRequestError' });
    expect(server.accepted()).toBe(0);
  });

  test('with a header or a subprotocol that cannot be sent fails', async () => {
    const server = await serveSockets();
    const { service } = connect(server);
    for (const rest of [{ headers: { a: 'b\nc' } }, { webSocket: ['a b'] }])
      expect(await failureOf(service(exec(rest)))).toBeInstanceOf(TransportError);
    expect(server.accepted()).toBe(0);
  });
});

describe('messages', () => {
  test('go both ways as they are', async () => {
    const { messages, socket } = await openPair();
    const heard = once(socket, 'message');
    await messages.send(Uint8Array.of(0, 1, 255));
    expect(await heard).toEqual([Buffer.of(0, 1, 255), true]);
    socket.send(Buffer.of(1, 2));
    socket.send('text');
    socket.send(Buffer.alloc(0));
    socket.close(1000);
    expect(await collect(messages)).toEqual(['\u0001\u0002', 'text', '']);
  });

  test('that nobody reads are not received, and come in order later', async () => {
    const { messages, socket } = await openPair();
    const count = 512;
    const size = 64 * 1024;
    for (let number = 0; number < count; number += 1) {
      const message = Buffer.alloc(size);
      message.writeUInt32BE(number);
      socket.send(message);
    }
    socket.close(1000);
    await turns(100);
    // What two sockets hold is little beside it.
    expect(socket.bufferedAmount).toBeGreaterThan((count * size) / 2);
    let next = 0;
    for await (const message of messages) {
      expect(Buffer.from(message).readUInt32BE()).toBe(next);
      next += 1;
    }
    expect(next).toBe(count);
  });

  test('wait for a server that reads slowly', async () => {
    const { messages, socket } = await openPair();
    socket.pause();
    const message = pattern(1024 * 1024);
    let sent = 0;
    const sending = (async () => {
      for (; sent < 64; sent += 1) await messages.send(message);
    })();
    await turns(200);
    expect(sent).toBeLessThan(32);
    let received = 0;
    socket.on('message', (data: Buffer) => (received += data.length)).resume();
    await sending;
    while (received < 64 * message.length) await turns(1);
    await messages.close();
  });

  test('of more than 16 MiB end the connection', async () => {
    const { messages, socket, server } = await openPair();
    socket.send(Buffer.alloc(16 * 1024 * 1024 + 1));
    expect(await failureOf(collect(messages))).toBeInstanceOf(TransportError);
    await server.quiet();
  });
});

describe('the end', () => {
  test.each([1000, undefined])(
    'in order (%s) ends the loop, and nothing can be sent any more',
    async (code) => {
      const { messages, socket, server } = await openPair();
      socket.close(code);
      expect(await collect(messages)).toEqual([]);
      expect(await failureOf(messages.send(Buffer.of(1)))).toMatchObject({
        code: 'EPIPE',
        message: expect.stringContaining('the WebSocket is over'),
      });
      await messages.close();
      await server.quiet();
    },
  );

  test('leaves nothing to send, from its beginning on', async () => {
    const { messages, server } = await openPair();
    const closing = messages.close();
    expect(await failureOf(messages.send(Buffer.of(1)))).toMatchObject({
      code: 'EPIPE',
      message: expect.stringContaining('the WebSocket is over'),
    });
    await closing;
    await server.quiet();
  });

  test('by another code is an error with the words of the server', async () => {
    const { messages, socket, server } = await openPair();
    socket.send('a');
    socket.close(1011, 'stream\nbroken');
    const seen: unknown[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const message of messages) seen.push(Buffer.from(message).toString());
      })(),
    );
    expect(seen).toEqual(['a']);
    expect(failure).toMatchObject({
      name: 'TransportError',
      code: 'WEBSOCKET_1011',
      message:
        'connect to pods shop/web-0 (exec): the server closed the WebSocket: "stream\\nbroken" (WEBSOCKET_1011)',
    });
    expect(await failureOf(messages.send(Buffer.of(1)))).toBe(failure);
    await server.quiet();
  });

  test('of the connection without a word is an error', async () => {
    const { messages, socket } = await openPair();
    socket.terminate();
    expect(await failureOf(collect(messages))).toMatchObject({ code: 'ECONNRESET' });
  });

  test('by what is no WebSocket is an error', async () => {
    const { messages, request, server } = await openPair();
    request.socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await failureOf(collect(messages))).toBeInstanceOf(TransportError);
    await server.quiet();
  });

  test('comes for a server that has vanished', async () => {
    const server = createServer();
    const sockets = new WebSocketServer({ server, autoPong: false });
    sockets.on('connection', (socket: WebSocket) => socket.on('error', () => undefined));
    const loopback = await serve(server);
    const messages = await open(connect(loopback, { liveness: { pingMs: 1, unanswered: 3 } }));
    expect(await failureOf(collect(messages))).toMatchObject({
      code: 'ETIMEDOUT',
      message: expect.stringContaining('no sign of life'),
    });
    await loopback.quiet();
  });

  test('does not come for a server that answers, nor while nobody reads', async () => {
    const server = await serveSockets();
    const messages = await open(connect(server, { liveness: { pingMs: 1, unanswered: 100 } }));
    const { socket } = await server.next();
    const pings = Promise.withResolvers<undefined>();
    let count = 0;
    socket.on('ping', () => (count += 1) === 500 && pings.resolve(undefined));
    await pings.promise;
    socket.close(1000);
    expect(await collect(messages)).toEqual([]);
  });

  test.each([
    ['leaving the loop', (messages: MessageSocket) => messages[Symbol.asyncIterator]().return?.()],
    ['close()', (messages: MessageSocket) => messages.close()],
  ])('by %s tells the server, and leaves nothing open', async (_, leave) => {
    const { messages, socket, server } = await openPair();
    const closed = once(socket, 'close');
    for (let number = 0; number < 2_000; number += 1) socket.send(Buffer.alloc(1_024));
    await turns(20);
    await leave(messages);
    expect(await closed).toEqual([1000, Buffer.alloc(0)]);
    await server.quiet();
    expect(await collect(messages)).toEqual([]);
  });

  test.each(['while the loop waits', 'while it is full'])(
    'by the signal %s leaves nothing open',
    async (when) => {
      const abort = new AbortController();
      const { messages, socket, server } = await openPair({ signal: abort.signal });
      if (when === 'while it is full') {
        for (let number = 0; number < 2_000; number += 1) socket.send(Buffer.alloc(1_024));
        await turns(20);
      }
      const sending = failureOf(
        (async () => {
          socket.pause();
          for (;;) await messages.send(pattern(1024 * 1024));
        })(),
      );
      await turns(20);
      const reading = when === 'while it is full' ? undefined : failureOf(collect(messages));
      abort.abort();
      for (const failure of [await (reading ?? failureOf(collect(messages))), await sending])
        expect(isAbortError(failure)).toBe(true);
      socket.resume();
      await server.quiet();
    },
  );

  test('by closing the transport leaves nothing open', async () => {
    const { messages, transport, server } = await openPair();
    await transport.close();
    expect(await failureOf(collect(messages))).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(await failureOf(messages.send(Buffer.of(1)))).toMatchObject({ code: 'CLIENT_CLOSED' });
    await server.quiet();
  });
});

describe('a client', () => {
  test('connects, with its layers around it', async () => {
    const server = await serveSockets();
    const client = Client.fromConfig({
      server: `http://127.0.0.1:${server.port}`,
      impersonation: { user: 'ann', groups: ['dev', 'ops'] },
    });
    const messages = await client.connect(exec());
    const { request } = await server.next();
    expect(request.headers['impersonate-user']).toBe('ann');
    expect(request.headersDistinct['impersonate-group']).toEqual(['dev', 'ops']);
    await messages.close();
    await client.close();
  });

  const notFound = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: 'pods "web-0" not found',
    reason: 'NotFound',
    code: 404,
  };

  test.each([
    [404, JSON.stringify(notFound), 'pods "web-0" not found'],
    [200, 'hello', 'the server answered 200 instead of opening a WebSocket'],
    [302, '', 'the server answered 302'],
  ])('fails where the server answers %d', async (status, text, words) => {
    const server = await serveHttp((_, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(text),
    );
    const client = untilEnd(new Client(connect(server).service));
    const failure = await failureOf(client.connect(exec()));
    expect(failure).toBeInstanceOf(status === 404 ? ApiError : TransportError);
    expect(failure).toMatchObject({ message: expect.stringContaining(words) });
  });

  test('fails where no answer comes in time', async () => {
    const sockets: Socket[] = [];
    const server = await serveTcp((socket) => sockets.push(socket));
    const client = untilEnd(new Client(connect(server).service, { timeout: 20 }));
    expect(await failureOf(client.connect(exec()))).toMatchObject({ name: 'DeadlineError' });
    await server.quiet();
  });

  test('gives a socket that outlives the time for the answer', async () => {
    const server = await serveSockets();
    const clock = new VirtualClock();
    const client = untilEnd(new Client(connect(server).service, { timeout: 300, clock }));
    const messages = await client.connect(exec());
    const { socket } = await server.next();
    await clock.advance(10_000);
    socket.send('still there');
    socket.close(1000);
    expect(await collect(messages)).toEqual(['still there']);
  });
});
