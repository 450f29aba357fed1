// Bodies read both ways, by looping and by lending, and servers that answer as a test has it.

import { createCipheriv } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import type { ResponseBody } from '@kube-rx/core';
import { GotTransport, type GotTransportOptions } from '../../src/transport/got-transport.ts';
import { type Loopback, serve, serveHttp } from '../support/loopback.ts';

const transports: GotTransport[] = [];

afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

/** A transport that is closed at the end of the test. */
export function connect(server: Loopback, options: Partial<GotTransportOptions> = {}): GotTransport {
  const transport = new GotTransport({ server: `http://127.0.0.1:${server.port}`, ...options });
  transports.push(transport);
  return transport;
}

/** Lends `body`, which all of the transport can. */
export function lend(body: ResponseBody, take: (piece: Uint8Array) => boolean): Promise<void> {
  if (!body.lend) throw new Error('the body cannot be lent');
  return body.lend(take);
}

async function lendAll(body: ResponseBody): Promise<Buffer> {
  const copies: Buffer[] = [];
  await lend(body, (piece) => copies.push(Buffer.from(piece)) > 0);
  return Buffer.concat(copies);
}

/** Looks at the chunks only when the last has come, so that one which was changed shows. */
async function loopAll(body: ResponseBody): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const ways: [way: string, read: (body: ResponseBody) => Promise<Buffer>][] = [
  ['lending', lendAll],
  ['looping', loopAll],
];

/** Lets the event loop go round, so that both ends of a connection see what the other did. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

/** Bytes that look like chance, so that one which is out of its place shows, and no packing makes them few. */
export function pattern(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** A server that answers with a head, and then leaves the response to the test. */
export async function serveStream(
  headers: Record<string, string> = {},
): Promise<Loopback & { response: Promise<ServerResponse> }> {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  const server = await serveHttp((_, response) => {
    response.writeHead(200, headers).flushHeaders();
    resolve(response);
  });
  return { ...server, response: promise };
}

/** Answers each request of each connection by bytes. */
export function serveWire(onRequest: (socket: Socket, request: string) => unknown): Promise<Loopback> {
  return serve(
    createServer((socket) => {
      socket.setNoDelay().on('data', (data) => onRequest(socket, data.toString('latin1')));
    }),
  );
}

/** Writes pieces that arrive one by one. */
export async function drip(socket: Socket, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    // Ahead of the write: the turn in which a request came goes on with its immediates before it reads again.
    await turns(1);
    if (piece !== '') socket.write(piece, 'latin1');
  }
}
