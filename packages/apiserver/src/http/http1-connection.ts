// HTTP/1.1 on a connection: its requests one after the other, and what asks for another protocol.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import type { HttpRequest, HttpResponse } from '@kube-rx/core';
import { LogBody } from '../containers/log-body.ts';
import { statusAnswer, toResponse } from '../handlers/answer.ts';
import { badRequest, methodNotAllowed } from '../status-error.ts';
import { WatchBody } from '../watch/watch-body.ts';
import { carried } from './carried.ts';
import { asChunk, lastChunk } from './chunk.ts';
import { drained } from './drained.ts';
import { compressed } from './gzip.ts';
import type { Handshake } from './handshake.ts';
import { linger } from './incoming-body.ts';
import { readRequest } from './incoming-request.ts';
import { openLogSocket } from './log-socket.ts';
import { answerTo, callOf, headersFor, type Serving } from './serving.ts';
import { isForSpdy, openSpdy } from './spdy-upgrade.ts';
import { hasLostBody, openWebSocket, plainResponse } from './upgrades.ts';
import { openWatchSocket, wantsWatchSocket } from './watch-socket.ts';

export async function respond(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    const call = callOf(incoming.socket, gone.signal);
    const response = await answerTo(await readRequest(incoming, serving), serving.service, call);
    await send(serving, response, outgoing);
    if (!incoming.complete) await linger(incoming);
  } catch {
    // The client has gone, or the body cannot be completed: either way a cut connection says it.
    outgoing.destroy();
  }
}

/** Refuses to be a proxy. */
export async function refuseConnect(
  serving: Serving,
  incoming: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  const refusal = toResponse(statusAnswer(methodNotAllowed(undefined, 'CONNECT')));
  try {
    await send(serving, refusal, plainResponse(incoming, socket));
  } catch {
    socket.destroy();
  }
}

// Go's server counts what it has in its buffer when the answer is complete, and sends what is longer in chunks.
// https://github.com/golang/go/blob/go1.26.8/src/net/http/server.go (bufferBeforeChunkingSize)
const mostBuffered = 2048;

async function send(
  { clock, limits }: Serving,
  response: HttpResponse,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  outgoing.writeHead(response.status, headersFor(response, clock, mostBuffered));
  // Flushed as a text, the head would be encoded once more.
  outgoing.write(new Uint8Array());
  const roomIn = (target: Writable) => (): Promise<void> =>
    drained(target, { gone: gone.signal, writeMs: limits.writeMs });
  const { socket } = outgoing;
  if (response.body instanceof WatchBody && outgoing.chunkedEncoding && socket) {
    // Node would put each chunk together for each watch, of four pieces, and hold it for a moment.
    outgoing.chunkedEncoding = false;
    await carried(response.body, { write: (frame) => socket.write(asChunk(frame)), room: roomIn(socket) });
    outgoing.write(lastChunk);
  } else await carried(response.body, { write: (chunk) => outgoing.write(chunk), room: roomIn(outgoing) });
  outgoing.end();
}

/** Serves a connection that Node has handed over, since its request asks for another protocol. */
export async function upgrade(serving: Serving, handshake: Handshake): Promise<void> {
  const { incoming, socket } = handshake;
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  try {
    const { request, answer: refusal } = await readRequest(incoming, serving);
    const response = refusal ?? (await upgradeAnswer(serving, handshake, { request, signal: gone.signal }));
    if (response.webSocket && isForSpdy(incoming)) openSpdy(handshake, response.webSocket);
    else if (response.webSocket) await openWebSocket(handshake, response.webSocket);
    else if (request && wantsWatchSocket(request) && response.status === 200)
      await openWatchSocket(handshake, { request, response });
    else if (request?.webSocket && response.body instanceof LogBody)
      await openLogSocket(handshake, { request, log: response.body });
    else await send(serving, response, plainResponse(incoming, socket));
  } catch {
    socket.destroy();
  }
}

async function upgradeAnswer(
  { service }: Serving,
  { incoming }: Handshake,
  { request, signal }: { readonly request: HttpRequest; readonly signal: AbortSignal },
): Promise<HttpResponse> {
  if (hasLostBody(incoming))
    return toResponse(statusAnswer(badRequest('the upgrade to this protocol is not supported')));
  return compressed(await service(request, callOf(incoming.socket, signal)), request);
}
