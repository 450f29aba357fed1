// Between a source that makes values when it can and one reader that asks for them when it can.

export interface PullSource<T> {
  /** The next value, or undefined where there is none at the moment. */
  readonly pull: () => T | undefined;
  /** Called once, when the reader leaves before the end. */
  readonly onLeave?: () => void;
}

type Pulled<T> = IteratorResult<T, undefined>;

const done: Pulled<never> = { done: true, value: undefined };

/**
 * The source keeps its values, so that it decides on its own back-pressure: it may buffer, coalesce, or make
 * each value when it is pulled. It calls `wake` when there is something to pull again.
 *
 * Guarantees: after `end` or `fail` the reader still gets what can be pulled, then the failure once, then the
 * end. Until the reader is given something, each `next` returns the same promise.
 *
 * @example
 * const lines: string[] = [];
 * const queue = new PullQueue({ pull: () => lines.shift() });
 * lines.push('hello');
 * queue.wake();
 * queue.end();
 * for await (const line of queue) console.log(line);
 */
export class PullQueue<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #source: PullSource<T>;
  #reader: PromiseWithResolvers<Pulled<T>> | undefined;
  // After `ended` what can be pulled is still given; after `left` nothing is.
  #phase: 'open' | 'ended' | 'left' = 'open';
  // Why there are no more values, until the reader was told.
  #failure: Error | undefined;

  constructor(source: PullSource<T>) {
    this.#source = source;
  }

  /** Whether a reader waits for a value. */
  get isAwaited(): boolean {
    return this.#reader !== undefined;
  }

  /** Whether the source has ended or failed, or the reader has left. */
  get ended(): boolean {
    return this.#phase !== 'open';
  }

  /** There may be something to pull: a waiting reader gets it. */
  wake(): void {
    const reader = this.#reader;
    if (!reader) return;
    const value = this.#source.pull();
    if (value !== undefined) reader.resolve({ done: false, value });
    else if (this.ended) this.#settle(reader);
    else return;
    this.#reader = undefined;
  }

  /** No more values will be made. */
  end(): void {
    if (this.ended) return;
    this.#phase = 'ended';
    this.wake();
  }

  /** No more values can be made; the reader is told why. Does nothing after the end. */
  fail(failure: Error): void {
    if (this.ended) return;
    this.#failure = failure;
    this.end();
  }

  next(): Promise<Pulled<T>> {
    if (this.#reader) return this.#reader.promise;
    const value = this.#phase === 'left' ? undefined : this.#source.pull();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    const reader = Promise.withResolvers<Pulled<T>>();
    if (this.ended) this.#settle(reader);
    else this.#reader = reader;
    return reader.promise;
  }

  /** The reader leaves; a `next` that still waits gets the end. */
  return(): Promise<Pulled<T>> {
    const wasOpen = this.#phase === 'open';
    this.#phase = 'left';
    this.#failure = undefined;
    this.#reader?.resolve(done);
    this.#reader = undefined;
    if (wasOpen) this.#source.onLeave?.();
    return Promise.resolve(done);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #settle(reader: PromiseWithResolvers<Pulled<T>>): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) reader.reject(failure);
    else reader.resolve(done);
  }
}
