// Which version of HTTP a client speaks: HTTP/1.1, unless it is told else, or the server speaks nothing else.

import type { RequestListener } from 'node:http';
import { createSecureServer, createServer } from 'node:http2';
import { describe, expect, test } from '@jest/globals';
import { Client, type ClientOptions } from '../../src/client.ts';
import { beginsHttp2 } from '../../src/transport/other-version.ts';
import { serveHttp2Frames } from '../support/http2-peer.ts';
import { type Loopback, pem, serve, serveHttp, serveHttps, serveTcp } from '../support/loopback.ts';
import { failureOf, get } from '../support/requests.ts';
import { untilEnd } from '../support/until-end.ts';
import { alike } from './versions.ts';

const keys = { cert: pem('server.crt'), key: pem('server.key') };
const tls = { certificateAuthority: pem('authority.crt') };
const echo: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => response.end(`${request.httpVersion} ${body}`));
};

// RFC 9113, section 7
const http11Required = 13;

function serveHttp2Tls(allowHTTP1: boolean): Promise<Loopback> {
  const server = createSecureServer({ ...keys, allowHTTP1 }, echo as never);
  return serve(alike(server.on('sessionError', () => undefined)));
}

async function ask(server: string, options: ClientOptions = {}, calls = 2): Promise<string[]> {
  const client = untilEnd(Client.fromConfig({ server, tls }, options));
  const answers: string[] = [];
  for (let call = 0; call < calls; call += 1)
    answers.push(await client.requestText(get('/x', { method: 'PUT', body: 'äb' })));
  return answers;
}

describe('a server that speaks both versions', () => {
  test('is asked by HTTP/1.1', async () => {
    const { port } = await serveHttp2Tls(true);
    expect(await ask(`https://localhost:${port}`)).toEqual(['1.1 äb', '1.1 äb']);
  });

  test('is asked by HTTP/2 where that is wanted', async () => {
    const server = await serveHttp2Tls(true);
    expect(await ask(`https://localhost:${server.port}`, { http2: true })).toEqual(['2.0 äb', '2.0 äb']);
    expect(server.accepted()).toBe(1);
  });
});

describe('a server that speaks HTTP/1.1 alone', () => {
  test('is asked by it, whatever is wanted', async () => {
    const { port } = await serveHttps(keys, echo);
    expect(await ask(`https://localhost:${port}`, { http2: true })).toEqual(['1.1 äb', '1.1 äb']);
    const plain = await serveHttp(echo);
    expect(await ask(`http://localhost:${plain.port}`, { http2: true })).toEqual(['1.1 äb', '1.1 äb']);
    expect(plain.accepted()).toBe(1);
  });

  test('is asked by it, though its handshake chose HTTP/2', async () => {
    const secure = createSecureServer({ ...keys, allowHTTP1: true }, ((request, response) => {
      if (request.httpVersion === '2.0') request.stream.close(http11Required);
      else echo(request as never, response as never);
    }) satisfies Parameters<typeof createSecureServer>[1]);
    const { port } = await serve(alike(secure));
    expect(await ask(`https://localhost:${port}`, { http2: true })).toEqual(['1.1 äb', '1.1 äb']);
  });

  test('keeps its 505', async () => {
    const { port } = await serveTcp((socket) =>
      socket.end('HTTP/1.1 505 HTTP Version Not Supported\r\ncontent-length: 2\r\n\r\nno'),
    );
    expect(await failureOf(ask(`http://localhost:${port}`))).toMatchObject({
      message: expect.stringContaining('505'),
    });
  });
});

describe('a server that speaks HTTP/2 alone', () => {
  test('is asked by it, as its TLS handshake refuses HTTP/1.1', async () => {
    const server = await serveHttp2Tls(false);
    expect(await ask(`https://localhost:${server.port}`, {}, 3)).toEqual(['2.0 äb', '2.0 äb', '2.0 äb']);
    expect(server.accepted()).toBe(2);
  });

  test('is asked by it without TLS, as it begins with SETTINGS', async () => {
    const server = await serve(alike(createServer(echo as never).on('sessionError', () => undefined)));
    expect(await ask(`http://localhost:${server.port}`, {}, 3)).toEqual(['2.0 äb', '2.0 äb', '2.0 äb']);
    expect(server.accepted()).toBe(2);
  });

  test('and asks for HTTP/1.1 on a stream is told as such, once both were tried', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.reset(stream, 13));
    expect(await failureOf(ask(`http://localhost:${server.port}`))).toMatchObject({
      message: expect.stringMatching(/wants another version of HTTP: the server asks for HTTP\/1\.1/),
    });
  });
});

test.each([
  ['SETTINGS', [0, 0, 18, 4, 0, 0, 0, 0, 0], true],
  ['GOAWAY', [0, 0, 8, 7, 0, 0, 0, 0, 0], true],
  ['SETTINGS of a stream', [0, 0, 18, 4, 0, 0, 0, 0, 1], false],
  ['DATA', [0, 0, 18, 0, 0, 0, 0, 0, 0], false],
  ['too little', [0, 0, 18, 4], false],
  ['HTTP/1.1', [...Buffer.from('HTTP/1.1 200')], false],
])('the first bytes of HTTP/2 are told from others: %s', (_, bytes, expected) => {
  expect(beginsHttp2(Uint8Array.from(bytes))).toBe(expected);
});
