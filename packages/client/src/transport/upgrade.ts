// A request for a WebSocket: a promise of an answer, which is a 101 with the socket, or any other with its body. It
// lends ws our pool, so that TLS, certificates and proxies are those of every request.
//
// - loading: ws, or the pool, is being loaded. Nothing was sent.
// - waiting: the handshake runs, and no answer has come.
// - refused: another answer than a 101 has come, and its body is being read.
// - open: the socket is there, and lives on beyond the call.
// - settled: nothing is held any more.

import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { abortError, type HttpRequest, type HttpResponse, InvalidRequestError, onAbort } from '@kube-rx/core';
import type { WebSocket } from 'ws';
import { describeRequest } from '../response/request-description.ts';
import { BodyQueue } from './body-queue.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { flatHeaders } from './flat-headers.ts';
import type { GotPool } from './got-pool.ts';
import type { Liveness } from './liveness.ts';
import type { ExchangeOptions, PoolExchange } from './pooled-transport.ts';
import { startStepTimer } from './step-timer.ts';
import { toTransportError } from './transport-error.ts';
import { brokenWebSocket, failedHandshake } from './web-socket-error.ts';
import { type Loss, WebSocketMessages } from './web-socket-messages.ts';

type State =
  | { readonly type: 'loading' }
  | { readonly type: 'waiting'; readonly socket: WebSocket; readonly connections: ConnectionPool }
  | { readonly type: 'refused'; readonly response: IncomingMessage; readonly body: BodyQueue }
  | { readonly type: 'open'; readonly messages: WebSocketMessages }
  | { readonly type: 'settled' };

// What streams of Pods send has 32 KiB at most; the event of a watch holds an object.
const mostMessageBytes = 16 * 1024 * 1024;

const defaultLiveness: Liveness = { pingMs: 10_000, unanswered: 6 };

type UpgradePool = Pick<GotPool, 'urlOf' | 'connections' | 'connectTimeout'>;

export class Upgrade implements PoolExchange<UpgradePool> {
  readonly request: HttpRequest;
  readonly #head = Promise.withResolvers<HttpResponse>();
  readonly response: Promise<HttpResponse> = this.#head.promise;
  readonly #options: ExchangeOptions<PoolExchange<UpgradePool>>;
  readonly #liveness: Liveness;
  // Absent while the constructor runs.
  readonly #stopListening: (() => void) | undefined;
  #state: State = { type: 'loading' };
  /** When it was sent over a connection that had been idle before. */
  #reusedAt: number | undefined;
  /** The head of a 101. */
  #headers: Record<string, string> = {};

  constructor(options: ExchangeOptions<PoolExchange<UpgradePool>>, liveness: Liveness = defaultLiveness) {
    const { request, signal } = options;
    this.request = request;
    this.#options = options;
    this.#liveness = liveness;
    this.#stopListening = onAbort(signal, () => signal && this.#abort(signal));
  }

  send(pool: UpgradePool, target: string): void {
    const { method, body } = this.request;
    if (method !== 'GET' || body !== undefined) {
      const what = describeRequest(this.request);
      this.abandon(new InvalidRequestError(`${what}: a WebSocket is asked for by a GET without a body`));
      return;
    }
    // ws is loaded when the first WebSocket is asked for.
    import('ws')
      .then(({ WebSocket }) => this.#start(WebSocket, pool, target))
      .catch((error: unknown) => this.#fail(error));
  }

  #start(Socket: typeof WebSocket, pool: UpgradePool, target: string): void {
    if (this.#state.type !== 'loading') return;
    const { connections } = pool;
    const socket = new Socket(pool.urlOf(target), [...(this.request.webSocket ?? [])], {
      agent: connections.upgradeAgent,
      headers: headersOf(this.request),
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: mostMessageBytes,
      finishRequest: (sent) => this.#finish(sent, pool),
    });
    this.#state = { type: 'waiting', socket, connections };
    socket
      .once('upgrade', ({ headers }) => (this.#headers = flatHeaders(headers)))
      .once('unexpected-response', (_, response) => this.#refuse(response))
      .once('open', () => this.#open(socket))
      // Stays attached: ws emits again when the handshake is given up, and nobody would hear it.
      .on('error', (error) => this.#fail(error));
  }

  abandon(failure: Error): void {
    const state = this.#state;
    switch (state.type) {
      case 'loading':
        this.#settle(failure);
        return;
      case 'waiting':
        this.#settle(failure);
        state.socket.terminate();
        return;
      case 'refused':
        state.body.abort(failure);
        this.#settle();
        state.response.destroy();
        return;
      case 'open':
        state.messages.abort(failure);
        return;
      case 'settled':
    }
  }

  #abort(signal: AbortSignal): void {
    // As an exchange has it: the server may be gone, and with it every connection that nobody has heard of since.
    if (this.#state.type === 'waiting' && this.#reusedAt !== undefined)
      this.#state.connections.destroyIdleSince(this.#reusedAt);
    this.abandon(abortError(signal));
  }

  #finish(sent: ClientRequest, { connections, connectTimeout }: UpgradePool): void {
    const stop = startStepTimer(connectTimeout, () => {
      sent.destroy(Object.assign(new Error('the connection was not made in time'), { code: 'ETIMEDOUT' }));
    });
    sent
      .once('socket', (socket: Socket) => {
        if (sent.reusedSocket) this.#reusedAt = connections.nextMoment();
        if ('secureConnecting' in socket && socket.secureConnecting) socket.once('secureConnect', stop);
        else if (socket.connecting) socket.once('connect', stop);
        else stop();
      })
      .once('close', stop)
      .end();
  }

  #open(socket: WebSocket): void {
    if (this.#state.type !== 'waiting') return;
    const { request, peer } = this.#options;
    const describe = ({ error, received }: Loss): Error =>
      brokenWebSocket(error, { request, peer: peer(), received });
    const onOver = (): void => this.#settle();
    const messages = new WebSocketMessages(socket, { liveness: this.#liveness, describe, onOver });
    this.#state = { type: 'open', messages };
    this.#head.resolve({ status: 101, headers: this.#headers, body: emptyBody(), webSocket: messages });
  }

  /** The answer is none that opens a socket: its body tells why. */
  #refuse(response: IncomingMessage): void {
    if (this.#state.type !== 'waiting') return;
    const body = new BodyQueue({
      signal: this.#options.signal,
      now: () => performance.now(),
      onRoom: () => response.resume(),
      onLeave: () => {
        this.#settle();
        response.destroy();
      },
    });
    const endTurn = (): void => body.endTurn();
    response
      .on('data', (chunk: Uint8Array) => {
        if (body.push(chunk)) setImmediate(endTurn);
        if (body.isFull) response.pause();
      })
      .on('error', () => undefined)
      .once('end', () => body.end())
      .once('close', () => {
        const { request, peer } = this.#options;
        const error = { code: 'ECONNRESET' };
        body.end(toTransportError(error, { request, peer: peer(), progress: body.received }));
        this.#settle();
      });
    this.#state = { type: 'refused', response, body };
    this.#head.resolve({ status: response.statusCode ?? 0, headers: flatHeaders(response.headers), body });
  }

  #fail(error: unknown): void {
    if (this.#state.type !== 'loading' && this.#state.type !== 'waiting') return;
    const { request, peer } = this.#options;
    const chosen = this.#headers['sec-websocket-protocol'];
    this.#settle(failedHandshake(error, { request, peer: peer(), chosen }));
  }

  #settle(failure?: Error): void {
    if (this.#state.type === 'settled') return;
    this.#state = { type: 'settled' };
    this.#stopListening?.();
    this.#options.onSettled(this);
    if (failure) this.#head.reject(failure);
  }
}

function headersOf({ headers, repeatedHeaders = {} }: HttpRequest): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = { 'accept-encoding': 'identity', ...headers };
  for (const [name, values] of Object.entries(repeatedHeaders)) sent[name] = [...values];
  return sent;
}

async function* emptyBody(): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield* [];
}
