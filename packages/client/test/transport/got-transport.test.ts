import { EventEmitter, getEventListeners, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { TransportError } from '../../src/errors.ts';
import { BodyQueue, mostKeptBytes } from '../../src/transport/body-queue.ts';
import { type Loopback, serveHttp, serveTcp } from '../support/loopback.ts';
import { failureOf, get, listPods, readAll } from '../support/requests.ts';
import { connect } from './lending.ts';

/** A server that answers with a head and `first`, and then leaves the response to the test. */
async function serveStream(first: string): Promise<Loopback & { response: Promise<ServerResponse> }> {
  const started = new EventEmitter();
  const response = once(started, 'response').then(([answer]: ServerResponse[]) => answer as ServerResponse);
  const server = await serveHttp((_, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.write(first);
    started.emit('response', answer);
  });
  return { ...server, response };
}

/** Whether what was written leaves the process within many turns of its event loop. */
async function drainsSoon(response: ServerResponse): Promise<boolean> {
  for (let turn = 0; turn < 500 && response.writableNeedDrain; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  return !response.writableNeedDrain;
}

describe('a request over the got transport', () => {
  test('arrives as it was built: method, path, query, headers and body', async () => {
    const seen: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];
    const server = await serveHttp((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
        response.end('{}');
      });
    });
    const { service } = connect(server);
    const response = await service({
      method: 'POST',
      path: '/api/v1/namespaces/shop/pods/a%20b',
      query: [
        ['labelSelector', 'app in (a,b)'],
        ['dryRun', 'All'],
      ],
      headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
      repeatedHeaders: { 'impersonate-group': ['a', 'b'] },
      body: '{"kind":"Pod"}',
    });
    expect(await readAll(response.body)).toBe('{}');
    expect(seen[0]?.line).toBe(
      'POST /api/v1/namespaces/shop/pods/a%20b?labelSelector=app%20in%20(a%2Cb)&dryRun=All',
    );
    expect(seen[0]?.body).toBe('{"kind":"Pod"}');
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer t',
      'accept-encoding': 'gzip',
    });
    expect(seen[0]?.headers['user-agent']).toBeUndefined();
  });

  test('sends a repeated header once for each value', async () => {
    let raw: string[] = [];
    const server = await serveHttp((request, response) => {
      raw = request.rawHeaders;
      response.end();
    });
    const repeatedHeaders = { 'impersonate-group': ['a', 'b'] };
    const response = await connect(server).service(get('/version', { repeatedHeaders }));
    await readAll(response.body);
    expect(raw.filter((_, at) => raw[at - 1] === 'impersonate-group')).toEqual(['a', 'b']);
  });

  test.each(['DELETE', 'POST', 'OPTIONS'] as const)(
    'without a body ends by itself for %s',
    async (method) => {
      const server = await serveHttp((request, response) => {
        request.resume().on('end', () => response.end(request.method));
      });
      const response = await connect(server).service(get('/x', { method }));
      expect(await readAll(response.body)).toBe(method);
    },
  );

  test('carries a large body whole', async () => {
    const server = await serveHttp((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => (size += chunk.length));
      request.on('end', () => response.end(`${size}`));
    });
    const body = new Uint8Array(1_500_000).fill(0x61);
    const response = await connect(server).service(get('/x', { method: 'PUT', body }));
    expect(await readAll(response.body)).toBe('1500000');
  });

  test('is refused with a body that need not have an end, as plain JavaScript may hand in', async () => {
    const server = await serveHttp((_, response) => response.end());
    const { service } = connect(server);
    for (const body of [new ReadableStream(), (async function* () {})(), 5, null, { s3cret: 1 }]) {
      const request = get('/x', { method: 'POST', body: body as unknown as string });
      expect(await failureOf(service(request))).toMatchObject({
        name: 'InvalidRequestError',
        message: 'POST "/x": a body must be a string or bytes',
      });
    }
    expect(server.accepted()).toBe(0);
  });

  test('says of its body what is true, whatever its headers say', async () => {
    const server = await serveHttp((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify(request.headers)));
    });
    const { service } = connect(server);
    const headers = { 'content-length': '100', 'Transfer-Encoding': 'chunked' };
    for (const body of ['äb', '', undefined]) {
      const request = get('/x', { method: 'POST', headers, ...(body !== undefined && { body }) });
      const heard: unknown = JSON.parse(await readAll((await service(request)).body));
      expect(heard).toMatchObject({ 'content-length': String(Buffer.byteLength(body ?? '')) });
      expect(heard).not.toHaveProperty('transfer-encoding');
    }
  });

  test('puts the path of the server URL before its own', async () => {
    const server = await serveHttp((request, response) => response.end(request.url));
    const transport = connect(server, { server: `http://127.0.0.1:${server.port}/k8s/clusters/c-1/` });
    const response = await transport.service(get('/api/v1/pods'));
    expect(await readAll(response.body)).toBe('/k8s/clusters/c-1/api/v1/pods');
  });

  test('gives back any status, and joins a header that came twice', async () => {
    const server = await serveHttp((_, response) => {
      response.setHeader('warning', ['299 - "one"', '299 - "two"']);
      response.writeHead(503).end('busy');
    });
    const response = await connect(server).service(listPods);
    expect(response.status).toBe(503);
    expect(response.headers['warning']).toBe('299 - "one", 299 - "two"');
    expect(await readAll(response.body)).toBe('busy');
  });

  test('does not follow a redirect', async () => {
    const server = await serveHttp((_, response) => response.writeHead(302, { location: '/login' }).end());
    const response = await connect(server).service(listPods);
    expect(response.status).toBe(302);
    await readAll(response.body);
    expect(server.accepted()).toBe(1);
  });

  test('unpacks a gzip answer', async () => {
    const text = JSON.stringify({ data: 'x'.repeat(200_000) });
    const server = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
    });
    const response = await connect(server).service(listPods);
    expect(await readAll(response.body)).toBe(text);
  });

  test('asks for nothing compressed where compression is off', async () => {
    const server = await serveHttp((request, response) => response.end(request.headers['accept-encoding']));
    const response = await connect(server, { compression: false }).service(listPods);
    expect(await readAll(response.body)).toBe('identity');
  });
});

describe('the body of a response', () => {
  test('is handed on chunk by chunk, while the server is still writing', async () => {
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods);
    const reader = body[Symbol.asyncIterator]();
    expect(Buffer.from((await reader.next()).value as Uint8Array).toString()).toBe('one\n');
    (await server.response).write('two\n');
    expect(Buffer.from((await reader.next()).value as Uint8Array).toString()).toBe('two\n');
    (await server.response).end();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  test('slows the server down where nobody reads', async () => {
    const server = await serveStream('start');
    const { body } = await connect(server).service(listPods);
    const response = await server.response;
    const block = Buffer.alloc(1024 * 1024);
    let written = 0;
    do {
      response.write(block);
      written += 1;
    } while (written < 64 && (await drainsSoon(response)));
    expect(written).toBeLessThan(64);
    response.end();
    expect((await readAll(body)).length).toBe('start'.length + written * block.length);
  });

  test('lets the event loop go round while a fast server goes on and on', async () => {
    const block = Buffer.alloc(1024 * 1024);
    const server = await serveHttp((_, response) => {
      for (let written = 0; written < 16; written += 1) response.write(block);
      response.end();
    });
    const { body } = await connect(server).service(listPods);
    let [atOnce, most, all] = [0, 0, 0];
    let reading = true;
    const turn = (): void => {
      atOnce = 0;
      if (reading) setImmediate(turn);
    };
    turn();
    for await (const chunk of body) {
      all += chunk.length;
      atOnce += chunk.length;
      most = Math.max(most, atOnce);
    }
    reading = false;
    expect(all).toBe(16 * block.length);
    // A quarter of a mebibyte, and what Node had already read.
    expect(most).toBeLessThanOrEqual(512 * 1024);
  });

  test('gives what came before the connection broke, and only then the error', async () => {
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods);
    (await server.response).destroy();
    await server.quiet();
    // The connection's end has to be seen on this side too.
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const reader = body[Symbol.asyncIterator]();
    expect(Buffer.from((await reader.next()).value as Uint8Array).toString()).toBe('one\n');
    expect(await failureOf(reader.next())).toMatchObject({ code: 'ECONNRESET' });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  test('heeds an abort though the body has ended, where some of it is unread', async () => {
    const server = await serveHttp((_, response) => response.end(Buffer.alloc(200_000)));
    const abort = new AbortController();
    const { body } = await connect(server).service(listPods, { signal: abort.signal });
    const reader = body[Symbol.asyncIterator]();
    await reader.next();
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect(await failureOf(reader.next())).toMatchObject({ name: 'AbortError' });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  test('holds few chunks for a reader that is away, however small they are', async () => {
    const server = await serveStream('.');
    const { body } = await connect(server).service(listPods);
    const response = await server.response;
    // More than is kept for a reader, in whatever pieces Node puts them together.
    for (let written = 0; written < 100_000; written += 1) response.write('xxxxx');
    response.end();
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // Beyond what is kept, what one read of the socket had already brought.
    if (!(body instanceof BodyQueue)) throw new Error('the body of another transport');
    expect(body.received).toBeLessThanOrEqual(mostKeptBytes + 64 * 1024);
    expect((await readAll(body)).length).toBe(500_001);
  });

  test('leaves the connection to the next request once it was read to its end', async () => {
    const server = await serveHttp((_, response) => response.end('{}'));
    const { service } = connect(server);
    for (let round = 0; round < 5; round += 1) await readAll((await service(listPods)).body);
    expect(server.accepted()).toBe(1);
  });

  test('closes the connection when the reader leaves the loop', async () => {
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods);
    for await (const chunk of body) {
      expect(chunk.length).toBe(4);
      break;
    }
    await server.quiet();
  });

  test('closes the connection when it is returned unread', async () => {
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods);
    await body[Symbol.asyncIterator]().return?.();
    await server.quiet();
  });

  test('ends a read that is waiting when the reader returns', async () => {
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods);
    const reader = body[Symbol.asyncIterator]();
    await reader.next();
    const waiting = reader.next();
    await reader.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await server.quiet();
  });
});

describe('an abort', () => {
  test('before the call sends nothing', async () => {
    const server = await serveHttp((_, response) => response.end());
    const failure = await failureOf(connect(server).service(listPods, { signal: AbortSignal.abort() }));
    expect(failure).toMatchObject({ name: 'AbortError' });
    expect(server.accepted()).toBe(0);
  });

  test('while the head is awaited rejects and closes the connection', async () => {
    const abort = new AbortController();
    const server = await serveHttp(() => abort.abort());
    const failure = await failureOf(connect(server).service(listPods, { signal: abort.signal }));
    expect(failure).toBe(abort.signal.reason);
    await server.quiet();
  });

  test('during the body rejects the read that waits and closes the connection', async () => {
    const abort = new AbortController();
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods, { signal: abort.signal });
    const reader = body[Symbol.asyncIterator]();
    await reader.next();
    const waiting = failureOf(reader.next());
    abort.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    await server.quiet();
  });

  test('of an unread body closes the connection, and is told to whoever reads later', async () => {
    const abort = new AbortController();
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods, { signal: abort.signal });
    abort.abort();
    await server.quiet();
    expect(await failureOf(readAll(body))).toMatchObject({ name: 'AbortError' });
  });

  test('by a timeout signal is an AbortError that keeps the reason as its cause', async () => {
    const abort = new AbortController();
    const reason = new DOMException('too late', 'TimeoutError');
    const server = await serveHttp(() => abort.abort(reason));
    const failure = await failureOf(connect(server).service(listPods, { signal: abort.signal }));
    expect(failure).toMatchObject({ name: 'AbortError', cause: reason });
  });

  test('after the end changes nothing, and no listener is left on the signal', async () => {
    const abort = new AbortController();
    const server = await serveHttp((_, response) => response.end('{}'));
    const { service } = connect(server);
    await readAll((await service(listPods, { signal: abort.signal })).body);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    abort.abort();
    expect(server.openSockets()).toBe(1);
  });
});

describe('a connection that is cut', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
  const cuts: [stage: string, bytes: string][] = [
    ['before the status line', ''],
    ['inside the status line', 'HTTP/1.1 20'],
    ['inside the headers', `${head}transfer-enc`],
  ];

  test.each(cuts)('%s fails the call with ECONNRESET', async (_, bytes) => {
    const server = await serveTcp((socket) => socket.end(bytes));
    const failure = await failureOf(connect(server).service(listPods));
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({ code: expect.stringMatching(/ECONNRESET|HPE_INVALID_EOF_STATE/) });
    expect(String(failure)).toContain('list pods in shop');
  });

  const bodies: [stage: string, bytes: string, received: string][] = [
    ['right behind the head of a chunked answer', `${head}transfer-encoding: chunked\r\n\r\n`, ''],
    ['inside a chunk', `${head}transfer-encoding: chunked\r\n\r\n10\r\n{"kind"`, '{"kind"'],
    ['between two chunks', `${head}transfer-encoding: chunked\r\n\r\n7\r\n{"kind"\r\n`, '{"kind"'],
    ['before the last chunk ends', `${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`, '{}'],
    ['before the declared length', `${head}content-length: 100\r\n\r\n{"kind"`, '{"kind"'],
  ];

  test.each(bodies)('%s fails the read, never ends it as if whole', async (_, bytes) => {
    const server = await serveTcp((socket) => socket.end(bytes));
    const { body } = await connect(server).service(listPods);
    const failure = await failureOf(readAll(body));
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({
      code: 'ECONNRESET',
    });
    expect(String(failure)).toMatch(/list pods in shop: the answer broke off after \d+ bytes/);
    await server.quiet();
  });

  test.each(['FIN', 'RST'] as const)('by %s while a read waits fails that read', async (how) => {
    const server = await serveStream('one\n');
    const { body } = await connect(server).service(listPods);
    const reader = body[Symbol.asyncIterator]();
    await reader.next();
    const waiting = failureOf(reader.next());
    const { socket } = await server.response;
    if (how === 'RST') socket?.resetAndDestroy();
    else socket?.destroy();
    expect(await waiting).toMatchObject({ name: 'TransportError', code: 'ECONNRESET' });
  });

  test('inside a gzip body fails the read', async () => {
    const packed = gzipSync('{"data":"'.padEnd(100_000, 'x'));
    const server = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(packed.subarray(0, packed.length - 20));
      response.end();
    });
    const { body } = await connect(server).service(listPods);
    expect(await failureOf(readAll(body))).toMatchObject({ name: 'TransportError', code: 'Z_BUF_ERROR' });
  });

  test('with garbage in the chunk sizes fails the read', async () => {
    const server = await serveTcp((socket) =>
      socket.end(`${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\nnonsense\r\n`),
    );
    const { body } = await connect(server).service(listPods);
    expect(await failureOf(readAll(body))).toMatchObject({ code: expect.stringMatching(/^HPE_/) });
  });
});

describe('a hundred calls at once, given up at every stage', () => {
  // What the server does, then what the caller does; each pair comes up several times.
  const servers = ['silent', 'head', 'chunk', 'cut', 'reset', 'whole'] as const;
  const callers = [
    'abort at once',
    'abort at the head',
    'leave at the head',
    'leave at a chunk',
    'read',
  ] as const;

  test('leave no connection and no stray error behind', async () => {
    const server = await serveHttp((request, response) => {
      const how = request.url?.slice(1);
      if (how !== 'silent') response.writeHead(200).flushHeaders();
      if (how !== 'silent' && how !== 'head') response.write('chunk');
      if (how === 'cut') request.socket.destroySoon();
      if (how === 'reset') request.socket.resetAndDestroy();
      if (how === 'whole') response.end();
    });
    const transport = connect(server);
    const shared = new AbortController();
    const calls = Array.from({ length: 100 }, async (_, at) => {
      const caller = callers[at % callers.length];
      const abort = new AbortController();
      const signal = AbortSignal.any([abort.signal, shared.signal]);
      if (caller === 'abort at once') queueMicrotask(() => abort.abort());
      const { body } = await transport.service(get(`/${servers[at % servers.length] ?? ''}`), { signal });
      if (caller === 'abort at the head') abort.abort();
      if (caller === 'leave at the head') await body[Symbol.asyncIterator]().return?.();
      for await (const chunk of body) if (caller === 'leave at a chunk' && chunk.length > 0) break;
    });
    const over = Promise.allSettled(calls);
    // The silent ones go on until everybody is told to stop.
    const reachable = calls.filter(
      (_, at) => !['silent', 'head', 'chunk'].includes(servers[at % servers.length] ?? ''),
    );
    await Promise.allSettled(reachable);
    shared.abort();
    const reasons = (await over).flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as Error).name] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(['AbortError', 'TransportError']));
    await transport.close();
    await server.quiet();
  });
});

describe('closing the transport', () => {
  test('ends idle connections, running calls and open bodies', async () => {
    const server = await serveHttp((request, response) => {
      if (request.url === '/idle') response.end('{}');
      if (request.url === '/open') response.write('{');
    });
    const transport = connect(server);
    await readAll((await transport.service(get('/idle'))).body);
    const { body } = await transport.service(get('/open'));
    const running = failureOf(transport.service(get('/silent')));
    const reading = failureOf(readAll(body));
    await transport.close();
    expect(await running).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(await reading).toMatchObject({ code: 'CLIENT_CLOSED' });
    await server.quiet();
  });

  test('may be done twice, and refuses what comes after', async () => {
    const server = await serveHttp((_, response) => response.end());
    const transport = connect(server);
    await transport.close();
    await transport.close();
    expect(await failureOf(transport.service(listPods))).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(server.accepted()).toBe(0);
  });
});
