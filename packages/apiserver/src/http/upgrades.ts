// WebSockets on a listener: the handshake, and messages between the socket and the service, at the pace of the slower.
//
// A request may ask for another protocol, as for HTTP/2. As a server may, this one takes it for a plain request.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@kube-rx/core';
import type { WebSocket } from 'ws';
import type { Handshake } from './handshake.ts';
import type { RequestHead } from './incoming.ts';
import { httpModule } from './network-modules.ts';
import { offeredStreamProtocols } from './spdy-upgrade.ts';

/** The subprotocols that a request for a WebSocket offers; undefined for any other request. */
function offeredProtocols({ method, headers }: RequestHead): string[] | undefined {
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').flatMap((one) => one.trim() || []);
}

/** What a request for a WebSocket or for SPDY offers; undefined for any other request. */
export function offeredUpgrade(incoming: RequestHead): string[] | undefined {
  return offeredProtocols(incoming) ?? offeredStreamProtocols(incoming);
}

/** Whether Node has handed a plain request over without the body that belongs to it. */
export function hasLostBody(incoming: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = incoming.headers;
  return offeredUpgrade(incoming) === undefined && (Number(length) > 0 || coding !== undefined);
}

/** The response to a request whose connection Node has handed over. The connection ends with it. */
export function plainResponse(incoming: IncomingMessage, socket: Duplex): ServerResponse {
  const outgoing = new (httpModule().ServerResponse)(incoming);
  outgoing.shouldKeepAlive = false;
  // Node's types want a socket of the network, which it is.
  if ('remoteAddress' in socket) outgoing.assignSocket(incoming.socket);
  // A client that does not end its half would keep the socket for ever.
  socket.once('finish', () => socket.destroy());
  outgoing.once('finish', () => socket.end());
  return outgoing;
}

// A client's frames have 32 KiB, and a reader who takes in more could be made to keep much.
const mostMessageBytes = 1024 * 1024;
const mostWaitingMessages = 256;
const mostWaitingBytes = mostMessageBytes;

/** Opens the WebSocket and carries its messages until either side is done. */
export async function openWebSocket(handshake: Handshake, webSocket: MessageSocket): Promise<void> {
  const { socket } = handshake;
  // A handshake that is refused calls nobody back, and neither does one whose client has gone before.
  const abandon = (): void => void webSocket.close();
  socket.once('close', abandon);
  if (socket.destroyed) abandon();
  await takeHandshake(handshake, { protocol: webSocket.protocol }, (opened) => {
    carryIn(opened, webSocket);
    void carryOut(webSocket, { opened, writeMs: handshake.writeMs });
  });
}

interface Taking {
  readonly protocol: string | undefined;
  /** Why there is no WebSocket for this request, however good its handshake is. */
  readonly fault?: 400 | 403 | undefined;
}

/** Answers a handshake. One without a key, or of another version, is refused, and its socket closed. */
export async function takeHandshake(
  { incoming, socket, head }: Handshake,
  { protocol, fault }: Taking,
  onOpen: (opened: WebSocket) => void,
): Promise<void> {
  const refusal = refusalOf(incoming, fault);
  if (refusal !== undefined) {
    socket.once('finish', () => socket.destroy());
    socket.end(`HTTP/1.1 ${refusal}`);
    return;
  }
  // Loaded for the first WebSocket.
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: mostMessageBytes,
    clientTracking: false,
    handleProtocols: () => protocol ?? false,
  });
  server.handleUpgrade(incoming, socket, head, (opened) => {
    // Each ping is answered, and somebody who reads none of the answers would have all of them kept.
    opened.on('ping', () => {
      if (opened.bufferedAmount > mostMessageBytes) opened.terminate();
    });
    onOpen(opened);
  });
}

// https://github.com/golang/net/blob/v0.53.0/websocket/server.go (newServerConn)
function refusalOf({ headers }: RequestHead, fault: Taking['fault']): string | undefined {
  const { 'sec-websocket-key': key = '', 'sec-websocket-version': version } = headers;
  if (key === '') return '400 Bad Request\r\n\r\nmismatch challenge/response';
  if (version !== '13')
    return '400 Bad Request\r\nSec-WebSocket-Version: 13\r\n\r\nmissing or bad WebSocket Version';
  return fault && `${fault} ${httpModule().STATUS_CODES[fault] ?? ''}\r\n\r\n`;
}

function carryIn(opened: WebSocket, webSocket: MessageSocket): void {
  const waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let isCarrying = false;
  const carry = async (): Promise<void> => {
    if (isCarrying) return;
    isCarrying = true;
    try {
      for (let message = waiting.shift(); message; message = waiting.shift()) {
        waitingBytes -= message.length;
        await webSocket.send(message);
        if (waiting.length === 0 && opened.isPaused) opened.resume();
      }
    } catch {
      // The service is done with it, and says so by the end of its messages.
      waiting.length = 0;
      waitingBytes = 0;
      if (opened.isPaused) opened.resume();
    }
    isCarrying = false;
  };
  opened.on('error', () => undefined);
  opened.on('message', (data: Buffer) => {
    waiting.push(data);
    waitingBytes += data.length;
    if (waiting.length >= mostWaitingMessages || waitingBytes >= mostWaitingBytes) opened.pause();
    void carry();
  });
  opened.once('close', () => void webSocket.close());
}

async function carryOut(webSocket: MessageSocket, { opened, writeMs }: OpenedSocket): Promise<void> {
  try {
    for await (const message of webSocket) await sent({ opened, writeMs }, message);
    opened.close(1000);
  } catch {
    opened.terminate();
  }
}

export interface OpenedSocket {
  readonly opened: WebSocket;
  /** See `Handshake`. */
  readonly writeMs: number;
}

/** Settles when the socket has taken the message, or when its client has taken nothing for too long and was dropped. */
export function sent(
  { opened, writeMs }: OpenedSocket,
  message: Uint8Array,
  binary = true,
): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => opened.terminate(), writeMs);
  opened.send(message, { binary }, (error) => {
    clearTimeout(timer);
    if (error) reject(error);
    else resolve(undefined);
  });
  return promise;
}
