// Logs of fake containers over WebSockets, and followers that leave while there is nothing to read.

import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { ApiServer, type RunningContainer } from '../../src/index.ts';

const path = '/api/v1/namespaces/shop/pods/web-0/log';

interface Started extends AsyncDisposable {
  readonly server: ApiServer;
  readonly web: RunningContainer;
  readonly url: string;
}

async function start(): Promise<Started> {
  const server = new ApiServer();
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'shop' },
      spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web' }] },
    },
  ]);
  const web = server.containers.run('shop/web-0', 'web', { logs: ['one'] });
  const { url } = await server.listen();
  return { server, web, url, [Symbol.asyncDispose]: () => server.close() };
}

describe('a log over a WebSocket', () => {
  test.each<[protocol: string | undefined, isBinary: boolean, encoding: BufferEncoding]>([
    [undefined, true, 'utf8'],
    ['binary.k8s.io', true, 'utf8'],
    ['base64.binary.k8s.io', false, 'base64'],
  ])('of the protocol %s comes in messages, and is over with the container', async (...asked) => {
    const [protocol, isBinary, encoding] = asked;
    await using started = await start();
    const offered = protocol === undefined ? [] : ['other', protocol];
    const socket = new WebSocket(`${started.url}${path}?follow=true`, offered);
    const pieces: string[] = [];
    socket.on('message', (message: Buffer, isOfBytes) => {
      expect(isOfBytes).toBe(isBinary);
      pieces.push(Buffer.from(message.toString(), encoding).toString());
    });
    while (pieces.length < 2) await once(socket, 'message');
    expect(socket.protocol).toBe(protocol ?? '');
    const long = 'x'.repeat(5_000);
    started.web.log(long);
    started.web.stop();
    expect((await once(socket, 'close'))[0]).toBe(1000);
    expect(pieces.slice(0, 2)).toEqual(['', 'one\n']);
    expect(pieces.slice(2).map(({ length }) => length)).toEqual([2048, 2048, 905]);
    expect(pieces.slice(2).join('')).toBe(`${long}\n`);
  });

  test('of another protocol is refused', async () => {
    await using started = await start();
    const socket = new WebSocket(started.url + path, ['v4.channel.k8s.io']);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(403);
    socket.on('error', () => undefined).terminate();
  });
});

test('whoever follows a quiet log and leaves is let go', async () => {
  await using started = await start();
  const leaving = new AbortController();
  const query = [...new URLSearchParams('follow=true')];
  const asked = { method: 'GET', path, query, headers: {} } as const;
  const { body } = await started.server.service(asked, { signal: leaving.signal });
  const lines = body[Symbol.asyncIterator]();
  expect(Buffer.from((await lines.next()).value ?? []).toString()).toBe('one\n');
  const next = lines.next();
  leaving.abort();
  await expect(next).rejects.toThrow('aborted');
});

test('a log of empty lines is bounded as well', async () => {
  await using started = await start();
  for (let times = 0; times < 300; times += 1) started.web.log('\n'.repeat(999));
  const text = await (await fetch(started.url + path)).text();
  expect(text).toMatch(/^\n+$/);
  expect(text.length).toBeLessThan(280_000);
  expect(text.length).toBeGreaterThan(200_000);
  const tail = await (await fetch(`${started.url}${path}?tailLines=3`)).text();
  expect(tail).toBe('\n\n\n');
  expect(await (await fetch(`${started.url}${path}?tailLines=0`)).text()).toBe('');
});
