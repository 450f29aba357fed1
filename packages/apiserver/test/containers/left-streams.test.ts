// Clients that leave, or drop a part of what they opened: what runs in the container hears of it, whatever is unread.

import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import type { MessageSocket } from '@kube-rx/core';
import { ApiServer } from '../../src/index.ts';
import { dataFrame, frameTypes, numbersFrame, resetReasons } from '../../src/spdy/frame.ts';
import { blockWriter, open } from '../support/spdy-client.ts';

const much = Buffer.alloc(100 * 1024);

interface Started {
  readonly server: ApiServer;
  /** Something in the container runs. */
  readonly begun: Promise<undefined>;
  /** It has heard that its client is gone. */
  readonly left: Promise<undefined>;
}

function start(): Started {
  const server = new ApiServer();
  const begun = Promise.withResolvers<undefined>();
  const left = Promise.withResolvers<undefined>();
  const untilGone = async ({ signal }: { readonly signal: AbortSignal }): Promise<void> => {
    begun.resolve(undefined);
    if (!signal.aborted) await once(signal, 'abort');
    left.resolve(undefined);
  };
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'shop' },
      spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web' }] },
    },
  ]);
  server.containers.run('shop/web-0', 'web', {
    exec: (_, streams) => untilGone(streams),
    ports: { 80: untilGone },
  });
  return { server, begun: begun.promise, left: left.promise };
}

async function opened(server: ApiServer, asked: string, protocol: string): Promise<MessageSocket> {
  const [subresource = '', query = ''] = asked.split('?');
  const isSpdy = subresource.startsWith('spdy:');
  const { webSocket } = await server.service({
    method: 'GET',
    path: `/api/v1/namespaces/shop/pods/web-0/${subresource.replace('spdy:', '')}`,
    query: [...new URLSearchParams(query)],
    headers: isSpdy ? { upgrade: 'SPDY/3.1' } : {},
    webSocket: [protocol],
  });
  if (!webSocket) throw new Error('nothing was opened');
  return webSocket;
}

/** The streams of SPDY with these headers, from 1 on. */
async function streams(...headers: Record<string, string>[]): Promise<Buffer> {
  const write = blockWriter();
  const frames: Buffer[] = [];
  for (const [index, one] of headers.entries()) frames.push(open(2 * index + 1, await write(one)));
  return Buffer.concat(frames);
}

const half = (streamtype: string, port: string) => ({ streamtype, port, requestid: '1' });

test.each<[what: string, asked: readonly [string, string], sent: () => Promise<Buffer>]>([
  [
    'a command',
    ['exec?command=a&stdin=1', 'v5.channel.k8s.io'],
    () => Promise.resolve(Buffer.concat([Buffer.of(0), much])),
  ],
  [
    'a port',
    ['portforward?ports=80', 'v4.channel.k8s.io'],
    () => Promise.resolve(Buffer.concat([Buffer.of(0), much])),
  ],
  [
    'a command over SPDY',
    ['spdy:exec?command=a&stdin=1', 'v4.channel.k8s.io'],
    async () =>
      Buffer.concat([
        await streams({ streamtype: 'error' }, { streamtype: 'stdin' }),
        dataFrame(3, much, false),
      ]),
  ],
  [
    'a port over SPDY',
    ['spdy:portforward', 'portforward.k8s.io'],
    async () =>
      Buffer.concat([await streams(half('error', '80'), half('data', '80')), dataFrame(3, much, false)]),
  ],
])('%s that reads nothing hears that its client is gone', async (_, asked, sent) => {
  const { server, begun, left } = start();
  const socket = await opened(server, ...asked);
  // More than is kept for whoever reads it.
  socket.send(await sent()).catch(() => undefined);
  await begun;
  await socket.close();
  await left;
});

test('a half of a connection over SPDY that was dropped leaves its place to another', async () => {
  const { server } = start();
  const socket = await opened(server, 'spdy:portforward', 'portforward.k8s.io');
  const write = blockWriter();
  await socket.send(
    Buffer.concat([
      open(1, await write(half('error', '81'))),
      numbersFrame(frameTypes.rstStream, 1, resetReasons.protocolError),
      open(3, await write(half('error', '81'))),
      open(5, await write(half('data', '81'))),
    ]),
  );
  let text = '';
  for await (const bytes of socket) {
    text += Buffer.from(bytes).toString('latin1');
    if (text.includes('refused')) break;
  }
  expect(text).toContain('error forwarding port 81');
});
