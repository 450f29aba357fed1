// The events of one watch request, pulled: the server is read as fast as the reader asks, no faster.

import type { CallOptions, Codec, ExpectedType, KubeObject, WatchEvent } from '@kube-rx/core';

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
  readonly #leave = new AbortController();
  readonly #events: AsyncGenerator<WatchEvent<K>, undefined>;

  constructor(options: WatchStreamOptions) {
    this.#events = readEvents<K>(options, this.#leave.signal);
  }

  async next(): Promise<IteratorResult<WatchEvent<K>, undefined>> {
    const { signal } = this.#leave;
    try {
      const event = signal.aborted ? undefined : await this.#events.next();
      if (event && !event.done) return event;
    } catch (error) {
      // A reader that has left gets the end, not the abort by which it left.
      if (!signal.aborted) {
        await this.return();
        throw error;
      }
    }
    return this.return();
  }

  // The generator's own would wait for a `next` that still runs.
  return(): Promise<IteratorResult<WatchEvent<K>, undefined>> {
    this.#leave.abort();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

async function* readEvents<K extends KubeObject>(
  { open, codec, type, signal }: WatchStreamOptions,
  leave: AbortSignal,
): AsyncGenerator<WatchEvent<K>, undefined> {
  const splitter = codec.createFrameSplitter();
  const decoder = codec.createEventDecoder<K>({ type, keepManagedFields: true });
  const body = await open({ signal: signal ? AbortSignal.any([signal, leave]) : leave });
  for await (const chunk of body) for (const frame of splitter.push(chunk)) yield decoder.decode(frame);
  splitter.end();
}
