// A server before Kubernetes 1.30, which cannot be told that the input has ended.

import { createServer } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { type Loopback, serve } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { RunningPod } from '../support/tokens.ts';
import { untilEnd } from '../support/until-end.ts';

const transports: GotTransport[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

/** Ends a command once a line has come, with what came. */
async function start(): Promise<{ server: Loopback; pods: Api }> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'v4.channel.k8s.io' });
  sockets.on('connection', (socket) => {
    let text = '';
    socket.on('message', (data: Buffer) => {
      if (data[0] === 0) text += data.subarray(1).toString();
      if (!text.includes('\n')) return;
      socket.send(Buffer.from(`\u0001${text}`));
      socket.send(Buffer.from('\u0003{"status":"Success"}'));
      socket.close(1000);
    });
  });
  const server = await serve(http);
  const transport = new GotTransport({ server: `http://127.0.0.1:${server.port}` });
  transports.push(transport);
  return { server, pods: Api.namespaced(new Client(transport.service), RunningPod, 'shop') };
}

test('runs a command whose input goes on, and one with a terminal', async () => {
  const { pods, server } = await start();
  const piped = untilEnd(
    await pods.spawn('web-0', ['head', '-1'], { stdin: 'pipe', stdout: () => undefined }),
  );
  await piped.write('one\n');
  expect(await piped.wait()).toBe(0);
  expect((await pods.exec('web-0', ['head', '-1'], { stdin: 'two\n', tty: true })).stdout).toBe('two\n');
  await server.quiet();
});

test('is no success for a command that waits for the end of its input, and leaves nothing open', async () => {
  const { pods, server } = await start();
  const failure = await failureOf(pods.exec('web-0', ['cat'], { stdin: 'no end of a line' }));
  expect(failure).toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining(
      'the server speaks v4.channel.k8s.io, which cannot tell the end of the input',
    ),
  });
  await server.quiet();
});
