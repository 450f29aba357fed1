// Requests that never end, or are too large: each is answered or cut, its connection ends, and the server goes on. With
// limits of a few milliseconds; what is waited for is the end of a connection, not a time.

import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fc, test as propertyTest } from '@fast-check/jest';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { systemClock } from '@kube-rx/core';
import { type HttpListener, listen } from '../../src/http/http-server.ts';
import type { RequestLimits } from '../../src/http/request-limits.ts';
import { configMap, configMaps } from '../support/test-server.ts';

const mebibyte = 1024 * 1024;
const hasty = { headMs: 40, requestMs: 40, checkMs: 10 };

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start({
  tls = false,
  limits = hasty,
}: {
  tls?: boolean;
  limits?: Partial<RequestLimits>;
} = {}): Promise<HttpListener> {
  const server = new ApiServer();
  const listener = await listen(server.service, systemClock, { tls, limits });
  closing.push(
    () => server.close(),
    () => listener.close(),
  );
  return listener;
}

function open({ port }: HttpListener): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  closing.push(() => void socket.destroy());
  return socket;
}

/** All that the server says until it ends the connection. */
async function heard(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
  // By an error or in good order.
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

/** Writes `piece` again and again, as fast as it is taken, until the connection ends. */
function flood(socket: Socket, piece: string): void {
  const write = (): void => {
    while (!socket.destroyed && socket.writable && socket.write(piece));
  };
  socket.on('drain', write);
  write();
}

function post(headers: string, path = configMaps): string {
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n`;
}

/** The limits hold for this request as well, and a busy machine may not keep them at once. */
async function isWell({ url }: HttpListener): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return true;
  }
  return false;
}

const patient = { headMs: 60_000, requestMs: 60_000, checkMs: 60_000 };

const chunk = `${mebibyte.toString(16)}\r\n${'x'.repeat(mebibyte)}\r\n`;

describe('a body that is too large', () => {
  test.each([
    ['and says so, of which nothing comes', post('Content-Length: 10000000000\r\n'), undefined],
    ['and says so, and comes', post('Content-Length: 10000000000\r\n'), 'x'.repeat(mebibyte)],
    ['and goes on for ever', post('Transfer-Encoding: chunked\r\n'), chunk],
    [
      'and goes on for ever in small pieces',
      post('Transfer-Encoding: chunked\r\n'),
      '1\r\nx\r\n'.repeat(10_000),
    ],
    ['behind a promise to wait', post('Content-Length: 10000000000\r\nExpect: 100-continue\r\n'), undefined],
  ])('%s, is answered with 413, and its connection ends', async (_, head, piece) => {
    const listener = await start({ limits: patient });
    const socket = open(listener);
    const answer = heard(socket);
    socket.write(head);
    if (piece !== undefined) flood(socket, piece);
    expect(await answer).toMatch(/HTTP\/1\.1 413 [^]*"message":"Request entity too large: limit is 3145728"/);
    expect(await isWell(listener)).toBe(true);
  });

  test('and ends soon is answered, and the connection is used again', async () => {
    const listener = await start({ limits: patient });
    const socket = open(listener);
    const body = 'x'.repeat(3 * mebibyte + 1);
    socket.write(`${post(`Content-Length: ${body.length}\r\n`)}${body}`);
    socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await heard(socket)).toMatch(/HTTP\/1\.1 413 [^]*HTTP\/1\.1 200 OK[^]*ok$/);
  });

  test.each([
    [
      'to a method that is none',
      `PURGE ${configMaps} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`,
      405,
    ],
    ['of a foreign page', post('Transfer-Encoding: chunked\r\n').replace('localhost', 'evil.example'), 403],
  ])('%s ends as well', async (_, head, status) => {
    const listener = await start({ limits: patient });
    const socket = open(listener);
    const answer = heard(socket);
    socket.write(head);
    flood(socket, chunk);
    expect(await answer).toContain(`HTTP/1.1 ${status} `);
  });

  test('once unpacked is not unpacked: as in the real server, a packed body is no JSON', async () => {
    const { url } = await start({ limits: patient });
    for (const body of [JSON.stringify(configMap('a')), ' '.repeat(64 * mebibyte)]) {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const response = await fetch(url + configMaps, { method: 'POST', headers, body: gzipSync(body) });
      expect(response.status).toBe(400);
    }
  });
});

describe('bodies that take more together than there is room for', () => {
  test('are given up with 429, and a request that comes at once is answered', async () => {
    const listener = await start({ limits: { ...patient, bodiesBytes: 4 * mebibyte } });
    const half = `${post(`Content-Length: ${2 * mebibyte}\r\n`)}${'x'.repeat(mebibyte)}`;
    const answers = Array.from({ length: 6 }, () => {
      const socket = open(listener);
      socket.write(half);
      return heard(socket);
    });
    expect(await Promise.race(answers)).toMatch(
      /^HTTP\/1\.1 429 [^]*retry-after: 1\r\n[^]*"reason":"TooManyRequests"/i,
    );
    const headers = { 'content-type': 'application/json' };
    const object = configMap('a', { k: 'x'.repeat(900_000) });
    const response = await fetch(listener.url + configMaps, {
      method: 'POST',
      headers,
      body: JSON.stringify(object),
    });
    expect(response.status).toBe(201);
  });
});

describe('a request that does not come to its end', () => {
  const head = post('Content-Length: 100\r\n');

  test.each([
    ['says nothing', ''],
    ['has half a request line', 'GET /readyz HT'],
    ['has half a head', 'GET /readyz HTTP/1.1\r\nHost: localhost\r\n'],
    ['has no body', head],
    ['has half a body', `${head}{"kind":`],
    ['has no chunk', post('Transfer-Encoding: chunked\r\n')],
    ['has no last chunk', `${post('Transfer-Encoding: chunked\r\n')}2\r\n{}\r\n`],
  ])('is cut where it %s', async (_, bytes) => {
    const listener = await start();
    const socket = open(listener);
    socket.write(bytes);
    expect(await heard(socket)).not.toContain(' 200 ');
    expect(await isWell(listener)).toBe(true);
  });

  test.each([
    ['a head', 'GET /readyz HTTP/1.1\r\nHost: localhost\r\n', 'x: y\r\n'],
    ['a body', head.replace('100', '1000000'), 'x'],
    ['a body in chunks', post('Transfer-Encoding: chunked\r\n'), '1\r\nx\r\n'],
  ])('is cut where %s comes bit by bit', async (_, start_, bit) => {
    const listener = await start();
    const socket = open(listener);
    const answer = heard(socket);
    socket.write(start_);
    const drip = setInterval(() => socket.write(bit), 2);
    expect(await answer).not.toContain(' 200 ');
    clearInterval(drip);
  });

  test('is cut before its TLS handshake', async () => {
    const listener = await start({ tls: true });
    const socket = open(listener);
    expect(await heard(socket)).toBe('');
  });

  test('does not end those whose answer goes on', async () => {
    const listener = await start();
    const watch = await fetch(`${listener.url}${configMaps}?watch=1`);
    const reader = watch.body?.getReader();
    // Each began after the watch, and came to its end.
    for (let late = 0; late < 3; late += 1) await heard(open(listener));
    const headers = { 'content-type': 'application/json' };
    await fetch(listener.url + configMaps, { method: 'POST', headers, body: JSON.stringify(configMap('a')) });
    const event = (await reader?.read()) as { value: Uint8Array };
    expect(new TextDecoder().decode(event.value)).toMatch(/^\{"type":"ADDED"/);
    await reader?.cancel();
  });
});

const whole = `${post('Transfer-Encoding: chunked\r\n')}2\r\n{}\r\n1\r\n \r\n0\r\n\r\n`;

propertyTest.prop(
  [fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: whole.length })],
  { numRuns: 15 },
)('wherever a request stops, its connection ends', async (stop, pause) => {
  const listener = await start();
  const socket = open(listener);
  const answer = heard(socket);
  socket.write(whole.slice(0, Math.min(stop, pause)));
  await new Promise((resolve) => setImmediate(resolve));
  socket.write(whole.slice(Math.min(stop, pause), stop));
  await answer;
  expect(await isWell(listener)).toBe(true);
  await listener.close();
});
