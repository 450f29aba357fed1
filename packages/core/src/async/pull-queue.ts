// Between a source that makes values when it can and one reader that asks for them when it can.

export interface PullSource<T> {
  /** The next value, or undefined where there is none at the moment. */
  readonly pull: () => T | undefined;
  /** Called once, when the reader leaves before the end. */
  readonly onLeave?: () => void;
}

type Pulled<T> = IteratorResult<T, undefined>;

const done: Pulled<never> = { done: true, value: undefined };

/** Who takes values without a promise for each. */
interface Pouring<T> extends PromiseWithResolvers<boolean> {
  readonly take: (value: T) => boolean;
}

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
  #pouring: Pouring<T> | undefined;
  // After `ended` what can be pulled is still given; after `left` nothing is.
  #phase: 'open' | 'ended' | 'left' = 'open';
  // Why there are no more values, until the reader was told.
  #failure: Error | undefined;

  constructor(source: PullSource<T>) {
    this.#source = source;
  }

  /** Whether a reader waits for a value. */
  get isAwaited(): boolean {
    return this.#reader !== undefined || this.#pouring !== undefined;
  }

  /** Whether the source has ended or failed, or the reader has left. */
  get ended(): boolean {
    return this.#phase !== 'open';
  }

  /** There may be something to pull: a waiting reader gets it. */
  wake(): void {
    if (this.#pouring) this.#pour(this.#pouring);
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

  /**
   * Reads by a call for each value, made as soon as there is one: where many read the same, promises would cost more
   * than the values. Settles with true once `take` has said, by false, that it wants no more for now, and with false at
   * the end.
   *
   * @example
   * const lines = ['one', 'two'];
   * const queue = new PullQueue({ pull: () => lines.shift() });
   * queue.end();
   * while (await queue.pour((line) => process.stdout.write(line))) console.log('one moment');
   */
  pour(take: (value: T) => boolean): Promise<boolean> {
    const pouring = { ...Promise.withResolvers<boolean>(), take };
    this.#pouring = pouring;
    this.#pour(pouring);
    return pouring.promise;
  }

  /** The reader leaves; a `next` that still waits gets the end. */
  return(): Promise<Pulled<T>> {
    const wasOpen = this.#phase === 'open';
    this.#phase = 'left';
    this.#failure = undefined;
    this.#reader?.resolve(done);
    this.#reader = undefined;
    this.#pouring?.resolve(false);
    this.#pouring = undefined;
    if (wasOpen) this.#source.onLeave?.();
    return Promise.resolve(done);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #pour(pouring: Pouring<T>): void {
    // What is called may end the queue, or leave it.
    while (this.#pouring === pouring) {
      const value = this.#phase === 'left' ? undefined : this.#source.pull();
      if (value === undefined && !this.ended) return;
      if (value !== undefined && this.#takes(pouring, value)) continue;
      this.#pouring = undefined;
      if (value === undefined)
        this.#settle({ resolve: () => pouring.resolve(false), reject: pouring.reject });
      else pouring.resolve(true);
    }
  }

  // A fault of the reader is no matter of whoever has woken it.
  #takes({ take, reject }: Pouring<T>, value: T): boolean {
    try {
      return take(value);
    } catch (error) {
      reject(error);
      return false;
    }
  }

  #settle({ resolve, reject }: Pick<PromiseWithResolvers<Pulled<T>>, 'resolve' | 'reject'>): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) reject(failure);
    else resolve(done);
  }
}
