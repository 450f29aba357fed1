// A WebSocket whose client does not wait for it.

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { socketPair } from '../../src/containers/socket-pair.ts';
import { openWebSocket } from '../../src/http/upgrades.ts';

const headers = {
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  'sec-websocket-version': '13',
};

function opening(socket: PassThrough): { readonly opened: Promise<void>; readonly isOver: () => boolean } {
  let over = false;
  const [webSocket] = socketPair('v5.channel.k8s.io', () => (over = true));
  const incoming = { method: 'GET', url: '/', headers, socket } as unknown as IncomingMessage;
  const opened = openWebSocket({ incoming, socket, head: Buffer.alloc(0), writeMs: 60_000 }, webSocket);
  return { opened, isOver: () => over };
}

test('a client that goes while its WebSocket is made keeps no session', async () => {
  const socket = new PassThrough();
  const { opened, isOver } = opening(socket);
  socket.destroy();
  await once(socket, 'close');
  await opened;
  expect(isOver()).toBe(true);
});

test('a client that has gone before its WebSocket is made keeps no session', async () => {
  const socket = new PassThrough();
  socket.destroy();
  await once(socket, 'close');
  const { opened, isOver } = opening(socket);
  await opened;
  expect(isOver()).toBe(true);
});
