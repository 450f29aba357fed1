// The manager's server on real sockets: what it refuses, and that nobody keeps it from ending.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { InvalidRequestError } from '@kube-rx/core';
import type { Answer } from '../../src/manager/endpoints.ts';
import { openHttpServer, type RunningServer } from '../../src/manager/http-server.ts';

const servers: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const echo = (target: string): Promise<Answer> =>
  Promise.resolve({ status: 200, contentType: 'text/plain', body: `this is ${target}` });

async function open(answer: (target: string) => Promise<Answer> = echo): Promise<RunningServer> {
  const server = await openHttpServer({ port: 0, host: '127.0.0.1', answer });
  servers.push(server);
  return server;
}

async function dial({ port }: RunningServer): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('the server of a manager', () => {
  test('answers GET and HEAD, and nothing else', async () => {
    const { port } = await open();
    const answers = ['GET', 'HEAD', 'POST', 'DELETE'].map(async (method) => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz?verbose`, { method });
      return [method, response.status, await response.text(), response.headers.get('allow')];
    });
    expect(await Promise.all(answers)).toEqual([
      ['GET', 200, 'this is /readyz?verbose', null],
      ['HEAD', 200, '', null],
      ['POST', 405, 'method not allowed\n', 'GET, HEAD'],
      ['DELETE', 405, 'method not allowed\n', 'GET, HEAD'],
    ]);
  });

  test('reads no body: it answers, and closes the connection', async () => {
    const server = await open();
    const socket = await dial(server);
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nabc');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/\r\n\r\nthis is \/healthz$/);
  });

  test('cuts off who sends many requests and waits for no answer', async () => {
    let asked = 0;
    const server = await open(() => {
      asked += 1;
      return new Promise(() => undefined);
    });
    const socket = await dial(server);
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000));
    socket.resume();
    await once(socket, 'close');
    expect(asked).toBeLessThan(10);
  });

  test('answers a probe however many connections there are that ask nothing', async () => {
    const server = await open();
    const sockets = await Promise.all(Array.from({ length: 150 }, () => dial(server)));
    for (const socket of sockets) socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n');
    const response = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect(response.status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test('answers many requests of one connection, one after the other', async () => {
    const server = await open();
    const socket = await dial(server);
    for (let request = 0; request < 100; request += 1) {
      socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
    }
    socket.destroy();
  });

  test.each([
    ['a page that is no text', { status: 200, contentType: 'text/plain', body: 7 }],
    ['a type that is no header', { status: 200, contentType: 'text/plain\nx: y', body: '' }],
  ])('ends the connection where it is given %s, and goes on', async (_, given) => {
    let isFirst = true;
    const server = await open(() => {
      const answer = isFirst
        ? (given as unknown as Answer)
        : { status: 200, contentType: 'text/plain', body: '' };
      isFirst = false;
      return Promise.resolve(answer);
    });
    const url = `http://127.0.0.1:${server.port}/metrics`;
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect((await fetch(url)).status).toBe(200);
  });

  test('ends though somebody asks nothing, and somebody waits for an answer that never comes', async () => {
    const asked = Promise.withResolvers<undefined>();
    const server = await open(() => {
      asked.resolve(undefined);
      return new Promise(() => undefined);
    });
    const silent = await dial(server);
    const waiting = await dial(server);
    waiting.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    await asked.promise;
    const ended = [silent, waiting].map((socket) => once(socket, 'close'));
    await server.close();
    await Promise.all(ended);
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow('fetch failed');
  });

  test('says which port cannot be had', async () => {
    const { port } = await open();
    const second = openHttpServer({ port, host: '127.0.0.1', answer: echo });
    await expect(second).rejects.toThrow(InvalidRequestError);
    await expect(second).rejects.toThrow(
      new RegExp(`^manager: port ${port} of 127\\.0\\.0\\.1 cannot be listened on: `),
    );
  });
});
