// One request and its response over HTTP/2: a promise of the head, then a body that is pulled. It binds a stream to a
// body queue, and every end of the call to the end of its stream. The connection stays.
//
// - loading: a connection is being made. Nothing was sent.
// - waiting: the request is sent, and no head has come. A server that refuses it unseen is asked again, over another
//   connection.
// - reading: the head is out. The body queue has the bytes.
// - settled: at the body's end, by a failure, by an abort, or because the reader left. Unless the body is complete, the
//   stream is reset. What it still emits is ignored.

import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Readable, Transform } from 'node:stream';
import { abortError, type HttpRequest, type HttpResponse, onAbort } from '@kube-rx/core';
import { BodyQueue } from '../body-queue.ts';
import { ExchangeTrace, outcomeOf } from '../exchange-trace.ts';
import { flatHeaders } from '../flat-headers.ts';
import type { ExchangeOptions, PoolExchange } from '../pooled-transport.ts';
import { isTimeout, packedTwice, toTransportError } from '../transport-error.ts';
import type { Http2Connection } from './http2-connection.ts';
import type { Http2Pool } from './http2-pool.ts';
import { headTooLarge, isRefused, streamError } from './stream-error.ts';
import { createUnpacker } from './unpacker.ts';

// How often a request is sent that the server refuses to look at.
const mostRefusals = 3;
// RFC 9113, section 7
const cancel = 8;

interface Sent {
  readonly stream: ClientHttp2Stream;
  readonly connection: Http2Connection;
  /** What the connection had received when the request was sent. */
  readonly receivedBefore: number;
  /** Whether the server has said that the body is complete. */
  hasEnded: boolean;
}

type State =
  | { readonly type: 'loading' }
  | { readonly type: 'waiting' | 'reading'; readonly sent: Sent }
  | { readonly type: 'settled' };

export class Http2Exchange implements PoolExchange<Http2Pool> {
  readonly request: HttpRequest;
  readonly #head = Promise.withResolvers<HttpResponse>();
  readonly response: Promise<HttpResponse> = this.#head.promise;
  readonly #options: ExchangeOptions<Http2Exchange>;
  readonly #body: BodyQueue;
  // Absent while the constructor runs.
  readonly #stopListening: (() => void) | undefined;
  readonly #trace: ExchangeTrace | undefined;
  #state: State = { type: 'loading' };
  /** What the bytes come from, and what rests while the queue is full. */
  #source: Readable | undefined;
  #unpacker: Transform | undefined;
  #refusals = 0;

  constructor(options: ExchangeOptions<Http2Exchange>) {
    this.#options = options;
    const { request, signal } = options;
    this.request = request;
    this.#trace = ExchangeTrace.begin(request, 'HTTP/2');
    this.#body = new BodyQueue({
      signal,
      now: () => performance.now(),
      onRoom: () => this.#source?.resume(),
      onLeave: () => this.#discard(),
    });
    this.#stopListening = onAbort(signal, () => signal && this.#abort(signal));
  }

  send(pool: Http2Pool, target: string): void {
    if (this.#state.type !== 'loading') return;
    pool.reserve(this.#options.connection).then(
      (connection) => this.#sendOver(connection, pool, target),
      (error: unknown) => this.#break(error),
    );
  }

  abandon(failure: Error): void {
    this.#body.abort(failure);
    this.#discard(failure);
  }

  #sendOver(connection: Http2Connection, pool: Http2Pool, target: string): void {
    if (this.#state.type !== 'loading') {
      connection.release();
      return;
    }
    let stream: ClientHttp2Stream;
    const receivedBefore = connection.received;
    try {
      stream = connection.send(pool.headersOf(this.request, target), this.request);
    } catch (error) {
      connection.release();
      this.#break(error);
      return;
    }
    const sent: Sent = { stream, connection, receivedBefore, hasEnded: false };
    this.#state = { type: 'waiting', sent };
    this.#traceConnection(sent);
    noteEnd(sent);
    // An error comes before the close, and stays attached: Node may emit again after the stream was destroyed.
    const close = (error?: unknown): void => this.#close(sent, error, () => this.send(pool, target));
    stream
      .once('response', (headers, _flags, raw) => this.#begin(sent, headers, raw))
      .on('error', close)
      .once('close', () => close());
  }

  #traceConnection({ stream, connection }: Sent): void {
    if (!this.#trace) return;
    let receivedBytes = 0;
    stream.on('data', ({ length }: Uint8Array) => (receivedBytes += length));
    const { body } = this.request;
    const sentBytes = body === undefined ? 0 : Buffer.byteLength(body);
    this.#trace.connected(connection.sent > 1, () => ({ sentBytes, receivedBytes }));
  }

  #begin(sent: Sent, head: IncomingHttpHeaders, raw: readonly string[]): void {
    if (this.#state.type !== 'waiting') return;
    const { ':status': status = 0, ...rest } = head;
    const headers = flatHeaders(rest);
    const refusal = headTooLarge(raw) ?? packedTwice(headers['content-encoding']);
    if (refusal) {
      this.#break(refusal);
      return;
    }
    this.#state = { type: 'reading', sent };
    this.#readFrom(sent, headers, Number(status));
    this.#trace?.answered(Number(status), headers);
    this.#head.resolve({ status: Number(status), headers, body: this.#body });
  }

  #readFrom({ stream }: Sent, headers: Record<string, string>, status: number): void {
    const isEmpty =
      stream.endAfterHeaders || this.request.method === 'HEAD' || status === 204 || status === 304;
    const unpacker = isEmpty ? undefined : createUnpacker(headers['content-encoding']);
    this.#unpacker = unpacker;
    this.#source = unpacker ?? stream;
    this.#source.on('data', (chunk: Uint8Array) => this.#afterPush(this.#body.push(chunk)));
    if (!unpacker) return;
    // They are of the body before it was unpacked.
    delete headers['content-encoding'];
    delete headers['content-length'];
    // Its end is told when it is known to be one.
    stream.pipe(unpacker, { end: false });
    unpacker.on('error', (error) => this.#break(error)).once('end', () => this.#end());
  }

  #afterPush(isFirstOfTurn: boolean): void {
    if (isFirstOfTurn) setImmediate(() => this.#body.endTurn());
    if (this.#body.isFull) this.#source?.pause();
  }

  #close(sent: Sent, error: unknown, sendAgain: () => void): void {
    const { type } = this.#state;
    const { stream, connection, hasEnded } = sent;
    if (type === 'loading' || type === 'settled' || this.#state.sent !== sent) return;
    if (type === 'waiting' && isRefused(stream.rstCode)) {
      this.#refusals += 1;
      connection.retire();
      if (this.#refusals < mostRefusals) {
        this.#state = { type: 'loading' };
        sendAgain();
        return;
      }
    }
    if (error !== undefined || type === 'waiting' || !hasEnded)
      this.#break(streamError(error, stream.rstCode));
    else if (!this.#unpacker) this.#end();
    else this.#unpacker.end();
  }

  #end(): void {
    this.#body.end();
    this.#trace?.end('whole', this.#body.received);
    const sent = this.#settle();
    // A packed body tells its own end. What a server goes on to send behind it would keep the stream for ever.
    if (sent && !sent.hasEnded) reset(sent);
  }

  #abort(signal: AbortSignal): void {
    const state = this.#state;
    // The server, or the way to it, may be gone. What runs is left to the pings. These may be answered where an answer
    // stopped in the middle: its window is used up and not renewed, or a proxy holds it back.
    if ((state.type === 'waiting' || state.type === 'reading') && isTimeout(signal.reason)) {
      const { connection, receivedBefore } = state.sent;
      if (state.type === 'reading' || connection.received === receivedBefore) connection.retire();
    }
    this.abandon(abortError(signal));
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
    const source = this.#source;
    this.#trace?.end(outcomeOf(failure), this.#body.received);
    const sent = this.#settle(failure);
    if (sent) reset(sent);
    source?.destroy();
  }

  /** What is left to be dealt with; undefined where nothing is, or the exchange had settled before. */
  #settle(failure?: Error): Sent | undefined {
    const state = this.#state;
    if (state.type === 'settled') return undefined;
    this.#state = { type: 'settled' };
    this.#stopListening?.();
    this.#options.onSettled(this);
    if (failure) this.#head.reject(failure);
    this.#source = undefined;
    return state.type === 'loading' ? undefined : state.sent;
  }
}

function reset({ stream }: Sent): void {
  stream.close(cancel);
  stream.destroy();
}

// Node ends the stream of bytes in the same way where the server has said that they are all, and where it has given up
// without an error. Only what comes before the stream is closed is the former.
function noteEnd(sent: Sent): void {
  const { stream } = sent;
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk === null && !stream.closed) sent.hasEnded = true;
    return push(chunk, encoding);
  };
}
