// One connection that speaks HTTP/2: how many requests it may carry at once, whether it takes any more, and whether its
// peer is still there. Node's session does the protocol.
//
// - open: takes requests, up to the limit that the server sets.
// - retired: by a GOAWAY, or because its pool or a call has given it up. What runs goes on, nothing is added, and the
//   last one closes it.
// - over: the session is closed.

import { maxHeaderSize } from 'node:http';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock, HttpRequest, Timer } from '@kube-rx/core';
import { idleConnectionMs } from '../connection-pool.ts';
import { startStepTimer } from '../step-timer.ts';
import { checkEveryMs, Heartbeat } from './heartbeat.ts';
import { phaseError } from './open-socket.ts';

// What of one answer may be on its way or wait here unread: a reader that is slow costs this, and holds up no other.
const streamWindowBytes = 1024 * 1024;
// Node takes bytes off the connection's window as they come, so it bounds only what is on its way.
const connectionWindowBytes = 16 * 1024 * 1024;
// How long an answer to a ping may take where somebody waits for it.
const answerMs = 1000;

export interface Http2ConnectionOptions {
  readonly socket: Socket;
  readonly origin: string;
  readonly clock: Clock;
  /** How long the server may take to send its settings, in ms. */
  readonly timeoutMs: number;
  /** Called once, when it is over. */
  readonly onClose: (connection: Http2Connection) => void;
}

export class Http2Connection {
  readonly #session: ClientHttp2Session;
  readonly #socket: Socket;
  readonly #clock: Clock;
  /** How many requests were sent over it. */
  sent = 0;
  /** Whether it ends when nothing runs on it any more, instead of resting for the next request. */
  isExtra = false;
  #streams = 0;
  #isRetired = false;
  #check: Timer | undefined;
  #answer: Promise<boolean> | undefined;
  /** How many bytes had come when a ping was not answered. */
  #silentAt: number | undefined;

  private constructor(session: ClientHttp2Session, { socket, clock, onClose }: Http2ConnectionOptions) {
    this.#session = session;
    this.#socket = socket;
    this.#clock = clock;
    // Node leaves a socket open that TLS has ended, and then tells nobody of it.
    socket.on('error', () => socket.destroy());
    session
      // Each stream tells of it.
      .on('error', () => undefined)
      .on('goaway', () => this.retire())
      .on('timeout', () => this.#streams === 0 && this.retire())
      .once('close', () => {
        this.#check?.cancel();
        onClose(this);
      });
  }

  /** Resolves when the server has said how many requests it takes. */
  static async open(options: Http2ConnectionOptions): Promise<Http2Connection> {
    const { socket, origin, timeoutMs } = options;
    const session = connect(origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindowBytes, maxHeaderListSize: maxHeaderSize },
    });
    const connection = new Http2Connection(session, options);
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const stopTimer = startStepTimer(timeoutMs, () => reject(phaseError('settings')));
    socket.once('error', reject);
    session
      .once('connect', () => session.setLocalWindowSize(connectionWindowBytes))
      .once('remoteSettings', () => resolve(undefined))
      .once('error', reject)
      .once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    try {
      await promise;
      connection.#rest();
      return connection;
    } catch (error) {
      session.destroy();
      throw error;
    } finally {
      stopTimer();
    }
  }

  /** How many requests it may carry at once. */
  get limit(): number {
    return this.#session.remoteSettings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY;
  }

  get hasRoom(): boolean {
    const { closed, destroyed } = this.#session;
    return !this.#isRetired && !closed && !destroyed && this.#streams < this.limit;
  }

  /** Whether nothing has come since a ping was not answered. */
  get isSilent(): boolean {
    return this.#silentAt === this.received;
  }

  /** How many bytes have come. */
  get received(): number {
    return this.#socket.bytesRead;
  }

  /** Keeps a place for a request, which is due to be sent or released. */
  reserve(): void {
    this.#streams += 1;
    if (this.#streams > 1) return;
    this.#session.setTimeout(0);
    this.#session.ref();
    this.#watchOver(new Heartbeat(this.received));
  }

  /** Whether its peer answers a ping in time. All who ask while one is on its way share its answer. */
  answers(): Promise<boolean> {
    if (this.#session.destroyed) return Promise.resolve(false);
    this.#answer ??= this.#ping().finally(() => (this.#answer = undefined));
    return this.#answer;
  }

  /** A request that has had a place is over. */
  release(): void {
    this.#streams -= 1;
    if (this.#streams === 0) this.#rest();
  }

  /** Sends a request, for which there must be a place. */
  send(headers: OutgoingHttpHeaders, { body }: Pick<HttpRequest, 'body'>): ClientHttp2Stream {
    const stream = this.#session.request(headers, { endStream: !body });
    this.sent += 1;
    stream.once('close', () => this.release());
    if (body) stream.end(body);
    return stream;
  }

  /** Takes no more requests, and is over when the last one is. */
  retire(): void {
    this.#isRetired = true;
    if (this.#streams === 0) this.destroy();
  }

  /** At once: a session that is closed in order waits for a peer that may never close its side. */
  destroy(reason?: Error): void {
    if (!this.#session.destroyed) this.#session.destroy(reason);
    this.#socket.destroy();
  }

  /** Load balancers drop an idle connection, and one that nobody uses keeps no process alive. */
  #rest(): void {
    this.#check?.cancel();
    this.#check = undefined;
    if (this.#session.destroyed) return;
    if (this.#isRetired || this.isExtra) {
      this.destroy();
      return;
    }
    this.#session.setTimeout(idleConnectionMs);
    this.#session.unref();
  }

  async #ping(): Promise<boolean> {
    const { received } = this;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = this.#clock.schedule(answerMs, () => resolve(undefined));
    // Called too where the session ends meanwhile.
    this.#session.ping(() => resolve(undefined));
    await promise;
    timer.cancel();
    this.#silentAt = received;
    return !this.#session.destroyed && !this.isSilent;
  }

  #watchOver(heartbeat: Heartbeat): void {
    this.#check = this.#clock.schedule(checkEveryMs, () => {
      // It may be some turns before a session that was destroyed has closed.
      if (this.#session.destroyed) return;
      switch (heartbeat.check(this.received)) {
        case 'dead':
          this.destroy(deadError());
          return;
        case 'ping':
          this.#session.ping(() => undefined);
          break;
        case 'rest':
          break;
      }
      this.#watchOver(heartbeat);
    });
  }
}

/** As TCP tells of a peer that does not answer any more. */
function deadError(): Error {
  const error = new Error('no answer to a ping of HTTP/2');
  return Object.assign(error, { code: 'ETIMEDOUT', syscall: 'read' });
}
