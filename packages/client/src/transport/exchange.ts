// One request and its response: a promise of the head, then a body that is pulled. It binds a got stream to a body
// queue, and every end of the call to the release of its connection.
//
// - loading: got is being loaded. Nothing was sent.
// - waiting: the request is sent, and no head has come.
// - reading: the head is out. The body queue has the bytes.
// - settled: at the body's end, by a failure, by an abort, or because the reader left. Unless the body is complete,
//   the socket is destroyed. What the stream still emits is ignored.
//
// The bytes come from the connection itself where possible, else from Node's response: got's own stream would copy and
// buffer them a second time.

import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { abortError, type HttpRequest, type HttpResponse, onAbort } from '@kube-rx/core';
import { errorCode } from '../errors.ts';
import { BodyQueue } from './body-queue.ts';
import { Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { ExchangeTrace, outcomeOf } from './exchange-trace.ts';
import { flatHeaders } from './flat-headers.ts';
import type { GotPool } from './got-pool.ts';
import { describeAuthentication } from './http-connect.ts';
import { anotherVersion, beginsHttp2 } from './other-version.ts';
import type { ExchangeOptions, PoolExchange } from './pooled-transport.ts';
import { proxyRefusal } from './proxy-failure.ts';
import { foreignAnswer, isTimeout, type Peer, packedTwice, toTransportError } from './transport-error.ts';

type State =
  | { readonly type: 'loading' }
  | { readonly type: 'waiting' | 'reading'; readonly stream: Duplex; readonly pool: ConnectionPool }
  | { readonly type: 'settled' };

export class Exchange implements PoolExchange<GotPool> {
  readonly request: HttpRequest;
  readonly #head = Promise.withResolvers<HttpResponse>();
  readonly response: Promise<HttpResponse> = this.#head.promise;
  readonly #options: ExchangeOptions<PoolExchange<GotPool>>;
  readonly #body: BodyQueue;
  // Absent while the constructor runs.
  readonly #stopListening: (() => void) | undefined;
  readonly #trace: ExchangeTrace | undefined;
  #state: State = { type: 'loading' };
  /** What the bytes come from, and what rests while the queue is full. */
  #source: Readable | undefined;
  /** When it was sent over a connection that had been idle before. */
  #reusedAt: number | undefined;
  /** The answer as it came. */
  #met: { readonly response: IncomingMessage; readonly headers: IncomingMessage['headers'] } | undefined;

  constructor(options: ExchangeOptions<PoolExchange<GotPool>>) {
    this.#options = options;
    const { request, signal } = options;
    this.request = request;
    this.#trace = ExchangeTrace.begin(request, 'HTTP/1.1');
    this.#body = new BodyQueue({
      signal,
      now: () => performance.now(),
      onRoom: () => this.#source?.resume(),
      onLeave: () => this.#discard(),
    });
    this.#stopListening = onAbort(signal, () => signal && this.#abort(signal));
  }

  send(pool: GotPool, target: string): void {
    if (this.#state.type !== 'loading') return;
    try {
      const stream = pool.open(this.request, target, this.#options.connection);
      const { connections } = pool;
      this.#state = { type: 'waiting', stream, pool: connections };
      stream
        .once('request', (sent: ClientRequest) => this.#watch(sent, connections))
        .once('response', (response: IncomingMessage) => this.#begin(response))
        // Stays attached: got may emit again after the stream was destroyed, and nobody would hear it.
        .on('error', (error: Error) => this.#break(error))
        .once('close', () => this.#break({ code: 'ECONNRESET' }));
    } catch (error) {
      this.#break(error);
    }
  }

  abandon(failure: Error): void {
    this.#body.abort(failure);
    this.#discard(failure);
  }

  #abort(signal: AbortSignal): void {
    const { type } = this.#state;
    // The server, or the way to it, may be gone, and with it every connection that nobody has heard of since.
    if (
      (type === 'waiting' || type === 'reading') &&
      this.#reusedAt !== undefined &&
      isTimeout(signal.reason)
    )
      this.#state.pool.destroyIdleSince(this.#reusedAt);
    this.abandon(abortError(signal));
  }

  #watch(sent: ClientRequest, pool: ConnectionPool): void {
    // Node hands these connections over, and from then on nobody owns them.
    const refuse = ({ statusCode }: IncomingMessage, socket: Duplex): void => {
      socket.destroy();
      this.#break(foreignAnswer(`answered ${statusCode}, which takes the connection out of HTTP`));
    };
    sent
      .once('upgrade', refuse)
      .once('connect', refuse)
      // Before got tells of it the body that the error is in may have come to its end.
      .once('error', (error) => errorCode(error).startsWith('HPE_') && this.#break(notHttp11(error)))
      .once('socket', (socket: Socket) => {
        if (sent.reusedSocket) this.#reusedAt = pool.nextMoment();
        Connection.of(socket)?.awaitHead();
        this.#traceConnection(socket, sent.reusedSocket);
      })
      .prependOnceListener('response', (response: IncomingMessage) => this.#meet(sent, response));
  }

  #traceConnection(socket: Socket, reused: boolean): void {
    const trace = this.#trace;
    if (!trace) return;
    const before = reused ? [socket.bytesWritten, socket.bytesRead] : [0, 0];
    const [written = 0, read = 0] = before;
    const connected = (): void =>
      trace.connected(reused, () => ({
        sentBytes: socket.bytesWritten - written,
        receivedBytes: socket.bytesRead - read,
      }));
    if (reused) connected();
    else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
  }

  /** The head is there, before got sees it. */
  #meet(sent: ClientRequest, response: IncomingMessage): void {
    const refusal = refusalOf(response, this.#options.peer());
    if (refusal) {
      response.socket.destroy();
      this.#break(refusal);
      return;
    }
    const connection = Connection.of(response.socket);
    const isWanted = this.#state.type === 'waiting' && isPlainChunked(sent, response);
    const receiver = {
      receive: (piece: Uint8Array) => this.#afterPush(this.#body.pushBorrowed(piece)),
      release: () => this.#readParsed(response),
    };
    if (connection?.startBody(isWanted ? receiver : undefined)) this.#source = response.socket;
    this.#met = { response, headers: response.headers };
    response.headers = readingHeaders(response);
  }

  // From now on the response resumes its socket by itself, so that only the response can be paused.
  #readParsed(response: IncomingMessage): void {
    if (!this.#source) return;
    if (this.#body.isFull) {
      response.pause();
      this.#source.resume();
    }
    this.#source = response;
  }

  #begin(response: IncomingMessage): void {
    if (this.#state.type !== 'waiting') return;
    this.#state = { ...this.#state, type: 'reading' };
    this.#source ??= response;
    response
      // got's own, which moves the body into its stream.
      .removeAllListeners('readable')
      .on('data', (chunk: Uint8Array) => this.#afterPush(this.#body.push(chunk)))
      .once('end', () => this.#end());
    const status = response.statusCode ?? 0;
    const headers = this.#headersOf(response);
    this.#trace?.answered(status, headers);
    this.#head.resolve({
      status,
      headers,
      body: this.#body,
    });
  }

  #headersOf(response: IncomingMessage): Record<string, string> {
    const headers = flatHeaders(this.#met?.headers ?? {});
    if (response === this.#met?.response) return headers;
    // They are of the body before it was unpacked.
    delete headers['content-encoding'];
    delete headers['content-length'];
    return headers;
  }

  #afterPush(isFirstOfTurn: boolean): void {
    if (isFirstOfTurn) setImmediate(() => this.#body.endTurn());
    if (this.#body.isFull) this.#source?.pause();
  }

  #end(): void {
    this.#body.end();
    this.#trace?.end('whole', this.#body.received);
    const left = this.#settle();
    // A packed body tells its own end. What a server goes on to send behind it would keep the connection for ever.
    if (this.#met && !this.#met.response.complete) this.#met.response.destroy();
    // The connection may rest, and is used again.
    left?.source?.resume();
    // got's stream is empty: it ends by itself when it is read, and leaves the connection alone.
    left?.stream.resume();
  }

  #break(error: unknown): void {
    if (this.#state.type === 'settled') return;
    const { request, peer } = this.#options;
    const progress = this.#state.type === 'reading' ? this.#body.received : undefined;
    const failure = toTransportError(error, { request, peer: peer(), progress });
    this.#body.end(failure);
    this.#discard(failure);
  }

  #discard(failure?: Error): void {
    this.#trace?.end(outcomeOf(failure), this.#body.received);
    const left = this.#settle(failure);
    left?.stream.destroy();
    // What unpacks a body would go on with what has arrived, for gigabytes.
    left?.source?.destroy();
  }

  /** What is left to be dealt with; undefined where nothing is, or the exchange had settled before. */
  #settle(failure?: Error): { readonly stream: Duplex; readonly source: Readable | undefined } | undefined {
    const state = this.#state;
    if (state.type === 'settled') return undefined;
    this.#state = { type: 'settled' };
    this.#stopListening?.();
    this.#options.onSettled(this);
    if (failure) this.#head.reject(failure);
    const source = this.#source;
    this.#source = undefined;
    return state.type === 'loading' ? undefined : { stream: state.stream, source };
  }
}

/** Whether there is a body, in chunks, that nobody has to unpack. */
function isPlainChunked({ method }: ClientRequest, { statusCode, headers }: IncomingMessage): boolean {
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return false;
  return headers['transfer-encoding'] === 'chunked' && headers['content-encoding'] === undefined;
}

/** The error of a parser that has met no HTTP/1.1; where it has met HTTP/2, that is what is said. */
function notHttp11(error: Error): Error {
  const bytes: unknown = 'rawPacket' in error && error.rawPacket;
  return bytes instanceof Uint8Array && beginsHttp2(bytes) ? anotherVersion('it answers in HTTP/2') : error;
}

/** Why nothing can be done with an answer. */
function refusalOf({ statusCode = 0, headers }: IncomingMessage, { origin, proxy }: Peer): Error | undefined {
  // Over plain HTTP an HTTP proxy answers in the server's place.
  if (statusCode === 407 && proxy && proxy.protocol !== 'socks5' && origin.startsWith('http:'))
    return proxyRefusal(proxy, describeAuthentication(proxy.credentials() !== undefined));
  if (statusCode < 200) return foreignAnswer(`answered ${statusCode}, which is no answer`);
  return packedTwice(headers['content-encoding']);
}

/** What got needs to read the body. It publishes all that it knows, and a session's cookie may be among the rest. */
function readingHeaders({ headers }: IncomingMessage): IncomingMessage['headers'] {
  const reading: IncomingMessage['headers'] = {};
  for (const name of ['content-encoding', 'content-length'])
    if (headers[name] !== undefined) reading[name] = headers[name];
  return reading;
}
