// What one request answers, item by item, pulled: the server is read as fast as the reader asks, no faster.

/**
 * Leaving the loop, or `return()` at any moment, fires the signal that `read` was given, which ends the request. A
 * reader that has left gets the end, and not the abort by which it left.
 *
 * @example
 * const names = new RequestStream(async function* (leave) {
 *   for await (const { metadata } of pods.listAll({ signal: leave })) yield metadata.name;
 *   return undefined;
 * });
 * for await (const name of names) console.log(name);
 */
export class RequestStream<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #leave = new AbortController();
  readonly #items: AsyncGenerator<T, undefined>;

  constructor(read: (leave: AbortSignal) => AsyncGenerator<T, undefined>) {
    this.#items = read(this.#leave.signal);
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    const { signal } = this.#leave;
    try {
      const item = signal.aborted ? undefined : await this.#items.next();
      if (item && !item.done) return item;
    } catch (error) {
      if (!signal.aborted) {
        await this.return();
        throw error;
      }
    }
    return this.return();
  }

  // The generator's own is not waited for, as it would wait for a `next` that still runs.
  return(): Promise<IteratorResult<T, undefined>> {
    this.#leave.abort();
    // One that rests between two items does not see the signal, and would never free what it holds.
    this.#items.return(undefined).catch(() => undefined);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
