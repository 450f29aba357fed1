// The events of one watch request, pulled: the server is read as fast as the reader asks, no faster.

import type {
  CallOptions,
  Codec,
  EventDecoder,
  ExpectedType,
  FrameSplitter,
  KubeObject,
  WatchEvent,
} from '@kube-rx/core';

export interface WatchStreamOptions {
  /** Opens the watch, when first asked for an event. */
  readonly open: (options: CallOptions) => Promise<AsyncIterable<Uint8Array>>;
  readonly codec: Codec;
  readonly type: ExpectedType;
  readonly signal: AbortSignal | undefined;
}

/**
 * Ends when the server ends the stream, which it does now and then; an ERROR is an event like the others.
 * Leaving the loop, or `return()` at any moment, ends the request.
 *
 * Errors, each of which ends the stream: those of the call; `DecodeError` for a frame that is cut, is no
 * event, or holds another kind; `AbortError` once the signal fired.
 *
 * @example
 * for await (const { type } of pods.watch({ signal })) console.log(type);   // ADDED, MODIFIED, …
 */
export class WatchStream<K extends KubeObject>
  implements AsyncIterableIterator<WatchEvent<K>, undefined, undefined>
{
  readonly #options: WatchStreamOptions;
  readonly #leave = new AbortController();
  readonly #splitter: FrameSplitter;
  readonly #decoder: EventDecoder<K>;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #frames: readonly Uint8Array[] = [];
  #next = 0;

  constructor(options: WatchStreamOptions) {
    this.#options = options;
    const { codec, type } = options;
    this.#splitter = codec.createFrameSplitter();
    this.#decoder = codec.createEventDecoder({ type, keepManagedFields: true });
  }

  async next(): Promise<IteratorResult<WatchEvent<K>, undefined>> {
    try {
      const event = await this.#read();
      if (event) return { done: false, value: event };
    } catch (error) {
      // A reader that has left gets the end, not the abort by which it left.
      if (!this.#leave.signal.aborted) {
        await this.return();
        throw error;
      }
    }
    return this.return();
  }

  return(): Promise<IteratorResult<WatchEvent<K>, undefined>> {
    this.#leave.abort();
    this.#frames = [];
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<WatchEvent<K> | undefined> {
    if (this.#leave.signal.aborted) return undefined;
    while (this.#next >= this.#frames.length) {
      this.#chunks ??= await this.#open();
      const chunk = await this.#chunks.next();
      if (chunk.done) {
        this.#splitter.end();
        return undefined;
      }
      this.#frames = this.#splitter.push(chunk.value);
      this.#next = 0;
    }
    const frame = this.#frames[this.#next];
    this.#next += 1;
    return frame && this.#decoder.decode(frame);
  }

  async #open(): Promise<AsyncIterator<Uint8Array>> {
    const leave = this.#leave.signal;
    const { open, signal } = this.#options;
    const body = await open({ signal: signal ? AbortSignal.any([signal, leave]) : leave });
    return body[Symbol.asyncIterator]();
  }
}
