// Feeds one store from the watches of several namespaces.

import { InvalidRequestError, type KubeObject } from '@kube-rx/core';
import { isObservable, of } from 'rxjs';
import type { StoreState } from '../reflector/store-state.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { ScopeStatus, WatcherStatus } from '../watcher/status.ts';
import { AllowedNamespaces } from './allowed-namespaces.ts';
import { ChosenNamespaces } from './chosen-namespaces.ts';
import type { JoinedVersions } from './joined-versions.ts';
import { everywhere, PartSet } from './part-set.ts';
import type { Plan, PlanContext } from './plan.ts';
import { isNames, type ScopeOptions } from './scope-options.ts';
import { joinedStatus } from './scope-status.ts';
import { clientOf, watchedNamespaces } from './watched-namespaces.ts';

export interface NamespacedFeedOptions<K extends KubeObject> extends Required<ScopeOptions> {
  readonly source: ListWatch<K>;
  readonly state: StoreState<K>;
  readonly versions: JoinedVersions;
  readonly options: ResolvedWatcherOptions;
  readonly auditMs: number;
  readonly error: (error: Error) => void;
  readonly complete: () => void;
}

export class NamespacedFeed<K extends KubeObject> {
  readonly #options: NamespacedFeedOptions<K>;
  readonly #parts: PartSet<K>;
  readonly #plan: Plan;
  readonly #startedAt: number;
  #isStarted = false;
  #isClosed = false;

  /** @throws InvalidRequestError for names, selectors or a source that cannot be. */
  constructor(options: NamespacedFeedOptions<K>) {
    this.#options = options;
    const { source, state, versions, auditMs, complete } = options;
    this.#startedAt = options.options.clock.now();
    this.#parts = new PartSet<K>({
      source,
      state,
      versions,
      options: options.options,
      auditMs,
      onInterrupted: (namespace, event) => this.#plan.interrupted(namespace, event),
      onStatus: () => this.#changed(),
      error: (error) => this.#fail(error),
      complete,
    });
    this.#plan = planOf(options, {
      parts: this.#parts,
      versions,
      changed: () => this.#changed(),
      fail: (error) => this.#fail(error),
    });
  }

  get status(): WatcherStatus {
    const { versions } = this.#options;
    const { error, ...view } = this.#plan.view;
    const { statuses } = this.#parts;
    const parts = [...statuses.values()];
    const isOn = view.kind === 'cluster' || view.kind === 'namespaces';
    const whole = joinedStatus(parts, {
      phase: this.#isClosed ? 'stopped' : isOn ? 'live' : error ? 'waiting' : 'listing',
      synced: versions.isReady,
      since: this.#startedAt,
    });
    const namespaces = new Map([...statuses].filter(([namespace]) => namespace !== everywhere));
    const scope: ScopeStatus = { ...view, namespaces };
    return { ...whole, ...(error && !whole.lastError && { lastError: error }), scope };
  }

  start(): void {
    this.#isStarted = true;
    this.#plan.start();
    this.#changed();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#plan.close();
    this.#parts.close();
    this.#tellStatus();
  }

  #fail(error: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.error(error);
  }

  #changed(): void {
    if (this.#isStarted && !this.#isClosed) this.#tellStatus();
  }

  // What `onStatus` throws is an uncaught exception, not trouble of a watch.
  #tellStatus(): void {
    try {
      this.#options.options.onStatus(this.status);
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }
}

function planOf<K extends KubeObject>(feed: NamespacedFeedOptions<K>, context: PlanContext<K>): Plan {
  const { namespaces, source, options, probeInterval } = feed;
  if (namespaces === 'allowed') {
    if (!(probeInterval > 0))
      throw new InvalidRequestError(`probeInterval must be a duration above 0 ms, not ${probeInterval}`);
    requireSeveral(source);
    return new AllowedNamespaces({ source, client: clientOf(source), options, probeInterval }, context);
  }
  requireSeveral(source);
  if (isObservable(namespaces)) return new ChosenNamespaces(namespaces, context);
  if (isNames(namespaces)) {
    for (const name of namespaces) source.inNamespace?.(name);
    return new ChosenNamespaces(of(namespaces), context);
  }
  const names$ = watchedNamespaces(clientOf(source), {
    selection: namespaces,
    options,
    onStatus: (status) => plan.watched(status),
  });
  const plan: ChosenNamespaces<K> = new ChosenNamespaces(names$, context);
  return plan;
}

function requireSeveral<K extends KubeObject>(source: ListWatch<K>): void {
  const { resource, namespace } = source;
  if (source.inNamespace && namespace === undefined && resource.scope === 'Namespaced') return;
  throw new InvalidRequestError(
    'a cache of several namespaces needs a namespaced resource, and a source of all namespaces, as Api.all has',
  );
}
