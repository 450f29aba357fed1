// A watcher, a store and its subscriptions, wired together: what most users need.

import { DeadlineError } from '@kube-rx/client';
import { type KubeObject, onAbort } from '@kube-rx/core';
import {
  defer,
  endWith,
  firstValueFrom,
  map,
  merge,
  Observable,
  type ObservableInput,
  ReplaySubject,
  race,
  takeUntil,
  throwIfEmpty,
} from 'rxjs';
import { JoinedVersions } from '../scope/joined-versions.ts';
import { NamespacedFeed } from '../scope/namespaced-feed.ts';
import { Part } from '../scope/part.ts';
import type { ScopeOptions } from '../scope/scope-options.ts';
import {
  type ResolvedWatcherOptions,
  resolveWatcherOptions,
  type WatcherOptions,
} from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import { type WatcherStatus, withErrorsOnce } from '../watcher/status.ts';
import { type AuditOptions, resolveAuditMs } from './audit-schedule.ts';
import type { Change } from './change.ts';
import { changesOf, type KeyState, watchKey } from './changes.ts';
import { coalescedChanges } from './coalesced-changes.ts';
import { type LiveQueryOptions, liveQuery } from './live-query.ts';
import { Store, type StoreKey } from './store.ts';
import { resolveStoreOptions, type StoreOptions } from './store-options.ts';
import { StoreState } from './store-state.ts';
import { VersionWaiters } from './version-waiters.ts';

export interface ReadyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Give up after so many milliseconds. Default: never. */
  readonly timeout?: number | undefined;
}

export interface WaitOptions extends ReadyOptions {
  /** In a cache of several namespaces: the only one that has to come so far. Default: all. */
  readonly namespace?: string | undefined;
}

export type ReflectorOptions<K extends KubeObject> = WatcherOptions &
  ScopeOptions &
  StoreOptions<K> &
  AuditOptions;

/** What fills the store. */
interface Feed {
  readonly status: WatcherStatus;
  start(): void;
  close(): void;
}

/**
 * A running cache. One watch serves all readers and subscribers.
 *
 * @example
 * await using cache = reflector(pods);
 * cache.status$.subscribe(({ phase }) => console.log(phase));
 */
export class Reflector<K extends KubeObject> implements AsyncDisposable {
  readonly store: Store<K>;
  /** The store's contents as `added`, then every change. Completes with `close`, or when the client was
   * closed; errors only by `stopOn`. */
  readonly changes$: Observable<Change<K>>;
  /** The last status at once, then every change of phase. Each subscriber is told of an error once. Ends as `changes$` does. */
  readonly status$: Observable<WatcherStatus>;
  readonly #status = new ReplaySubject<WatcherStatus>(1);
  readonly #end = new ReplaySubject<never>(1);
  // A subject, not a promise: a promise would keep each waiter until it settles, also those that gave up.
  readonly #ready = new ReplaySubject<unknown>(1);
  readonly #closing = new AbortController();
  readonly #options: ResolvedWatcherOptions;
  readonly #feed: Feed;
  readonly #state: StoreState<K>;

  /** Use `reflector`. */
  constructor(source: ListWatch<K>, options: ReflectorOptions<K>) {
    const once = withErrorsOnce();
    const resolved = resolveWatcherOptions({
      ...options,
      onStatus: (status) => {
        options.onStatus?.(once(status));
        this.#status.next(status);
      },
    });
    this.#options = resolved;
    const { namespaces, probeInterval = 300_000 } = options;
    const auditMs = resolveAuditMs(options);
    const ends = {
      error: (error: Error): void => {
        this.#status.error(error);
        this.#release();
        this.#end.error(error);
      },
      complete: () => void this.close(),
    };
    const resolvedStore = resolveStoreOptions(options);
    if (namespaces === undefined) {
      const versions = new VersionWaiters();
      const state = new StoreState<K>(resolvedStore, versions);
      const onSynced = (): void => state.ready.resolve();
      const part = { state, options: resolved, auditMs, namespace: undefined, versions, onSynced, ...ends };
      this.#state = state;
      this.#feed = new Part(source, part);
    } else {
      const versions = new JoinedVersions();
      const state = new StoreState<K>(resolvedStore, versions);
      const scope = { namespaces, probeInterval, auditMs };
      this.#state = state;
      this.#feed = new NamespacedFeed({ source, state, versions, options: resolved, ...scope, ...ends });
    }
    const store = new Store(this.#state);
    this.store = store;
    void store.whenReady.then((ready) => this.#ready.next(ready));
    this.changes$ = this.#untilEnd(changesOf(store));
    this.status$ = defer(() => this.#status.pipe(map(withErrorsOnce())));
    this.#feed.start();
  }

  /** As of now. */
  get status(): WatcherStatus {
    return this.#feed.status;
  }

  /** Changes at the consumer's own pace: see `coalescedChanges`. Ends with `close` too. */
  changes(
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<Change<K>, undefined, undefined> {
    const { signal } = options;
    const ends = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    return coalescedChanges(this.store, { signal: ends });
  }

  /** What is known of one key: see `watchKey`. Ends as `changes$` does. */
  watchKey(key: StoreKey): Observable<KeyState<K>> {
    return this.#untilEnd(watchKey(this.store, key));
  }

  /** What a selection has, again whenever that changes: see `liveQuery`. Ends as `changes$` does. */
  liveQuery(options: LiveQueryOptions<K> = {}): Observable<readonly K[]> {
    return this.#untilEnd(liveQuery(this.store, { clock: this.#options.clock, ...options }));
  }

  /**
   * Resolves when the store holds the changes up to this version, as that of an object just written. Where
   * nothing else of the kind changes, that takes until the server's next bookmark: up to a minute.
   *
   * @throws DeadlineError after `timeout`; AbortError by the signal or by `close`.
   */
  waitForResourceVersion(version: string, options: WaitOptions = {}): Promise<void> {
    const abort = new AbortController();
    const { namespace } = options;
    const reached = this.store.waitForResourceVersion(version, { signal: abort.signal, namespace });
    // Whatever else ends the wait rejects by itself.
    reached.catch(() => undefined);
    return this.#wait(reached, options, `has not reached version ${version}`).finally(() => abort.abort());
  }

  /** Bytes that the store's objects take, decoded ones aside. */
  get bytes(): number {
    return this.#state.arena.allocatedBytes;
  }

  /**
   * Resolves when the first whole list is in the store.
   *
   * @throws DeadlineError after `timeout`, naming the trouble that keeps the cache from syncing; AbortError by
   * the signal or by `close`; what `stopOn` ended the watch with. The cache itself goes on.
   */
  ready(options: ReadyOptions = {}): Promise<void> {
    return this.#wait(this.#ready, options, 'is not ready');
  }

  /** Ends the watch and the subscriptions. The store stays readable, and as it is. */
  close(): Promise<void> {
    this.#feed.close();
    this.#release();
    this.#status.complete();
    this.#end.complete();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** After the last event. */
  #release(): void {
    if (!this.#closing.signal.aborted) this.#state.arena.close();
    this.#closing.abort();
  }

  async #wait(
    what: ObservableInput<unknown>,
    { signal, timeout }: ReadyOptions,
    problem: string,
  ): Promise<void> {
    signal?.throwIfAborted();
    const late = new Observable<never>((subscriber) => {
      if (timeout === undefined) return;
      const timer = this.#options.clock.schedule(timeout, () => {
        const { phase, lastError: cause } = this.status;
        const trouble = cause ? `: ${cause.message}` : '';
        const message = `the cache ${problem} after ${timeout} ms (${phase})${trouble}`;
        subscriber.error(new DeadlineError(message, { timeoutMs: timeout, cause }));
      });
      return () => timer.cancel();
    });
    const aborted = new Observable<never>((subscriber) =>
      onAbort(signal, () => subscriber.error(signal?.reason)),
    );
    const closed = this.#end.pipe(throwIfEmpty(() => new DOMException('the cache was closed', 'AbortError')));
    await firstValueFrom(race(what, late, aborted, closed), { defaultValue: undefined });
  }

  #untilEnd<T>(values: Observable<T>): Observable<T> {
    return merge(values, this.#end).pipe(takeUntil(this.#end.pipe(endWith(undefined))));
  }
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
