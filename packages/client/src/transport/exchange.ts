// One request and its response on a got stream: a promise of the head, then a body that is pulled.
//
// - waiting: no head yet. A failure or an abort rejects `response`.
// - reading: the head is out. Few chunks wait here for `next`, the rest in the socket, so that a slow reader
//   slows the server.
// - settled: at the body's end, by a failure, by an abort, or because the reader left. Unless the body came to
//   its end, the socket is destroyed. Chunks that wait here are still given, but after an abort: then what the
//   reader asks for next fails. Nothing happens after it, whatever the stream still emits.
//
// The body is taken from the connection where it can be, or from the response below got's stream, which would copy it
// once more and buffer it twice.

import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpRequest, HttpResponse, ResponseBody } from '@kube-rx/core';
import type { PlainResponse, Request } from 'got';
import { abortError } from '../errors.ts';
import { Connection } from './connection.ts';
import { toTransportError } from './transport-error.ts';

type Chunk = IteratorResult<Uint8Array, undefined>;

interface Pausable {
  pause(): unknown;
  resume(): unknown;
  isPaused(): boolean;
}

interface Reader {
  readonly promise: Promise<Chunk>;
  readonly resolve: (chunk: Chunk | Promise<never>) => void;
}

/** One round of the event loop in which something came. */
interface Turn {
  readonly began: number;
  bytes: number;
  full: boolean;
}

/** Who takes pieces as they come. */
interface Borrower {
  readonly take: (piece: Uint8Array) => boolean;
  readonly resolve: (end: undefined | Promise<never>) => void;
}

const done: Chunk = { done: true, value: undefined };
// A few reads of a socket, of 64 KiB each: so much may wait for the reader, in so many chunks,
const mostWaitingBytes = 256 * 1024;
const mostWaiting = 1024;
// and so much is taken, or for so long, before the event loop goes round. From a fast server Node would read on for
// megabytes, and code that is still cold takes its time with them.
const mostBytesAtOnce = 256 * 1024;
const longestTurnMs = 4;

export class Exchange implements AsyncIterableIterator<Uint8Array, undefined, undefined>, ResponseBody {
  readonly request: HttpRequest;
  readonly response: Promise<HttpResponse>;
  /** Called once, when the exchange holds no resource any more. */
  onSettled: () => void = () => undefined;
  readonly #stream: Request;
  readonly #origin: string;
  readonly #signal: AbortSignal | undefined;
  readonly #resolveHead: (head: HttpResponse | Promise<never>) => void;
  readonly #onAbort: () => void;
  #phase: 'waiting' | 'reading' | 'settled' = 'waiting';
  // Where the body is taken from.
  #source: Pausable | undefined;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #turn: Turn | undefined;
  #received = 0;
  #reader: Reader | undefined;
  #borrower: Borrower | undefined;
  // Why the body ended early, until a reader has been told.
  #failure: Error | undefined;

  constructor(stream: Request, request: HttpRequest, origin: string, signal: AbortSignal | undefined) {
    this.#stream = stream;
    this.request = request;
    this.#origin = origin;
    this.#signal = signal;
    const head = deferred<HttpResponse>();
    this.response = head.promise;
    this.#resolveHead = head.resolve;
    this.#onAbort = () => signal && this.abandon(abortError(signal));
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    stream
      .once('request', (sent: ClientRequest) => this.#watch(sent))
      .once('response', (response: PlainResponse) => this.#begin(response))
      // Stays attached: got may emit again after the stream was destroyed, and nobody would hear it.
      .on('error', (error: Error) => this.#break(error))
      .once('close', () => this.#break({ code: 'ECONNRESET' }));
  }

  /** Gives the exchange up: what waits for it, or asks next, gets `failure`. */
  abandon(failure: Error): void {
    if (this.#phase === 'settled') return;
    this.#forget();
    this.#settle(failure);
    this.#stream.destroy();
  }

  next(): Promise<Chunk> {
    // Of a body that has ended, nobody listens to the signal any more.
    if (this.#waiting.length > 0 && this.#signal?.aborted) {
      this.#forget();
      this.#failure = abortError(this.#signal);
    }
    const chunk = this.#waiting.shift();
    if (chunk) {
      this.#waitingBytes -= chunk.length;
      this.#readOn();
      return Promise.resolve({ done: false, value: chunk });
    }
    const failure = this.#takeFailure();
    if (failure) return failure;
    if (this.#phase === 'settled') return Promise.resolve(done);
    this.#reader ??= deferred<Chunk>();
    return this.#reader.promise;
  }

  /** As `ResponseBody` has it. What came before is given first, and is no longer lent. */
  async lend(take: (piece: Uint8Array) => boolean): Promise<void> {
    if (this.#borrower) throw new Error('a body can be lent only once');
    try {
      while (this.#waiting.length > 0 || this.#phase === 'settled') {
        const { done, value } = await this.next();
        if (done || !take(value)) return;
      }
      const { promise, resolve } = deferred<undefined>();
      this.#borrower = { take, resolve };
      await promise;
    } finally {
      void this.return();
    }
  }

  /** The reader leaves; a `next` that is still waiting ends as done. */
  return(): Promise<Chunk> {
    this.#forget();
    if (this.#phase !== 'settled') {
      this.#settle(undefined);
      this.#stream.destroy();
    }
    this.#failure = undefined;
    return Promise.resolve(done);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #watch(sent: ClientRequest): void {
    sent
      .once('socket', (socket: Socket) => Connection.of(socket)?.awaitHead())
      .prependOnceListener('response', (response: IncomingMessage) => {
        const takes = this.#phase === 'waiting' && isPlainChunked(sent, response);
        const reader = {
          take: (piece: Uint8Array) => this.#takeLent(piece),
          leave: () => this.#readParsed(response),
        };
        const taken = Connection.of(response.socket)?.begin(takes ? reader : undefined);
        if (taken) this.#source = response.socket;
      });
  }

  // From now on the response resumes its socket by itself, so that only the response can be paused.
  #readParsed(response: IncomingMessage): void {
    if (this.#source?.isPaused()) {
      response.pause();
      this.#source.resume();
    }
    this.#source &&= response;
  }

  #begin(response: PlainResponse): void {
    if (this.#phase !== 'waiting') return;
    this.#phase = 'reading';
    this.#source ??= response;
    response
      // got's own, which moves the body into its stream.
      .removeAllListeners('readable')
      .on('data', (chunk: Uint8Array) => this.#take(chunk))
      .once('end', () => this.#end());
    this.#resolveHead({ status: response.statusCode, headers: flatten(response.headers), body: this });
  }

  #takeLent(piece: Uint8Array): void {
    this.#take(this.#borrower ? piece : Buffer.from(piece));
  }

  #take(chunk: Uint8Array): void {
    if (this.#phase === 'settled') return;
    this.#received += chunk.length;
    const turn = (this.#turn ??= this.#beginTurn());
    const reader = this.#reader;
    if (this.#borrower) this.#give(this.#borrower.take, chunk);
    else if (reader) {
      this.#reader = undefined;
      reader.resolve({ done: false, value: chunk });
    } else {
      this.#waiting.push(chunk);
      this.#waitingBytes += chunk.length;
    }
    turn.bytes += chunk.length;
    turn.full ||= turn.bytes >= mostBytesAtOnce || performance.now() - turn.began >= longestTurnMs;
    if (turn.full || this.#waitingBytes >= mostWaitingBytes || this.#waiting.length >= mostWaiting)
      this.#source?.pause();
  }

  #beginTurn(): Turn {
    setImmediate(() => {
      this.#turn = undefined;
      this.#readOn();
    });
    return { began: performance.now(), bytes: 0, full: false };
  }

  #give(take: Borrower['take'], piece: Uint8Array): void {
    try {
      if (!take(piece)) void this.return();
    } catch (thrown) {
      this.abandon(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  #readOn(): void {
    if (this.#waiting.length === 0 && !this.#turn?.full && this.#source?.isPaused()) this.#source.resume();
  }

  #end(): void {
    this.#settle(undefined);
    // Empty, so that it ends by itself and leaves the connection alone.
    this.#stream.resume();
  }

  #forget(): void {
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #break(error: unknown): void {
    if (this.#phase === 'settled') return;
    const progress = this.#phase === 'waiting' ? undefined : this.#received;
    this.#settle(toTransportError(error, { request: this.request, origin: this.#origin, progress }));
    this.#stream.destroy();
  }

  #settle(failure: Error | undefined): void {
    const phase = this.#phase;
    if (phase === 'settled') return;
    this.#phase = 'settled';
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.onSettled();
    if (phase === 'waiting' && failure) this.#resolveHead(Promise.reject(failure));
    else this.#failure = failure;
    this.#reader?.resolve(this.#takeFailure() ?? done);
    this.#borrower?.resolve(this.#takeFailure());
    this.#source?.resume();
    this.#reader = this.#borrower = this.#source = undefined;
  }

  #takeFailure(): Promise<never> | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure && Promise.reject(failure);
  }
}

/** Whether there is a body, in chunks, that nobody has to unpack. */
function isPlainChunked({ method }: ClientRequest, { statusCode, headers }: IncomingMessage): boolean {
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return false;
  return headers['transfer-encoding'] === 'chunked' && headers['content-encoding'] === undefined;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T | Promise<never>) => void } {
  let resolve: (value: T | Promise<never>) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function flatten(headers: PlainResponse['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') flat[name] = value;
    else if (value) flat[name] = value.join(', ');
  }
  return flat;
}
