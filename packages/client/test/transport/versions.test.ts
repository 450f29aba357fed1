// What a server does is answered by the same answers and the same errors, whichever version of HTTP is spoken.

import { createServer } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { TransportError } from '../../src/errors.ts';
import { freePort, type Loopback, pem, serve } from '../support/loopback.ts';
import { failureOf, get, listPods, readAll } from '../support/requests.ts';
import { pattern, text, turns, ways } from './lending.ts';
import { type Transport, versions } from './versions.ts';

const serverTls = { cert: pem('server.crt'), key: pem('server.key') };
const trusted = { certificateAuthority: pem('authority.crt') };
const mib = 1024 * 1024;

describe.each(versions)('over %s', (_, version) => {
  const connect = (server: Loopback, options: object = {}): Transport =>
    version.connectTo({ server: `http://127.0.0.1:${server.port}`, ...options });

  describe('a request', () => {
    test('arrives as it was built: method, path, query, headers and body', async () => {
      const server = await version.serve((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () =>
          response.end(JSON.stringify([request.method, request.url, request.headers, body])),
        );
      });
      const transport = connect(server, { server: `http://127.0.0.1:${server.port}/k8s/clusters/c-1/` });
      const { body } = await transport.service({
        method: 'POST',
        path: '/api/v1/namespaces/shop/pods/a%20b',
        query: [
          ['labelSelector', 'app in (a,b)'],
          ['dryRun', 'All'],
        ],
        headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
        repeatedHeaders: { 'impersonate-group': ['a', 'b'] },
        body: '{"kind":"Päd"}',
      });
      expect(JSON.parse(await readAll(body))).toEqual([
        'POST',
        '/k8s/clusters/c-1/api/v1/namespaces/shop/pods/a%20b?labelSelector=app%20in%20(a%2Cb)&dryRun=All',
        expect.objectContaining({
          'content-type': 'application/json',
          'content-length': '15',
          authorization: 'Bearer t',
          'impersonate-group': 'a, b',
          'accept-encoding': 'gzip',
        }),
        '{"kind":"Päd"}',
      ]);
    });

    test('sends the bytes of a header as they are, whatever the body is', async () => {
      const server = await version.serve((request, response) => {
        request.resume().on('end', () => response.end(JSON.stringify(request.headers)));
      });
      const { service } = connect(server);
      const user = Buffer.from('jané').toString('latin1');
      for (const body of ['{"kind":"Päd"}', new TextEncoder().encode('{}'), '', undefined]) {
        const rest = {
          method: 'POST',
          headers: { 'impersonate-user': user },
          ...(body !== undefined && { body }),
        } as const;
        const heard: unknown = JSON.parse(await readAll((await service(get('/x', rest))).body));
        expect(heard).toMatchObject({ 'impersonate-user': user });
      }
    });

    test('says of its connection and its body what is true, whatever its headers say', async () => {
      const server = await version.serve((request, response) => {
        request.resume().on('end', () => response.end(JSON.stringify(request.headers)));
      });
      const { service } = connect(server);
      const headers = { 'content-length': '100', 'Transfer-Encoding': 'chunked', te: 'trailers' };
      for (const body of ['äb', '']) {
        const { body: heard } = await service(get('/x', { method: 'PUT', headers, body }));
        const seen: unknown = JSON.parse(await readAll(heard));
        expect(seen).toMatchObject({ 'content-length': String(Buffer.byteLength(body)) });
        expect(seen).not.toHaveProperty('transfer-encoding');
      }
    });

    test('asks for nothing packed where compression is off, or where it says so', async () => {
      const server = await version.serve((request, response) => {
        response.end(request.headers['accept-encoding']);
      });
      const plain = await connect(server, { compression: false }).service(listPods);
      expect(await readAll(plain.body)).toBe('identity');
      const own = get('/x', { headers: { 'accept-encoding': 'identity' } });
      expect(await readAll((await connect(server).service(own)).body)).toBe('identity');
    });

    test('is refused with a header that would break its head, and says nothing of the value', async () => {
      const server = await version.serve((_request, response) => response.end());
      const headers = { authorization: 'Bearer s3cret\r\nx: y' };
      const failure = await failureOf(connect(server).service(get('/x', { headers })));
      expect(failure).toMatchObject({ name: 'TransportError', code: 'ERR_INVALID_CHAR' });
      expect(String(failure)).not.toContain('s3cret');
    });

    test('carries a large body whole', async () => {
      const server = await version.serve((request, response) => {
        let size = 0;
        request.on('data', (chunk: Buffer) => (size += chunk.length));
        request.on('end', () => response.end(`${size}`));
      });
      const body = new Uint8Array(3 * mib).fill(0x61);
      const response = await connect(server).service(get('/x', { method: 'PUT', body }));
      expect(await readAll(response.body)).toBe(`${body.length}`);
    });
  });

  describe('an answer', () => {
    test('may have any status, and a header that came twice is joined', async () => {
      const server = await version.serve((_request, response) => {
        response.setHeader('warning', ['299 - "one"', '299 - "two"']);
        response.writeHead(503).end('busy');
      });
      const response = await connect(server).service(listPods);
      expect(response.status).toBe(503);
      expect(response.headers['warning']).toBe('299 - "one", 299 - "two"');
      expect(Object.keys(response.headers).filter((name) => name.startsWith(':'))).toEqual([]);
      expect(await readAll(response.body)).toBe('busy');
    });

    test('that points elsewhere is not followed', async () => {
      const server = await version.serve((_request, response) =>
        response.writeHead(302, { location: '/login' }).end(),
      );
      const response = await connect(server).service(listPods);
      expect([response.status, response.headers['location']]).toEqual([302, '/login']);
      expect(await readAll(response.body)).toBe('');
    });

    test('may have a hint before it', async () => {
      const server = await version.serve((_request, response) => {
        response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
        response.end('whole');
      });
      const response = await connect(server).service(listPods);
      expect([response.status, await readAll(response.body)]).toEqual([200, 'whole']);
    });

    test.each([
      ['HEAD', 200, { 'content-encoding': 'gzip' }],
      ['GET', 204, {}],
      ['GET', 304, {}],
      ['GET', 200, { 'content-length': '0' }],
    ] as const)('to a %s with status %d and %j has no body', async (method, status, headers) => {
      const server = await version.serve((_request, response) => response.writeHead(status, headers).end());
      const response = await connect(server).service(get('/x', { method }));
      expect([response.status, await readAll(response.body)]).toEqual([status, '']);
    });

    test('packed is whole with the last packed byte, and what a server keeps open behind it is let go', async () => {
      const gone = Promise.withResolvers<undefined>();
      const server = await version.serve((_request, response) => {
        response.once('close', () => gone.resolve(undefined));
        response.writeHead(200, { 'content-encoding': 'gzip' });
        // Zeros are padding, and the answer does not end.
        response.write(Buffer.concat([gzipSync('{}'), Buffer.alloc(10)]));
      });
      const { body } = await connect(server).service(get('/'));
      expect(await readAll(body)).toBe('{}');
      await gone.promise;
    });

    test.each([
      ['gzip', gzipSync],
      ['deflate', deflateSync],
    ] as const)('packed by %s is unpacked', async (coding, pack) => {
      const plain = JSON.stringify({ data: 'x'.repeat(200_000) });
      const server = await version.serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': coding, 'x-own': 'kept' }).end(pack(plain));
      });
      const response = await connect(server).service(listPods);
      expect(response.headers).toMatchObject({ 'x-own': 'kept' });
      expect(response.headers).not.toHaveProperty('content-encoding');
      expect(await readAll(response.body)).toBe(plain);
    });

    test('packed more than once is refused', async () => {
      const server = await version.serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end('{}');
      });
      expect(await failureOf(connect(server).service(listPods))).toMatchObject({
        code: 'NOT_KUBERNETES',
        message: expect.stringContaining('packed more than once'),
      });
    });

    test.each(ways)('of megabytes is whole, read by %s', async (_way, read) => {
      const large = pattern(16 * mib + 13);
      const server = await version.serve((request, response) => {
        if (request.url === '/packed')
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large, { level: 1 }));
        else response.end(large);
      });
      const { service } = connect(server);
      for (const path of ['/plain', '/packed'])
        expect((await read((await service(get(path))).body)).equals(large)).toBe(true);
    });

    test('is handed on chunk by chunk, while the server is still writing', async () => {
      const { promise, resolve } = Promise.withResolvers<{ write(text: string): unknown; end(): unknown }>();
      const server = await version.serve((_request, response) => {
        response.write('one\n');
        resolve(response);
      });
      const { body } = await connect(server).service(listPods);
      const reader = body[Symbol.asyncIterator]();
      expect(text((await reader.next()).value as Uint8Array)).toBe('one\n');
      (await promise).write('two\n');
      expect(text((await reader.next()).value as Uint8Array)).toBe('two\n');
      (await promise).end();
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    test('slows the server down where nobody reads', async () => {
      let waits = 0;
      const block = Buffer.alloc(mib);
      const server = await version.serve((_request, response) => {
        const write = (left: number): void => {
          if (left === 0) response.end();
          else if (response.write(block)) write(left - 1);
          else {
            waits += 1;
            response.once('drain', () => write(left - 1));
          }
        };
        write(64);
      });
      const { body } = await connect(server).service(listPods);
      await turns(2000);
      expect(waits).toBeLessThan(32);
      expect((await readAll(body)).length).toBe(64 * mib);
    });

    test('that breaks off fails the read, behind what has come', async () => {
      const server = await version.serve((request, response) => {
        response.write('{"kind"');
        setImmediate(() => request.socket.destroy());
      });
      const { body } = await connect(server).service(listPods);
      const reader = body[Symbol.asyncIterator]();
      expect(text((await reader.next()).value as Uint8Array)).toBe('{"kind"');
      const failure = await failureOf(reader.next());
      expect(failure).toBeInstanceOf(TransportError);
      expect(failure).toMatchObject({
        code: 'ECONNRESET',
        message: 'list pods in shop: the answer broke off after 7 bytes (ECONNRESET)',
      });
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    test.each([
      ['Z_BUF_ERROR', gzipSync('x'.repeat(100_000)).subarray(0, -20)],
      ['Z_DATA_ERROR', Buffer.from('this is not packed at all')],
    ])('that cannot be unpacked fails the read: %s', async (code, packed) => {
      const server = await version.serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
      });
      const { body } = await connect(server).service(listPods);
      expect(await failureOf(readAll(body))).toMatchObject({ name: 'TransportError', code });
    });
  });

  describe('an end by choice', () => {
    const stalling = () =>
      version.serve((request, response) => {
        if (request.url?.startsWith('/open')) response.write('one\n');
      });

    test('before the call sends nothing', async () => {
      const server = await stalling();
      const failure = await failureOf(connect(server).service(listPods, { signal: AbortSignal.abort() }));
      expect(failure).toMatchObject({ name: 'AbortError' });
      expect(server.accepted()).toBe(0);
    });

    test('while the head is awaited is an AbortError', async () => {
      const abort = new AbortController();
      const server = await version.serve(() => abort.abort());
      const failure = await failureOf(connect(server).service(listPods, { signal: abort.signal }));
      expect(failure).toBe(abort.signal.reason);
    });

    test('during the body rejects the read that waits', async () => {
      const abort = new AbortController();
      const { body } = await connect(await stalling()).service(get('/open'), { signal: abort.signal });
      const reader = body[Symbol.asyncIterator]();
      await reader.next();
      const waiting = failureOf(reader.next());
      abort.abort();
      expect(await waiting).toMatchObject({ name: 'AbortError' });
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    test('by closing fails what runs and what comes after, and leaves no connection', async () => {
      const server = await stalling();
      const transport = connect(server);
      const { body } = await transport.service(get('/open'));
      const running = failureOf(transport.service(get('/silent')));
      const reading = failureOf(readAll(body));
      await transport.close();
      await transport.close();
      expect(await running).toMatchObject({ code: 'CLIENT_CLOSED' });
      expect(await reading).toMatchObject({ code: 'CLIENT_CLOSED' });
      expect(await failureOf(transport.service(listPods))).toMatchObject({ code: 'CLIENT_CLOSED' });
      await server.quiet();
    });
  });

  describe('a server that cannot be used is told in the same words:', () => {
    test('nothing listens', async () => {
      const server = `http://127.0.0.1:${await freePort()}`;
      expect(await failureOf(version.connectTo({ server }).service(listPods))).toMatchObject({
        code: 'ECONNREFUSED',
        message: `list pods in shop: nothing listens at ${server}; is the server running, and is its URL right? (ECONNREFUSED)`,
      });
    });

    const overTls = async (serverOptions: object, options: object): Promise<unknown> => {
      const { port } = await version.serveTls({ ...serverTls, ...serverOptions }, (_request, response) =>
        response.end('{}'),
      );
      const transport = version.connectTo({ server: `https://localhost:${port}`, ...options });
      return transport.service(listPods).then(
        ({ body }) => readAll(body),
        (error: unknown) => error,
      );
    };

    test('or can, over TLS', async () => {
      expect(await overTls({}, { tls: trusted })).toBe('{}');
      expect(await overTls({}, { tls: { rejectUnauthorized: false } })).toBe('{}');
      const otherName = { cert: pem('other-name.crt'), key: pem('other-name.key') };
      expect(await overTls(otherName, { tls: { ...trusted, serverName: 'api.example' } })).toBe('{}');
    });

    test('its certificate is signed by nobody that is trusted', async () => {
      const tls = { certificateAuthority: pem('other-authority.crt') };
      expect(await overTls({}, { tls })).toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
    });

    test('its certificate is for another name', async () => {
      const otherName = { cert: pem('other-name.crt'), key: pem('other-name.key') };
      expect(await overTls(otherName, { tls: trusted })).toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        message: expect.stringMatching(/set tls-server-name.* to one it has \("DNS:api.example"\)/),
      });
    });

    test('it wants a client certificate', async () => {
      const demand = { ca: pem('authority.crt'), requestCert: true, rejectUnauthorized: true };
      expect(await overTls(demand, { tls: trusted })).toMatchObject({
        code: expect.stringMatching(/CERTIFICATE_REQUIRED|ECONNRESET|EPIPE/),
      });
    });

    test('its TLS handshake takes for ever', async () => {
      const { port } = await serve(createServer(() => undefined));
      const transport = version.connectTo({ server: `https://127.0.0.1:${port}`, connectTimeout: 20 });
      expect(await failureOf(transport.service(listPods))).toMatchObject({
        code: 'ETIMEDOUT',
        message: expect.stringMatching(/the TLS handshake with https:\/\/127\.0\.0\.1:\d+ took too long/),
      });
    });

    test('it speaks plain text where TLS was expected', async () => {
      const { port } = await version.serve((_request, response) => response.end());
      const transport = version.connectTo({ server: `https://localhost:${port}`, tls: trusted });
      expect(String(await failureOf(transport.service(listPods)))).toMatch(
        /does not speak TLS.*write http:\/\//,
      );
    });

    test('the head of its answer is too large', async () => {
      const { port } = await version.serve((_request, response) => {
        response.setHeader('x-large', 'x'.repeat(20_000));
        response.end();
      });
      const transport = version.connectTo({ server: `http://127.0.0.1:${port}` });
      expect(await failureOf(transport.service(listPods))).toMatchObject({
        message: expect.stringMatching(/too large \(over 16384 bytes\).*--max-http-header-size/),
      });
    });
  });

  test('a hundred calls at once, given up at every stage, leave no stray error and no connection', async () => {
    const callers = ['abort at once', 'abort at the head', 'leave at the head', 'leave at a chunk', 'read'];
    const servers = ['silent', 'head', 'chunk', 'whole'];
    const server = await version.serve((request, response) => {
      const how = request.url?.slice(1);
      if (how !== 'silent') response.writeHead(200).flushHeaders();
      if (how !== 'silent' && how !== 'head') response.write('chunk');
      if (how === 'whole') response.end();
    });
    const transport = connect(server);
    const shared = new AbortController();
    const calls = Array.from({ length: 100 }, async (_call, at) => {
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
    await Promise.allSettled(calls.filter((_call, at) => servers[at % servers.length] === 'whole'));
    shared.abort();
    const reasons = (await over).flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as Error).name] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(['AbortError']));
    await transport.close();
    await server.quiet();
  });
});
