// One cluster of a controller: what its runs share, and what they have to wait for.

import type { Client } from '@kube-rx/client';
import {
  type Clock,
  InvalidRequestError,
  type KubeObject,
  ObjectRef,
  objectKey,
  type Resource,
  resourceName,
  type Timer,
} from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import { AppliedMemory } from '../apply/applied-memory.ts';
import { type ApplyContext, applyDesired } from '../apply/apply-desired.ts';
import type { DesiredOptions } from '../apply/desired-options.ts';
import { LiveReads } from '../consistency/live-reads.ts';
import { runSignalLayer } from '../consistency/run-signal.ts';
import { leaderLayer } from '../election/leader-layer.ts';
import type { LeadershipTerm } from '../election/leadership.ts';
import type { EventNote } from '../events/event-note.ts';
import { EventRecorder } from '../events/event-recorder.ts';
import { reportingName } from '../events/reporting-name.ts';
import { isChildOf } from '../source/owner-reference.ts';
import { RunKey } from '../source/run-key.ts';
import type { SourceTrigger } from '../source/source-trigger.ts';
import type { Sources } from '../source/sources.ts';
import { UnstoredChanges } from '../status/unstored-changes.ts';
import type { ControllerLog, RunLog } from './controller-log.ts';
import type { ResolvedControllerOptions } from './controller-options.ts';
import type { OwnWrites } from './own-writes.ts';
import type { RunCluster } from './run-cluster.ts';
import type { RunContext, RunScope } from './run-context.ts';

export interface ClusterMemberOptions<K extends KubeObject> {
  readonly name: string;
  readonly client: Client;
  readonly resource: Resource<K>;
  readonly options: ResolvedControllerOptions<K>;
  readonly log: RunLog;
  readonly sources: Sources<K>;
  readonly writes: OwnWrites;
}

export class ClusterMember<K extends KubeObject> implements RunCluster<K>, RunScope<K> {
  readonly name: string;
  readonly controller: string;
  readonly resource: Resource<K>;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly maxAttempts: number;
  readonly unstored: UnstoredChanges = new UnstoredChanges();
  /** Fires where its sources are late. */
  deadline: Timer | undefined;
  readonly #settings: ClusterMemberOptions<K>;
  readonly #applied = new AppliedMemory();
  readonly #reads: LiveReads;
  readonly #postponed = new Map<string, SourceTrigger>();
  #events: EventRecorder | undefined;
  /** Of the recorder. */
  #term: LeadershipTerm | undefined;
  #isSynced = false;
  #isClosed = false;
  #hasLeft = false;

  constructor(settings: ClusterMemberOptions<K>) {
    const { name, resource, options, log } = settings;
    this.#settings = settings;
    this.name = name;
    this.controller = options.name;
    this.resource = resource;
    this.clock = options.clock;
    this.log = log.log;
    this.maxAttempts = options.maxAttempts;
    // As many as may run. Few would take so long that keys give up before it is their turn, and ten are nothing to a server.
    this.#reads = new LiveReads(Math.max(options.concurrency, 10));
  }

  /** Without a cluster and escapes, a key is the store's own. */
  #storeKey(key: string): string {
    if (this.name === '' && !key.includes('%')) return key;
    const { namespace, name } = RunKey.parse(key);
    return objectKey(name, namespace);
  }

  get scope(): RunScope<K> {
    return this;
  }

  get cluster(): string {
    return this.name;
  }

  /** Whether all of its sources have been synced once. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** Its sources are synced. Gives what came too early. */
  synced(): ReadonlyMap<string, SourceTrigger> {
    const early = new Map(this.#postponed);
    this.#isSynced = true;
    this.#postponed.clear();
    this.deadline?.cancel();
    return early;
  }

  /**
   * Keeps what is requested before its sources are synced, and what a mapper of another cluster names. They themselves tell
   * nothing before.
   */
  postpones(key: string, trigger: SourceTrigger): boolean {
    if (this.#isSynced || this.#settings.sources.isSynced(this.name)) return false;
    const { lane, priority, reason, isAsked } = trigger;
    this.#postponed.set(key, { lane, priority, reason, ...(isAsked && { isAsked }) });
    return true;
  }

  object(key: string): K | undefined {
    return this.#settings.sources.primaryStore(this.name)?.peek(this.#storeKey(key));
  }

  forget(key: string): void {
    this.#applied.forget(key);
    this.unstored.forget(key);
  }

  /** Whether what is reconciled has an object of this key. */
  has(key: string): boolean {
    return this.#settings.sources.primaryStore(this.name)?.has(this.#storeKey(key)) ?? false;
  }

  client({ start, signal }: RunContext<K>): Client {
    const { client, writes } = this.#settings;
    const isHere = (): boolean => !this.#hasLeft;
    const cluster = { client, reads: this.#reads, isHere };
    const { taken, term } = start;
    return client.layered([
      runSignalLayer(signal),
      // Outside of what notes writes: what is refused was not sent.
      ...(term ? [leaderLayer(term)] : []),
      writes.layer(taken.key, cluster),
    ]);
  }

  /** It is removed: what its runs still write is of no cache any more, even if another cluster gets its name. */
  leave(): void {
    this.#hasLeft = true;
  }

  store<T extends KubeObject>(resource: Resource<T>): Store<T> {
    const store = this.#settings.sources.store(this.name, resource);
    if (store) return store;
    throw new InvalidRequestError(
      `controller ${this.controller}: ${resourceName(resource)} has no cache here: declare it by owns, watches or watchesMetadata`,
    );
  }

  children<T extends KubeObject>(resource: Resource<T>, owner: K): readonly T[] {
    const { uid } = owner.metadata;
    if (uid === undefined) return [];
    return this.#settings.sources
      .children(this.name, resource, uid)
      .filter((child) => isChildOf(child, owner, this.resource));
  }

  apply<T extends KubeObject>(
    run: RunContext<K>,
    what: { readonly resource: Resource<T>; readonly desired: object },
    options: DesiredOptions,
  ): Promise<T> {
    const { start, object, ref } = run;
    const { key } = start.taken;
    const context: ApplyContext = {
      key,
      parent: { resource: ref.resource, object },
      fieldManager: this.controller,
      memory: this.#applied,
      signal: run.signal,
      api: (resource, namespace) => run.api(resource, namespace),
      observe: (resource, observed) => this.#settings.sources.whole(this.name, resource, observed),
      owns: (resource) => this.#settings.sources.owns(resource),
    };
    return applyDesired(context, what, options);
  }

  event(run: RunContext<K>, note: EventNote): void {
    // A run that did not end with the controller would begin a series, which nobody ends.
    if (this.#isClosed) return;
    const { term } = run.start;
    if (this.#events === undefined || this.#term !== term) {
      // That of an earlier term writes nothing any more.
      if (term?.isHeld() === false) return;
      this.#dropEvents();
      this.#term = term;
      this.#events = this.#newRecorder(term);
    }
    this.#events.record(ObjectRef.toReference(run.ref.resource, run.object), note);
  }

  /** The process does not lead any more. */
  endTerm(): void {
    this.#dropEvents();
  }

  #dropEvents(): void {
    void this.#events?.flush({ timeout: 0 });
    this.#events = undefined;
  }

  #newRecorder(term: LeadershipTerm | undefined): EventRecorder {
    const { client, log, options } = this.#settings;
    return new EventRecorder({
      // By the cluster's client, not by the run's: no run waits until a cache has its Events.
      client: term ? client.layered([leaderLayer(term)]) : client,
      reportingController: reportingName(this.controller),
      log: log.log,
      clock: this.clock,
      random: options.random,
    });
  }

  /** Ends what it keeps open. Events that wait are written, if that takes no longer than a moment. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.deadline?.cancel();
    await this.#events?.flush();
  }
}
