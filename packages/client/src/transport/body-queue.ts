// The body of a response between the connection, which pushes chunks, and the reader, who pulls them. It knows no
// socket, no timer and no clock: whoever owns it passes those in, tells it what happens, and obeys `isFull`.
//
// - kept: chunks wait in order until somebody pulls them.
// - lent: a borrower gets every piece at once, and nothing is kept.
// - ended (in the pull queue): the reader gets the chunks that are kept, then the failure once, then `done`.

import { abortError, PullQueue, type ResponseBody, toError } from '@kube-rx/core';

type Chunk = IteratorResult<Uint8Array, undefined>;
type Take = (piece: Uint8Array) => boolean;

/** What came since the event loop last went round. */
interface Turn {
  readonly began: number;
  bytes: number;
}

export interface BodyQueueOptions {
  /** When it has fired, chunks that are still kept are dropped, even those of a body that is complete. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
  /** `isFull` has become false. */
  readonly onRoom: () => void;
  /** The reader gives up a body that has not ended. */
  readonly onLeave: () => void;
}

// A few reads of a socket, of 64 KiB each, may be kept for the reader,
export const mostKeptBytes: number = 256 * 1024;
export const mostKeptChunks: number = 1024;
// and so much may come, or for so long, before the event loop goes round. A fast server would keep Node reading for
// megabytes, and code that is not yet optimised takes long for them.
export const mostBytesInTurn: number = 256 * 1024;
export const longestTurnMs: number = 4;

export class BodyQueue implements AsyncIterableIterator<Uint8Array, undefined, undefined>, ResponseBody {
  readonly #options: BodyQueueOptions;
  readonly #pulls: PullQueue<Uint8Array>;
  readonly #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  #received = 0;
  #borrower: Take | undefined;
  #turn: Turn | undefined;
  #isFull = false;

  constructor(options: BodyQueueOptions) {
    this.#options = options;
    this.#pulls = new PullQueue({ pull: () => this.#shift(), onLeave: options.onLeave });
  }

  /** How many bytes were pushed before the end. */
  get received(): number {
    return this.#received;
  }

  /** Whether the connection must rest until `onRoom`. It may still push what it has read already. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /**
   * Takes a chunk to keep. True for the first one of a turn of the event loop: then `endTurn` is due when the loop has
   * gone round.
   */
  push(chunk: Uint8Array): boolean {
    if (this.#pulls.ended) return false;
    const isFirst = this.#turn === undefined;
    const turn = (this.#turn ??= { began: this.#options.now(), bytes: 0 });
    this.#received += chunk.length;
    turn.bytes += chunk.length;
    if (this.#borrower) this.#lend(chunk, this.#borrower);
    else this.#keep(chunk);
    this.#isFull ||= this.#turnIsOver(turn) || this.#keepsEnough();
    return isFirst;
  }

  /** As `push`, for a piece whose memory is written again afterwards: copies it unless it is lent on. */
  pushBorrowed(piece: Uint8Array): boolean {
    return this.push(this.#borrower ? piece : Buffer.from(piece));
  }

  /** The event loop has gone round. */
  endTurn(): void {
    this.#turn = undefined;
    this.#makeRoom();
  }

  /** Nothing comes any more: the body is complete, or broke off with `failure`. Chunks that are kept are still given. */
  end(failure?: Error): void {
    if (failure) this.#pulls.fail(failure);
    else this.#pulls.end();
  }

  /** As `end`, and drops the chunks that are kept. Does nothing after the end. */
  abort(failure: Error): void {
    if (this.#pulls.ended) return;
    this.#drop();
    this.end(failure);
  }

  next(): Promise<Chunk> {
    const { signal } = this.#options;
    if (this.#borrower) return Promise.reject(new Error('a body that is lent cannot be looped over'));
    if (this.#chunks.length === 0 || !signal?.aborted) return this.#pulls.next();
    // The owner no longer listens to the signal once the body has ended.
    void this.return();
    return Promise.reject(abortError(signal));
  }

  /** As `ResponseBody` has it. Chunks that came before are given first; they are not lent, and may be kept. */
  async lend(take: Take): Promise<void> {
    if (this.#borrower) throw new Error('a body can be lent only once');
    if (this.#pulls.isAwaited) throw new Error('a body that is looped over cannot be lent');
    try {
      while (this.#chunks.length > 0 || this.#pulls.ended) {
        const { done, value } = await this.next();
        if (done || !take(value)) return;
      }
      this.#borrower = take;
      // Nothing is kept any more, so that only the end can be pulled.
      await this.#pulls.next();
    } finally {
      void this.return();
    }
  }

  /** The reader leaves. A `next` that still waits ends as done. */
  return(): Promise<Chunk> {
    this.#drop();
    this.#borrower = undefined;
    return this.#pulls.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #keep(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#keptBytes += chunk.length;
    this.#pulls.wake();
  }

  #lend(piece: Uint8Array, take: Take): void {
    try {
      if (!take(piece)) void this.return();
    } catch (thrown) {
      if (this.#pulls.ended) return;
      this.abort(toError(thrown));
      this.#options.onLeave();
    }
  }

  #shift(): Uint8Array | undefined {
    const chunk = this.#chunks.shift();
    if (!chunk) return undefined;
    this.#keptBytes -= chunk.length;
    this.#makeRoom();
    return chunk;
  }

  #turnIsOver({ bytes, began }: Turn): boolean {
    return bytes >= mostBytesInTurn || this.#options.now() - began >= longestTurnMs;
  }

  #keepsEnough(): boolean {
    return this.#keptBytes >= mostKeptBytes || this.#chunks.length >= mostKeptChunks;
  }

  // Only when nothing is kept: a connection that rests and reads for each chunk would be slow.
  #makeRoom(): void {
    if (!this.#isFull || this.#chunks.length > 0 || (this.#turn && this.#turnIsOver(this.#turn))) return;
    this.#isFull = false;
    this.#options.onRoom();
  }

  #drop(): void {
    this.#chunks.length = 0;
    this.#keptBytes = 0;
  }
}
