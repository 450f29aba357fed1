// SPDY/3.1 on a listener: what kubectl and Go's clients ask for with streams of a Pod where WebSockets do not work, and
// before 1.31 always. Decides nothing about frames; it only carries bytes, at the pace of the slower.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/streaming/pkg/httpstream/spdy/upgrade.go

import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@kube-rx/core';
import { drained } from './drained.ts';
import type { Handshake } from './handshake.ts';
import type { RequestHead } from './incoming.ts';

export function isForSpdy(incoming: IncomingMessage): boolean {
  return offeredStreamProtocols(incoming) !== undefined;
}

/** The protocols of streams that a request for SPDY offers; undefined for any other request, and for one with a body. */
export function offeredStreamProtocols({ method, url = '', headers }: RequestHead): string[] | undefined {
  if (headers.upgrade?.toLowerCase() !== 'spdy/3.1' || (method !== 'GET' && method !== 'POST'))
    return undefined;
  if (Number(headers['content-length'] ?? 0) !== 0 || headers['transfer-encoding'] !== undefined)
    return undefined;
  if (!/^[^?]*\/(?:exec|attach|portforward)(?:\?|$)/.test(url)) return undefined;
  const offered = [headers['x-stream-protocol-version'] ?? ''].flat().join(',');
  return offered.split(',').flatMap((one) => one.trim() || []);
}

// A client sees the end by then, and what it still sends is not waited for.
const lingerMs = 500;

/** Answers the request, and carries bytes until either side is done. */
export function openSpdy({ socket, head, writeMs }: Handshake, webSocket: MessageSocket): void {
  const gone = new AbortController();
  socket.once('close', () => {
    gone.abort();
    void webSocket.close();
  });
  if (socket.destroyed) void webSocket.close();
  if (socket instanceof Socket) socket.setNoDelay(true);
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1'];
  socket.write(`${[...lines, `X-Stream-Protocol-Version: ${webSocket.protocol}`].join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  void carryIn(socket, webSocket);
  void carryOut(webSocket, { socket, gone: gone.signal, writeMs });
}

async function carryIn(socket: Duplex, webSocket: MessageSocket): Promise<void> {
  try {
    const pieces: AsyncIterable<Uint8Array> = socket.iterator({ destroyOnReturn: false });
    for await (const bytes of pieces) await webSocket.send(bytes);
  } catch {
    // The service is done with it, or the client has gone.
  }
  await webSocket.close();
  socket.resume();
}

interface Outgoing {
  readonly socket: Duplex;
  readonly gone: AbortSignal;
  readonly writeMs: number;
}

async function carryOut(webSocket: MessageSocket, { socket, gone, writeMs }: Outgoing): Promise<void> {
  try {
    for await (const bytes of webSocket) if (!socket.write(bytes)) await drained(socket, { gone, writeMs });
    socket.end();
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => clearTimeout(timer));
  } catch {
    socket.destroy();
  }
}
