// Bytes that come in pieces, for one reader. Who gives them waits until there is room.

import { PullQueue } from './pull-queue.ts';

const mostKeptBytes = 64 * 1024;

/**
 * Keeps 64 KiB and the piece that went beyond.
 *
 * Guarantees: after `end` or `fail` the reader still gets what is kept. Once the reader has left, what is pushed is
 * dropped, so that nobody waits for a reader who never comes.
 *
 * @example
 * const queue = new ByteQueue();
 * void queue.push(Uint8Array.of(1, 2)).then(() => queue.end());
 * for await (const bytes of queue) console.log(bytes.length);   // 2
 */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  readonly #kept: Uint8Array[] = [];
  readonly #pulls: PullQueue<Uint8Array>;
  #bytes = 0;
  #room = Promise.withResolvers<undefined>();

  constructor() {
    this.#pulls = new PullQueue({ pull: () => this.#shift(), onLeave: () => this.#drop() });
  }

  /** Resolves when more may follow. */
  async push(bytes: Uint8Array): Promise<void> {
    if (this.#pulls.ended || bytes.length === 0) return;
    this.#kept.push(bytes);
    this.#bytes += bytes.length;
    this.#pulls.wake();
    while (this.#bytes > mostKeptBytes) await this.#room.promise;
  }

  /** Nothing more will come. */
  end(): void {
    this.#pulls.end();
  }

  /** Nothing more can come; the reader is told why. */
  fail(failure: Error): void {
    this.#pulls.fail(failure);
  }

  /** Nobody reads any more: what comes is dropped. */
  discard(): void {
    void this.#pulls.return();
    this.#drop();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pulls;
  }

  #shift(): Uint8Array | undefined {
    const bytes = this.#kept.shift();
    if (!bytes) return undefined;
    this.#bytes -= bytes.length;
    this.#makeRoom();
    return bytes;
  }

  #drop(): void {
    this.#kept.length = 0;
    this.#bytes = 0;
    this.#makeRoom();
  }

  #makeRoom(): void {
    this.#room.resolve(undefined);
    this.#room = Promise.withResolvers();
  }
}
