// The cache as most users want it: a watcher, a store and its subscriptions, wired.

import { TimeoutError } from '@kube-rx/client';
import type { Clock, KubeObject } from '@kube-rx/core';
import {
  endWith,
  firstValueFrom,
  merge,
  Observable,
  ReplaySubject,
  race,
  takeUntil,
  throwIfEmpty,
} from 'rxjs';
import { WatcherDriver } from '../watcher/driver.ts';
import { resolveWatcherOptions, type WatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';
import type { Change } from './change.ts';
import { changesOf } from './changes.ts';
import { createStore, type Store } from './store.ts';
import type { StoreOptions } from './store-options.ts';
import type { StoreWriter } from './writer.ts';

export interface ReadyOptions {
  readonly signal?: AbortSignal;
  /** Give up after so many milliseconds. Default: never. */
  readonly timeout?: number;
}

export type ReflectorOptions<K extends KubeObject> = WatcherOptions & StoreOptions<K>;

/** A running cache. One watch serves all readers and subscribers. */
export class Reflector<K extends KubeObject> implements AsyncDisposable {
  readonly store: Store<K>;
  /** The store's contents as `added`, then every change. Completes with `close`; errors only by `stopOn`. */
  readonly changes$: Observable<Change<K>>;
  /** The last status at once, then every change of phase and every trouble. Ends as `changes$` does. */
  readonly status$: Observable<WatcherStatus>;
  readonly #status = new ReplaySubject<WatcherStatus>(1);
  readonly #end = new ReplaySubject<never>(1);
  readonly #driver: WatcherDriver<K>;
  readonly #clock: Clock;
  readonly #writer: StoreWriter<K>;

  /** Use `reflector`. */
  constructor(source: ListWatch<K>, options: ReflectorOptions<K>) {
    const { store, writer } = createStore<K>(options);
    this.#writer = writer;
    const resolved = resolveWatcherOptions({
      ...options,
      onStatus: (status) => {
        options.onStatus?.(status);
        this.#status.next(status);
      },
    });
    this.store = store;
    this.changes$ = merge(changesOf(store), this.#end).pipe(takeUntil(this.#end.pipe(endWith(undefined))));
    this.status$ = this.#status.asObservable();
    this.#clock = resolved.clock;
    this.#driver = new WatcherDriver(source, resolved, {
      event: (event) => writer.apply(event),
      error: (error) => {
        this.#status.error(error);
        this.#end.error(error);
      },
    });
    this.#driver.start();
  }

  /** As of now. */
  get status(): WatcherStatus {
    return this.#driver.status;
  }

  /** Bytes that the store's objects take, decoded ones aside. */
  get bytes(): number {
    return this.#writer.bytes;
  }

  /**
   * Resolves when the first whole list is in the store.
   *
   * @throws TimeoutError after `timeout`, naming the trouble that keeps the cache from syncing; AbortError by
   * the signal or by `close`; what `stopOn` ended the watch with. The cache itself goes on.
   */
  async ready({ signal, timeout }: ReadyOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    const late = new Observable<never>((subscriber) => {
      if (timeout === undefined) return;
      const timer = this.#clock.schedule(timeout, () => subscriber.error(this.#lateness(timeout)));
      return () => timer.cancel();
    });
    const aborted = new Observable<never>((subscriber) => {
      const abort = (): void => subscriber.error(signal?.reason);
      signal?.addEventListener('abort', abort);
      return () => signal?.removeEventListener('abort', abort);
    });
    const closed = this.#end.pipe(throwIfEmpty(closedError));
    await firstValueFrom(race(this.store.whenReady, late, aborted, closed), { defaultValue: undefined });
  }

  /** Ends the watch and the subscriptions. The store stays readable, and as it is. */
  close(): Promise<void> {
    this.#driver.close();
    this.#status.complete();
    this.#end.complete();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #lateness(timeoutMs: number): TimeoutError {
    const { phase, lastError } = this.status;
    const trouble = lastError ? `: ${lastError.message}` : '';
    return new TimeoutError(`the cache is not ready after ${timeoutMs} ms (${phase})${trouble}`, {
      timeoutMs,
      cause: lastError,
    });
  }
}

function closedError(): DOMException {
  return new DOMException('the cache was closed', 'AbortError');
}

/**
 * Starts a cache of all objects that `source` and the options select, and keeps it current until it is closed.
 *
 * Guarantees: those of `watcher`; and readers never see half of a relist, a change is told after the store
 * has it, and a deletion that the watch did not see is told when the next list shows it
 * (`finalStateUnknown`).
 *
 * @throws InvalidRequestError at once for a bad selector or option.
 * @example
 * await using cache = reflector(Api.all(client, Pod));
 * await cache.ready({ timeout: 10_000 });
 * cache.store.get('shop/web-0');
 */
export function reflector<K extends KubeObject>(
  source: ListWatch<K>,
  options: ReflectorOptions<K> = {},
): Reflector<K> {
  return new Reflector(source, options);
}
