// A declared source in one cluster: its cache, and from the changes of that to triggers.

import type { Client } from '@kube-rx/client';
import type { Clock, EncodedObject, KubeObject, Resource } from '@kube-rx/core';
import {
  type Change,
  changesOf,
  type SharedReflector,
  type SharedReflectors,
  type Store,
} from '@kube-rx/runtime';
import { Subscription } from 'rxjs';
import type { Reason } from '../queue/reason.ts';
import type { Declaration } from './declaration.ts';
import { customMapping, type KeyMapping, ownerMapping, type Primary, primaryMapping } from './key-mapping.ts';
import { type ChangePredicate, viewOf } from './predicate.ts';
import { RunKey } from './run-key.ts';
import { SourceHealth } from './source-health.ts';
import { lastSignOf, reasonOf, type SourceStatus } from './source-status.ts';
import type { SourceListener } from './source-trigger.ts';
import { isAsked, primaryChange, reasonFor, type Telling } from './told-change.ts';
import { Troubles } from './trouble.ts';

/** What a source needs to know of the cluster that it is in. */
export interface SourcePlace {
  readonly name: string;
  readonly client: Client;
  readonly primary: Primary;
  readonly caches: SharedReflectors;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
  readonly listener: Omit<SourceListener, 'onDeleted'>;
  readonly hasCluster: (cluster: string) => boolean;
}

/** Where a source of objects begins to tell: with all that is there, or with the next change. */
export type TellFrom = 'initial state' | 'next change';

/** Told of the deletion of what is reconciled. */
export type DeletedListener<K extends KubeObject> = (key: string, last: EncodedObject<K>) => void;

export class ObjectSource<K extends KubeObject = KubeObject> {
  readonly resource: Resource<K>;
  readonly #declaration: Declaration<K>;
  readonly #place: SourcePlace;
  readonly #predicate: ChangePredicate<K> | undefined;
  readonly #shared: SharedReflector<K>;
  readonly #store: Store<K>;
  readonly #troubles: Troubles;
  readonly #health = new SourceHealth();
  readonly #keysOf: KeyMapping<K>;
  readonly #onDeleted: DeletedListener<K> | undefined;
  readonly #statuses: Subscription;
  /** Why each object of the primary's first state runs. All share it: a large cluster has very many. */
  readonly #listed: Reason;
  readonly #letCacheGo: (() => void) | undefined;
  #changes: Subscription | undefined;
  #again: Subscription | undefined;
  #isReady = false;
  #telling: Telling = 'change';
  #closed = false;
  #notLiveSince: number | undefined;

  /** Opens the watch. @throws InvalidRequestError for options that no watch can have. */
  constructor(declaration: Declaration<K>, place: SourcePlace, onDeleted?: DeletedListener<K>) {
    const { caches, client, clock, random, listener, name, primary } = place;
    const { api, options, mapping } = declaration;
    const { predicate, ...reflecting } = options;
    this.#predicate = predicate;
    this.resource = api.resource;
    this.#declaration = declaration;
    this.#place = place;
    this.#onDeleted = onDeleted;
    this.#listed = { type: 'added', source: name };
    const { cluster } = primary;
    this.#troubles = new Troubles({
      source: name,
      cluster,
      clock,
      tell: (trouble) => listener.onTrouble(trouble),
    });
    this.#keysOf = this.#mapping();
    const source = api.withClient(client);
    const shared = caches.use(source, {
      ...reflecting,
      name,
      clock,
      ...(random && { random }),
      ...(mapping.type === 'owns' && { controllerIndex: true }),
    });
    this.#shared = shared;
    this.#store = shared.reflector.store;
    this.#notLiveSince = clock.monotonic();
    const onStatus = (): void => this.#statusChanged();
    this.#statuses = shared.reflector.status$.subscribe({
      next: onStatus,
      error: onStatus,
      complete: onStatus,
    });
    const { labelSelector, fieldSelector } = options;
    const { resource, namespace } = source;
    this.#letCacheGo = listener.onCache?.({
      cluster,
      resource,
      reflector: shared.reflector,
      namespace,
      labelSelector,
      fieldSelector,
    });
    void this.#store.whenReady.then(() => {
      this.#isReady = true;
      if (!this.#closed) listener.onStatus();
    });
  }

  get store(): Store<K> {
    return this.#store;
  }

  /** Whether the cache has all of each object. What a function leaves out is left out for all who read. */
  get isWhole(): boolean {
    const { metadataOnly = false, fields } = this.#declaration.options;
    return !metadataOnly && fields === undefined;
  }

  /** Whether the whole initial state is in the cache. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get isOpen(): boolean {
    return this.#changes !== undefined;
  }

  get status(): SourceStatus {
    const { status } = this.#shared.reflector;
    const { name, primary, clock } = this.#place;
    const reason = reasonOf({ ...status, synced: this.#isReady });
    const since = this.#notLiveSince;
    const { phase, resourceVersion } = status;
    const lastSignAt = lastSignOf(status);
    return {
      name,
      cluster: primary.cluster,
      phase,
      synced: this.#isReady,
      ...(reason !== undefined && { reason }),
      lagMs: since === undefined ? 0 : clock.monotonic() - since,
      ...(lastSignAt !== undefined && { quietMs: Math.max(0, clock.now() - lastSignAt) }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
  }

  /** Begins to tell triggers. */
  open(from: TellFrom): void {
    if (this.#closed || this.#changes) return;
    const store = this.#store;
    // There before the first portion is told: what is told may close this source.
    const changes = new Subscription();
    this.#changes = changes;
    const told = changesOf<K>({
      observeBatches: (listener) => store.observeBatches((batch) => listener(this.#marked(batch, 'change'))),
      snapshot: () => (from === 'initial state' ? this.#marked(store.snapshot(), 'initial state') : []),
    });
    changes.add(told.subscribe({ next: (change) => this.#tell(change), error: () => undefined }));
  }

  /** Tells all that is there, if it has begun to tell: each is taken for another one than was told before. */
  tellAgain(): void {
    if (this.#closed || !this.#changes) return;
    this.#again?.unsubscribe();
    const store = this.#store;
    const told = changesOf<K>({
      observeBatches: () => () => undefined,
      snapshot: () => this.#marked(store.snapshot(), 'same state'),
    });
    this.#again = told.subscribe({ next: (change) => this.#tell(change), error: () => undefined });
  }

  /** Nothing is told any more, not even what is on its way. */
  close(): void {
    this.#closed = true;
    this.#changes?.unsubscribe();
    this.#again?.unsubscribe();
    this.#statuses.unsubscribe();
    this.#letCacheGo?.();
    this.#shared.release();
  }

  #tell(change: Change<K>): void {
    if (this.#closed) return;
    const { name, listener } = this.#place;
    const isPrimary = this.#declaration.mapping.type === 'primary';
    const telling = this.#telling;
    const isInitial = telling !== 'change';
    const passes = this.#passes(change) || (isPrimary && isAsked(change));
    // A deletion is told all the same: nothing runs for what is gone, and all that is known of it is forgotten.
    if (!passes && !(isPrimary && change.type === 'deleted')) return;
    const keys = this.#keysOf(change);
    if (keys.length === 0) return;
    const reason = isPrimary && isInitial ? this.#listed : reasonFor(change, name);
    const told = isPrimary
      ? primaryChange(change, { reason, telling })
      : ({ priority: isInitial ? 'low' : 'high', reason, ...(!isInitial && { change }) } as const);
    for (const key of keys) {
      if (passes && isPrimary && change.type === 'deleted' && !change.leftScope)
        this.#onDeleted?.(key, change.encoded.own());
      // A mapper may have removed its source.
      if (this.#changes?.closed !== true) listener.onTrigger(key, { lane: this.#laneOf(key), ...told });
    }
  }

  /** A mapper may name what is in another cluster. */
  #laneOf(key: string): string {
    const { mapping } = this.#declaration;
    return mapping.type === 'watches' ? RunKey.parse(key).cluster : this.#place.primary.cluster;
  }

  #passes(change: Change<K>): boolean {
    const predicate = this.#predicate;
    if (!predicate) return true;
    const so = 'the change passes';
    try {
      const passes: unknown = predicate(viewOf(change));
      if (typeof passes === 'boolean') return passes;
      void Promise.resolve(passes).catch(() => undefined);
      const why = passes instanceof Promise ? 'a promise' : `a value of the type ${typeof passes}`;
      this.#troubles.report({ what: `the predicate returned ${why}`, object: change.key, so });
    } catch (cause) {
      this.#troubles.report({ what: 'the predicate threw', object: change.key, so, cause });
    }
    return true;
  }

  #mapping(): KeyMapping<K> {
    const { mapping } = this.#declaration;
    const { primary, hasCluster } = this.#place;
    switch (mapping.type) {
      case 'primary':
        return primaryMapping(primary);
      case 'owns':
        return ownerMapping(primary);
      case 'watches':
        return customMapping({ mapper: mapping.mapper, primary, hasCluster, troubles: this.#troubles });
    }
  }

  /** The same, and while it is iterated it is known what it is. */
  *#marked<T>(items: Iterable<T>, telling: Telling): Generator<T> {
    for (const item of items) {
      this.#telling = telling;
      yield item;
    }
  }

  #statusChanged(): void {
    if (this.#closed) return;
    const { clock, listener, name: source, primary } = this.#place;
    const now = clock.monotonic();
    const { phase, lastError, scope } = this.#shared.reflector.status;
    this.#notLiveSince = phase === 'live' ? undefined : (this.#notLiveSince ?? now);
    const { lagMs, synced, reason } = this.status;
    // Not by this source, which would not hear of it.
    if (phase === 'stopped' && reason !== undefined)
      this.#troubles.report({ what: reason, so: 'nothing of it is told until the controller runs again' });
    const isTried = phase !== 'stopped' && (lastError !== undefined || scope?.kind === 'off');
    const trouble = isTried ? reason : undefined;
    const news = this.#health.look({ phase, synced, lagMs, trouble }, now);
    if (news) listener.onHealth?.({ source, cluster: primary.cluster, news });
    listener.onStatus();
  }
}
