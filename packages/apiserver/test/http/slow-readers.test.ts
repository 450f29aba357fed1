// Clients that ask for a stream and read nothing: each is dropped, by a limit of a few milliseconds. What is waited for
// is the end of the stream, not a time.

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { systemClock } from '@kube-rx/core';
import { listen } from '../../src/http/http-server.ts';
import { ApiServer } from '../../src/index.ts';
import { blockWriter, open } from '../support/spdy-client.ts';
import { configMaps } from '../support/test-server.ts';

const webSocket = [
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];
const command = '/api/v1/namespaces/default/pods/web/exec?command=yes&stdout=true';

test.each([
  ['a watch over a WebSocket', `${configMaps}?watch=true`, webSocket],
  ['a command over a WebSocket', command, [...webSocket, 'Sec-WebSocket-Protocol: v5.channel.k8s.io']],
  ['a command over SPDY', command, ['Upgrade: SPDY/3.1', 'X-Stream-Protocol-Version: v4.channel.k8s.io']],
])('%s is ended', async (...[, target, headers]) => {
  await using server = new ApiServer();
  const over = Promise.withResolvers<string>();
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'default' },
      spec: { nodeName: 'n', containers: [{ name: 'web', image: 'web' }] },
    },
  ]);
  server.containers.run('default/web', 'web', {
    exec: async (_, { stdout }) => {
      try {
        for (;;) await stdout.write('y\n'.repeat(10_000));
      } catch {
        over.resolve('command');
      }
    },
  });
  // More than the buffers of both sockets take.
  for (let index = 0; index < 40; index += 1)
    server.seed([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `large-${index}`, namespace: 'default' },
        data: { text: 'x'.repeat(900_000) },
      },
    ]);
  await using listener = await listen(server.service, systemClock, { limits: { writeMs: 50 } });
  const socket = connect(listener.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  const isWatch = target.includes('watch');
  const head = [
    `GET ${target} HTTP/1.1`,
    `Host: 127.0.0.1:${listener.port}`,
    `Origin: ${listener.url}`,
    'Connection: Upgrade',
    ...headers,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.pause();
  expect(first.toString('latin1')).toMatch(/^HTTP\/1.1 101 /);
  if (headers[0] === 'Upgrade: SPDY/3.1') socket.write(await streams());
  if (isWatch) {
    expect(server.watches).toBe(1);
    await untilNone(server);
  } else expect(await over.promise).toBe('command');
  socket.destroy();
});

/** Turns of the event loop, until the server has no watch. */
async function untilNone(server: ApiServer): Promise<void> {
  while (server.watches > 0) await new Promise((resolve) => setImmediate(resolve));
}

async function streams(): Promise<Buffer> {
  const write = blockWriter();
  const frames: Buffer[] = [];
  for (const [index, streamtype] of ['error', 'stdout'].entries())
    frames.push(open(2 * index + 1, await write({ streamtype })));
  return Buffer.concat(frames);
}
