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
import { BodyQueue } from './body-queue.ts';
import { Connection } from './connection.ts';
import type { GotPool } from './got-pool.ts';
import { type Peer, toTransportError } from './transport-error.ts';

export interface ExchangeOptions {
  readonly request: HttpRequest;
  /** Whom the request goes to, for an error. */
  readonly peer: () => Peer;
  readonly signal: AbortSignal | undefined;
  /** Called once, when the exchange holds no resource any more. */
  readonly onSettled: (exchange: Exchange) => void;
}

type State =
  | { readonly type: 'loading' }
  | { readonly type: 'waiting' | 'reading'; readonly stream: Duplex }
  | { readonly type: 'settled' };

export class Exchange {
  readonly request: HttpRequest;
  readonly #head = Promise.withResolvers<HttpResponse>();
  readonly response: Promise<HttpResponse> = this.#head.promise;
  readonly #options: ExchangeOptions;
  readonly #body: BodyQueue;
  // Absent while the constructor runs.
  readonly #stopListening: (() => void) | undefined;
  #state: State = { type: 'loading' };
  /** What the bytes come from, and what rests while the queue is full. */
  #source: Readable | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { request, signal } = options;
    this.request = request;
    this.#body = new BodyQueue({
      signal,
      now: () => performance.now(),
      onRoom: () => this.#source?.resume(),
      onLeave: () => this.#settle()?.destroy(),
    });
    this.#stopListening = onAbort(signal, () => signal && this.abandon(abortError(signal)));
  }

  /** Sends the request, unless the call is over already. */
  send(pool: Pick<GotPool, 'open'>, target: string): void {
    if (this.#state.type !== 'loading') return;
    try {
      const stream = pool.open(this.request, target);
      this.#state = { type: 'waiting', stream };
      stream
        .once('request', (sent: ClientRequest) => this.#watch(sent))
        .once('response', (response: IncomingMessage) => this.#begin(response))
        // Stays attached: got may emit again after the stream was destroyed, and nobody would hear it.
        .on('error', (error: Error) => this.#break(error))
        .once('close', () => this.#break({ code: 'ECONNRESET' }));
    } catch (error) {
      this.#break(error);
    }
  }

  /** Gives the exchange up: whoever waits for it, or asks next, gets `failure`. Nothing once it has settled. */
  abandon(failure: Error): void {
    this.#body.abort(failure);
    this.#settle(failure)?.destroy();
  }

  #watch(sent: ClientRequest): void {
    sent
      .once('socket', (socket: Socket) => Connection.of(socket)?.awaitHead())
      .prependOnceListener('response', (response: IncomingMessage) => {
        const connection = Connection.of(response.socket);
        const isWanted = this.#state.type === 'waiting' && isPlainChunked(sent, response);
        const receiver = {
          receive: (piece: Uint8Array) => this.#afterPush(this.#body.pushBorrowed(piece)),
          release: () => this.#readParsed(response),
        };
        if (connection?.startBody(isWanted ? receiver : undefined)) this.#source = response.socket;
      });
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
    this.#state = { type: 'reading', stream: this.#state.stream };
    this.#source ??= response;
    response
      // got's own, which moves the body into its stream.
      .removeAllListeners('readable')
      .on('data', (chunk: Uint8Array) => this.#afterPush(this.#body.push(chunk)))
      .once('end', () => this.#end());
    this.#head.resolve({
      status: response.statusCode ?? 0,
      headers: flatten(response.headers),
      body: this.#body,
    });
  }

  #afterPush(isFirstOfTurn: boolean): void {
    if (isFirstOfTurn) setImmediate(() => this.#body.endTurn());
    if (this.#body.isFull) this.#source?.pause();
  }

  #end(): void {
    this.#body.end();
    // got's stream is empty: it ends by itself when it is read, and leaves the connection alone.
    this.#settle()?.resume();
  }

  #break(error: unknown): void {
    if (this.#state.type === 'settled') return;
    const { request, peer } = this.#options;
    const progress = this.#state.type === 'reading' ? this.#body.received : undefined;
    const failure = toTransportError(error, { request, peer: peer(), progress });
    this.#body.end(failure);
    this.#settle(failure)?.destroy();
  }

  /** The stream that is left to be dealt with; undefined where there is none, or the exchange had settled before. */
  #settle(failure?: Error): Duplex | undefined {
    const state = this.#state;
    if (state.type === 'settled') return undefined;
    this.#state = { type: 'settled' };
    this.#stopListening?.();
    this.#options.onSettled(this);
    if (failure) this.#head.reject(failure);
    this.#source?.resume();
    this.#source = undefined;
    return state.type === 'loading' ? undefined : state.stream;
  }
}

/** Whether there is a body, in chunks, that nobody has to unpack. */
function isPlainChunked({ method }: ClientRequest, { statusCode, headers }: IncomingMessage): boolean {
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return false;
  return headers['transfer-encoding'] === 'chunked' && headers['content-encoding'] === undefined;
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') flat[name] = value;
    else if (value) flat[name] = value.join(', ');
  }
  return flat;
}
