// A WebSocket without a network: two ends, and a little room in between.

import { type MessageSocket, PullQueue } from '@kube-rx/core';

export interface SocketEnd extends MessageSocket {
  /** Fires when the connection is over, however much of what was sent is still to be read. */
  readonly over: AbortSignal;
  /** Breaks the connection: both ends throw `failure`. */
  abort(failure: Error): void;
}

// As much as a socket of the operating system holds back at least.
const mostKeptBytes = 64 * 1024;
const mostKeptMessages = 64;

/** One direction: messages that were sent and not yet read. */
class Direction {
  readonly messages: PullQueue<Uint8Array>;
  readonly #kept: Uint8Array[] = [];
  #bytes = 0;
  #room = Promise.withResolvers<undefined>();
  #failure: Error | undefined;

  constructor(onLeave: () => void) {
    this.messages = new PullQueue({ pull: () => this.#shift(), onLeave });
  }

  async send(message: Uint8Array): Promise<void> {
    this.#requireOpen();
    this.#kept.push(Uint8Array.from(message));
    this.#bytes += message.length;
    this.messages.wake();
    while (this.#isFull()) await this.#room.promise;
    if (this.#kept.length > 0) this.#requireOpen();
  }

  /** Nothing more will come. `failure`: why it broke off, which drops what is kept. */
  end(failure?: Error): void {
    this.#failure ??= failure ?? Object.assign(new Error('the connection is closed'), { code: 'EPIPE' });
    if (failure) {
      this.#kept.length = 0;
      this.messages.fail(failure);
    } else this.messages.end();
    this.#room.resolve(undefined);
  }

  #isFull(): boolean {
    return !this.#failure && (this.#bytes > mostKeptBytes || this.#kept.length > mostKeptMessages);
  }

  #requireOpen(): void {
    if (this.#failure) throw this.#failure;
  }

  #shift(): Uint8Array | undefined {
    const message = this.#kept.shift();
    if (!message) return undefined;
    this.#bytes -= message.length;
    this.#room.resolve(undefined);
    this.#room = Promise.withResolvers();
    return message;
  }
}

/** Two ends of one connection. Once, `onOver` is called when it is over. */
export function socketPair(protocol: string, onOver: () => void): readonly [SocketEnd, SocketEnd] {
  const over = new AbortController();
  const end = (failure?: Error): void => {
    if (over.signal.aborted) return;
    for (const direction of [there, back]) direction.end(failure);
    over.abort();
    onOver();
  };
  const there = new Direction(() => end());
  const back = new Direction(() => end());
  const endOf = (outgoing: Direction, incoming: Direction): SocketEnd => ({
    protocol,
    over: over.signal,
    send: (message) => outgoing.send(message),
    close: () => {
      end();
      return Promise.resolve();
    },
    abort: end,
    [Symbol.asyncIterator]: () => incoming.messages,
  });
  return [endOf(there, back), endOf(back, there)];
}
