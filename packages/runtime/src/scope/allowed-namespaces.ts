// The namespaces that may be listed: all by one watch where that is allowed, else each that is.
//
// What is allowed is found out by trying. A review of the access would cost as many requests, may be incomplete
// (SelfSubjectRulesReview says so itself), and be wrong a moment later. Who may not list namespaces is left with the one
// of the kubeconfig, as with kubectl.

import type { Client } from '@kube-rx/client';
import { isForbidden, type KubeObject, type Timer } from '@kube-rx/core';
import type { Subscription } from 'rxjs';
import type { InterruptedEvent } from '../watcher/event.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';
import { everywhere } from './part-set.ts';
import type { Plan, PlanContext, PlanView } from './plan.ts';
import { watchedNamespaces } from './watched-namespaces.ts';

export interface AllowedNamespacesOptions<K extends KubeObject> {
  readonly source: ListWatch<K>;
  readonly client: Client;
  readonly options: ResolvedWatcherOptions;
  readonly probeInterval: number;
}

// A server that has just started may forbid for a moment what it allows. What was allowed before is not given up at once.
const refusalsBelieved = 3;

export class AllowedNamespaces<K extends KubeObject> implements Plan {
  readonly #options: AllowedNamespacesOptions<K>;
  readonly #context: PlanContext<K>;
  readonly #refused = new Map<string, string>();
  /** Undefined: not known. */
  #candidates: ReadonlySet<string> | undefined;
  #finding: Subscription | undefined;
  #timer: Timer | undefined;
  #probing: AbortController | undefined;
  // Why not everything is watched.
  #refusal: Error | undefined;
  #reason: string | undefined;
  #trouble: Error | undefined;
  #isClosed = false;

  constructor(options: AllowedNamespacesOptions<K>, context: PlanContext<K>) {
    this.#options = options;
    this.#context = context;
  }

  get view(): PlanView {
    const why = this.#reason === undefined ? {} : { reason: this.#reason };
    const kind = this.#kind;
    const error = kind === 'off' ? this.#refusal : this.#trouble;
    return { kind, refused: new Map(this.#refused), ...why, error };
  }

  get #kind(): PlanView['kind'] {
    const { parts } = this.#context;
    if (parts.has(everywhere)) return 'cluster';
    if (!this.#candidates) return 'pending';
    return parts.namespaces.length > 0 ? 'namespaces' : 'off';
  }

  start(): void {
    this.#watchEverywhere();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#probing?.abort();
    this.#finding?.unsubscribe();
  }

  interrupted(namespace: string, { error, attempt }: InterruptedEvent): void {
    const { parts, versions } = this.#context;
    const status = parts.statuses.get(namespace);
    if (!isForbidden(error) || !status || (status.synced && attempt < refusalsBelieved)) return;
    if (namespace === everywhere) {
      this.#refusal = error;
      this.#reason = error.message;
      // What it brought stays until it is known which namespaces are allowed.
      versions.settle(false);
      parts.release(everywhere);
      this.#findNamespaces();
      return;
    }
    this.#refused.set(namespace, error.message);
    parts.leave(namespace);
    this.#settle();
  }

  #watchEverywhere(): void {
    const { parts, versions, changed } = this.#context;
    this.#finding?.unsubscribe();
    this.#candidates = this.#reason = this.#trouble = undefined;
    this.#refused.clear();
    for (const namespace of parts.namespaces) parts.release(namespace);
    parts.join(everywhere);
    versions.settle(true);
    changed();
  }

  #findNamespaces(): void {
    const { client, options } = this.#options;
    const { fail } = this.#context;
    this.#planProbe();
    const onStatus = (status: WatcherStatus): void => this.#found(status);
    this.#finding = watchedNamespaces(client, { selection: {}, options, onStatus }).subscribe({
      next: (names) => this.#offer(names),
      error: fail,
    });
    this.#context.changed();
  }

  #found({ lastError, synced }: WatcherStatus): void {
    const isRefused = lastError !== undefined && isForbidden(lastError);
    // Without the right to watch namespaces it goes on with the one that it knows.
    this.#trouble = isRefused && !synced ? undefined : lastError;
    if (isRefused && !synced && !this.#candidates) {
      this.#reason = `${this.#reason ?? ''}; ${lastError.message}`;
      this.#offer([this.#options.client.defaultNamespace]);
    } else this.#context.changed();
  }

  /** These namespaces there are. */
  #offer(names: readonly string[]): void {
    if (this.#isClosed) return;
    const { parts } = this.#context;
    const isFirst = !this.#candidates;
    this.#candidates = new Set(names);
    for (const namespace of this.#refused.keys())
      if (!this.#candidates.has(namespace)) this.#refused.delete(namespace);
    for (const namespace of parts.namespaces) if (!this.#candidates.has(namespace)) parts.leave(namespace);
    for (const namespace of names) if (!this.#refused.has(namespace)) parts.join(namespace);
    if (isFirst) parts.dropOthers();
    this.#settle();
  }

  #settle(): void {
    const { parts, versions, changed } = this.#context;
    if (this.#isClosed) return;
    // Of a cache that is off nobody shall think that it holds everything.
    versions.settle(parts.namespaces.length > 0);
    parts.settle();
    changed();
  }

  #planProbe(): void {
    const { probeInterval, options } = this.#options;
    this.#timer?.cancel();
    this.#timer = options.clock.schedule(probeInterval, () => void this.#probe());
  }

  /** Looks whether more is allowed than before. */
  async #probe(): Promise<void> {
    const isAllowed = await this.#mayListEverywhere();
    if (this.#isClosed) return;
    if (isAllowed) {
      this.#watchEverywhere();
      return;
    }
    const { parts } = this.#context;
    for (const namespace of [...this.#refused.keys()]) {
      this.#refused.delete(namespace);
      parts.join(namespace);
    }
    this.#settle();
    this.#planProbe();
  }

  async #mayListEverywhere(): Promise<boolean> {
    const { source, options } = this.#options;
    const probing = new AbortController();
    this.#probing = probing;
    const timer = options.clock.schedule(options.headersTimeout, () => probing.abort());
    try {
      // The head of the answer says it.
      await source.openList({ limit: 1, metadataOnly: true, signal: probing.signal });
      return true;
    } catch {
      return false;
    } finally {
      timer.cancel();
      probing.abort();
    }
  }
}
