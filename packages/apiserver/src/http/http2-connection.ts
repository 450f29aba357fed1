// HTTP/2 on a connection that has agreed on it: a request a stream, side by side. What Node and nghttp2 keep of the
// protocol is not repeated here: frames, flow control, and what no client may send.
// https://www.rfc-editor.org/rfc/rfc9113

import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { HttpResponse } from '@kube-rx/core';
import { textAnswer, toResponse } from '../handlers/answer.ts';
import { carried } from './carried.ts';
import { drained } from './drained.ts';
import { type ReadRequest, readAny } from './incoming-request.ts';
import { http2Module } from './network-modules.ts';
import { maxHeaderBytes } from './request-limits.ts';
import { parseTarget } from './request-target.ts';
import { answerTo, callOf, headersFor, type Serving } from './serving.ts';

// As the real server's: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/secure_serving.go
const maxStreams = 100;
const frameBytes = 256 * 1024;
// Go's server lets so many requests wait for those that the client has given up.
const mostRunning = 4 * maxStreams;
// As many as Node takes of a request of HTTP/1.1.
const maxHeaderFields = 2_000;
// nghttp2 counts what waits for a client as well, which is bounded here by the streams: each has a chunk at most.
const sessionMegabytes = 1_024;
// A client that has been told of the end lets go by then.
const lingerMs = 1_000;

const options = {
  settings: {
    maxConcurrentStreams: maxStreams,
    initialWindowSize: frameBytes,
    maxFrameSize: frameBytes,
    maxHeaderListSize: maxHeaderBytes,
  },
  maxHeaderListPairs: maxHeaderFields,
  maxSessionMemory: sessionMegabytes,
};

/** The connections of a listener that speak HTTP/2. */
export class Http2Connections {
  readonly #serving: Serving;
  readonly #open = new Map<ServerHttp2Session, TLSSocket>();
  #isClosing = false;

  constructor(serving: Serving) {
    this.#serving = serving;
  }

  take(socket: TLSSocket): void {
    if (this.#isClosing) {
      socket.destroy();
      return;
    }
    const { headMs, idleMs } = this.#serving.limits;
    const session = http2Module().performServerHandshake(socket, options);
    this.#open.set(session, socket);
    const silent = setTimeout(() => session.destroy(), headMs);
    let running = 0;
    // Node's own would be put off by each write of each watch.
    const idle = setTimeout(() => {
      if (running === 0) letGo(session);
    }, idleMs);
    session
      .on('error', () => undefined)
      .once('remoteSettings', () => {
        clearTimeout(silent);
        idle.refresh();
      })
      .once('close', () => {
        clearTimeout(silent);
        clearTimeout(idle);
        this.#open.delete(session);
      });
    // Clients that are gone leave a half of the socket open.
    socket.once('end', () => session.destroy());
    session.on('stream', (...[stream, headers, , raw]) => {
      stream.on('error', () => undefined);
      if (running === mostRunning) {
        session.destroy(undefined, http2Module().constants.NGHTTP2_ENHANCE_YOUR_CALM);
        return;
      }
      running += 1;
      void respond(this.#serving, { stream, headers, raw, socket }).finally(() => {
        running -= 1;
        if (running === 0 && !session.closed) idle.refresh();
      });
    });
  }

  /** Takes no more requests; those that are on their way are answered. */
  close(): void {
    this.#isClosing = true;
    for (const session of this.#open.keys()) letGo(session);
  }

  /** Cuts every connection. */
  destroy(): void {
    for (const socket of this.#open.values()) socket.destroy();
  }
}

function letGo(session: ServerHttp2Session): void {
  session.close();
  const stubborn = setTimeout(() => session.destroy(), lingerMs);
  session.once('close', () => clearTimeout(stubborn));
}

interface Exchange {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn. */
  readonly raw: readonly string[];
  readonly socket: TLSSocket;
}

async function respond(serving: Serving, exchange: Exchange): Promise<void> {
  const { stream, socket } = exchange;
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  try {
    const response = await answerTo(
      await read(serving, exchange),
      serving.service,
      callOf(socket, gone.signal),
    );
    await send(serving, response, exchange);
  } catch {
    // As Go's server ends a stream whose answer cannot be completed. The others go on.
    stream.destroy(new Error('the answer has no end'));
  }
}

async function read(serving: Serving, { stream, headers, raw, socket }: Exchange): Promise<ReadRequest> {
  const { ':method': method, ':path': path, ':scheme': scheme, ':authority': authority, ...rest } = headers;
  // Clients need not heed the limit that they are told.
  if (raw.reduce((sum, text) => sum + text.length, 0) > maxHeaderBytes)
    return { answer: toResponse(textAnswer(431, 'Request Header Field(s) Too Large')) };
  // Of a proxy alone a client can ask for no path.
  if (path === undefined) return { answer: toResponse(textAnswer(404, '404 page not found\n')) };
  if ((scheme !== 'https' && scheme !== 'http') || (path !== '*' && !parseTarget(path))) {
    stream.close(http2Module().constants.NGHTTP2_PROTOCOL_ERROR);
    throw new Error('no request');
  }
  const host = authority ?? rest.host;
  const incoming = {
    method,
    url: path,
    headers: { ...rest, ...(host !== undefined && { host }) },
    rawHeaders: raw,
    socket,
    body: stream,
  };
  if (rest.expect?.toLowerCase() === '100-continue') stream.additionalHeaders({ ':status': 100 });
  if (stream.endAfterHeaders) return await readAny(incoming, serving);
  const late = setTimeout(() => stream.destroy(new Error('no end of the request')), serving.limits.requestMs);
  try {
    return await readAny(incoming, serving);
  } finally {
    clearTimeout(late);
  }
}

// Go's server counts what it has in its buffer when the answer is complete.
// https://github.com/golang/net/blob/v0.53.0/http2/server.go (handlerChunkWriteSize)
const mostBuffered = 4096;

// What belongs to a connection is no matter of a stream.
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

async function send(
  { clock, limits }: Serving,
  response: HttpResponse,
  { stream, headers: { ':method': method } }: Exchange,
): Promise<void> {
  const { writeMs } = limits;
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  const cut = (): void => void stream.destroy(new Error('the client reads nothing'));
  const fields = Object.entries(headersFor(response, clock, mostBuffered));
  const headers = Object.fromEntries(fields.filter(([name]) => !ofConnection.includes(name)));
  const hasBody = method !== 'HEAD' && response.status !== 204 && response.status !== 304;
  stream.respond({ ...headers, ':status': response.status }, { endStream: !hasBody });
  await carried(response.body, {
    write: (chunk) => !hasBody || stream.write(chunk),
    room: () => drained(stream, { gone: gone.signal, writeMs, cut }),
  });
  if (hasBody) stream.end();
  // The real server makes whoever it does not know connect anew. What else is open goes on.
  if (response.status === 401) stream.session?.close();
  if (stream.destroyed) return;
  const unread = setTimeout(cut, writeMs);
  stream.once('close', () => clearTimeout(unread));
  // Nobody wants what is still to come of the request. Unread, it would keep the stream.
  if (!stream.readableEnded) stream.resume().close(http2Module().constants.NGHTTP2_NO_ERROR);
}
