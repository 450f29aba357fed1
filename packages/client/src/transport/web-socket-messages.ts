// The messages of a WebSocket, both ways: what ws pushes is kept until it is pulled, and a sender waits until its message
// is on its way.
//
// - open: messages come and go.
// - closing: we have said that no more will come. What still comes is dropped.
// - over: the reader gets the messages that are kept, then the failure once, or the end.
//
// A server that has vanished says nothing: it is asked every few seconds, and must answer within a minute.
// https://github.com/kubernetes/client-go/blob/v0.36.0/tools/remotecommand/websocket.go (pingPeriod, pingReadDeadline)

import { type MessageSocket, PullQueue } from '@kube-rx/core';
import type { RawData, WebSocket } from 'ws';
import type { Liveness } from './liveness.ts';

export interface WebSocketMessagesOptions {
  readonly liveness: Liveness;
  /** What to tell where it breaks off. */
  readonly describe: (loss: Loss) => Error;
  /** Called once, when the connection is over. */
  readonly onOver: () => void;
}

/** How a connection was lost. */
export interface Loss {
  readonly error: unknown;
  /** How many bytes of messages had come. */
  readonly received: number;
}

// A few of the largest frames that streams of Pods have may be kept for the reader.
const mostKeptBytes = 256 * 1024;
const mostKeptMessages = 1024;

// A peer that does not answer our close is not waited for.
const closeMs = 5_000;

// https://datatracker.ietf.org/doc/html/rfc6455#section-7.4.1
const normalClosure = 1000;
const noStatus = 1005;
const abnormalClosure = 1006;

export class WebSocketMessages implements MessageSocket {
  readonly protocol: string;
  readonly #socket: WebSocket;
  readonly #options: WebSocketMessagesOptions;
  readonly #pulls: PullQueue<Uint8Array>;
  readonly #messages: Uint8Array[] = [];
  readonly #senders = new Set<(failure: Error) => void>();
  readonly #over = Promise.withResolvers<undefined>();
  readonly #pinging: NodeJS.Timeout;
  #keptBytes = 0;
  #received = 0;
  /** How often the server was asked since it was last heard. */
  #asked = 0;
  #isOver = false;
  #closing: NodeJS.Timeout | undefined;
  /** Why it breaks off, which ws tells before the end. */
  #failure: Error | undefined;

  /** `socket`: one that is just open. */
  constructor(socket: WebSocket, options: WebSocketMessagesOptions) {
    this.protocol = socket.protocol;
    this.#socket = socket;
    this.#options = options;
    this.#pulls = new PullQueue({ pull: () => this.#shift(), onLeave: () => void this.close() });
    const hear = (): void => void (this.#asked = 0);
    socket
      .on('message', (data: RawData) => this.#push(bytesOf(data)))
      .on('message', hear)
      .on('ping', hear)
      .on('pong', hear)
      .on('error', (error: Error) => this.#lose(error))
      .once('close', (code: number, reason: Buffer) => this.#end(code, reason.toString()));
    this.#pinging = setInterval(() => this.#ping(), options.liveness.pingMs);
  }

  async send(message: Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#senders.add(reject);
    this.#socket.send(message, { binary: true }, (error) => {
      if (!this.#senders.delete(reject)) return;
      // ws has no code for a socket that is being closed.
      if (error) reject(this.#failure ?? this.#describe('code' in error ? error : coded('EPIPE')));
      else resolve(undefined);
    });
    await promise;
  }

  /** What has not been read by then is dropped. */
  async close(): Promise<void> {
    this.#drop();
    if (!this.#isOver) {
      this.#closing ??= setTimeout(() => this.#socket.terminate(), closeMs);
      this.#socket.resume();
      this.#socket.close(normalClosure);
    }
    await this.#over.promise;
  }

  /** Ends the connection at once. What has not been read is dropped: whoever aborts does not want it. */
  abort(failure: Error): void {
    this.#failure ??= failure;
    this.#drop();
    this.#pulls.fail(failure);
    this.#socket.terminate();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pulls;
  }

  #push(message: Uint8Array): void {
    if (this.#closing || this.#pulls.ended) return;
    this.#messages.push(message);
    this.#keptBytes += message.length;
    this.#received += message.length;
    if (this.#isFull()) this.#socket.pause();
    this.#pulls.wake();
  }

  #shift(): Uint8Array | undefined {
    const message = this.#messages.shift();
    if (message) this.#keptBytes -= message.length;
    if (this.#messages.length > 0 || !this.#socket.isPaused) return message;
    this.#socket.resume();
    return message;
  }

  #isFull(): boolean {
    return this.#keptBytes >= mostKeptBytes || this.#messages.length >= mostKeptMessages;
  }

  #ping(): void {
    // While it is paused no answer can be heard.
    if (this.#socket.isPaused) return;
    if (this.#asked < this.#options.liveness.unanswered) {
      this.#asked += 1;
      // What it fails with is told of the socket as well.
      this.#socket.ping(undefined, undefined, () => undefined);
      return;
    }
    this.#lose(coded('ETIMEDOUT'));
    this.#socket.terminate();
  }

  #lose(error: unknown): void {
    this.#failure ??= this.#describe(error);
  }

  #end(code: number, reason: string): void {
    this.#isOver = true;
    clearInterval(this.#pinging);
    clearTimeout(this.#closing);
    const isInOrder = code === normalClosure || code === noStatus;
    if (!isInOrder && !this.#closing) this.#lose(lossOf(code, reason));
    if (this.#failure) this.#pulls.fail(this.#failure);
    else this.#pulls.end();
    this.#failure ??= this.#describe(coded('EPIPE'));
    for (const reject of this.#senders) reject(this.#failure);
    this.#senders.clear();
    this.#options.onOver();
    this.#over.resolve(undefined);
  }

  #describe(error: unknown): Error {
    return this.#options.describe({ error, received: this.#received });
  }

  #drop(): void {
    this.#messages.length = 0;
    this.#keptBytes = 0;
  }
}

function lossOf(code: number, reason: string): Error {
  return code === abnormalClosure ? coded('ECONNRESET') : coded(`WEBSOCKET_${code}`, reason);
}

function coded(code: string, message = ''): Error {
  return Object.assign(new Error(message), { code });
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
