// Another client for Node runs a command without back-pressure either way, swallows errors of the socket after it has
// opened, ends the process's own output with the command, and leaves the exit code to be dug out of a Status. None of
// this happens here.
// https://github.com/kubernetes-client/javascript/issues/714

import { createServer } from 'node:http';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { type Loopback, serve } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { RunningPod } from '../support/tokens.ts';
import { turns } from '../transport/lending.ts';

const transports: GotTransport[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

/** A server that runs `command` for every WebSocket, and Pods on it. */
async function podsWith(command: (socket: WebSocket) => void): Promise<{ pods: Api; server: Loopback }> {
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    socket.on('error', () => undefined);
    command(socket);
  });
  const server = await serve(http);
  const transport = new GotTransport({ server: `http://127.0.0.1:${server.port}` });
  transports.push(transport);
  return { pods: Api.namespaced(new Client(transport.service), RunningPod, 'shop'), server };
}

const block = Buffer.alloc(64 * 1024, 1);
const success = Buffer.from('\u0003{"status":"Success"}');

test('an output that takes nothing holds the server back', async () => {
  const sockets: WebSocket[] = [];
  const { pods } = await podsWith((socket) => {
    sockets.push(socket);
    for (let count = 0; count < 512; count += 1) socket.send(block);
    socket.send(success);
    socket.close(1000);
  });
  const taken: (() => void)[] = [];
  let bytes = 0;
  const stdout = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _, done) => {
      bytes += chunk.length;
      taken.push(done);
    },
  });
  const streams = await pods.spawn('web-0', ['yes'], { stdout });
  await turns(300);
  expect(taken.length).toBe(1);
  expect(sockets[0]?.bufferedAmount).toBeGreaterThan(256 * block.length);
  const ended = streams.wait();
  while (bytes < 512 * (block.length - 1)) {
    taken.shift()?.();
    await turns(1);
  }
  taken.shift()?.();
  expect(await ended).toBe(0);
});

test('a server that takes nothing holds the input back', async () => {
  const sockets: WebSocket[] = [];
  const { pods } = await podsWith((socket) => {
    socket.pause();
    sockets.push(socket);
  });
  let given = 0;
  const stdin = (async function* () {
    for (; given < 1_000; given += 1) {
      await Promise.resolve();
      yield block;
    }
  })();
  const streams = await pods.spawn('web-0', ['cat'], { stdin });
  await turns(500);
  expect(given).toBeLessThan(500);
  expect(given).toBeGreaterThan(0);
  sockets[0]?.terminate();
  await failureOf(streams.wait());
});

test('an error after the socket has opened is told', async () => {
  const { pods } = await podsWith((socket) => {
    socket.send(Buffer.from('\u0001some output'));
    socket.close(1011, 'the node is gone');
  });
  expect(await failureOf(pods.exec('web-0', ['date']))).toMatchObject({
    name: 'TransportError',
    code: 'WEBSOCKET_1011',
    message: expect.stringContaining('the node is gone'),
  });
});

test('an output of the process stays open behind the command', async () => {
  const { pods } = await podsWith((socket) => {
    socket.send(Buffer.from('\u0001out'));
    socket.send(Uint8Array.of(255, 1));
    socket.send(success);
    socket.close(1000);
  });
  const stdout = new PassThrough();
  for (let command = 0; command < 3; command += 1) {
    const streams = await pods.spawn('web-0', ['date'], { stdout });
    expect(await streams.wait()).toBe(0);
  }
  expect(stdout.writableEnded).toBe(false);
  expect(await text(stdout.end())).toBe('outoutout');
});

test('the exit code is a number', async () => {
  const status = {
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '42' }] },
  };
  const { pods, server } = await podsWith((socket) => {
    socket.send(Buffer.from(`\u0003${JSON.stringify(status)}`));
    socket.close(1000);
  });
  expect(await pods.exec('web-0', ['false'])).toEqual({ exitCode: 42, stdout: '', stderr: '' });
  await server.quiet();
});
