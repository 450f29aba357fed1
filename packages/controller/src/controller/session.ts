// A controller from `run` to its end: queue, workers, sources and clusters, wired together. Each of them is told in its own
// file what it does; here is who tells whom.

import { type Client, DeadlineError } from '@kube-rx/client';
import { type KubeObject, onAbort, quotedText } from '@kube-rx/core';
import { type LogLevel, SharedReflectors } from '@kube-rx/runtime';
import type { Leadership } from '../election/leadership.ts';
import { WorkQueue } from '../queue/work-queue.ts';
import type { Declaration } from '../source/declaration.ts';
import { RunKey } from '../source/run-key.ts';
import { sourceMaker } from '../source/source-maker.ts';
import { unsynced } from '../source/source-status.ts';
import type { SourceTrigger } from '../source/source-trigger.ts';
import { Sources } from '../source/sources.ts';
import { ClusterMember } from './cluster-member.ts';
import type { RunLog } from './controller-log.ts';
import type { ResolvedControllerOptions } from './controller-options.ts';
import type { ControllerPhase, Counters, RunningStatus, SessionStatus } from './controller-status.ts';
import { failureOf } from './failure.ts';
import { LedTerms } from './led-terms.ts';
import { OwnWrites } from './own-writes.ts';
import { Reconciler } from './reconciler.ts';
import { RunReport } from './run-report.ts';
import { sourceLog } from './source-log.ts';
import { graceMs, Workers } from './workers.ts';

export interface SessionOptions<K extends KubeObject> {
  readonly options: ResolvedControllerOptions<K>;
  readonly primary: Declaration<K>;
  readonly log: RunLog;
  readonly counters: Counters;
  readonly leadership: Leadership | undefined;
  readonly onChange: () => void;
}

export class Session<K extends KubeObject> {
  readonly sources: Sources<K>;
  readonly #settings: SessionOptions<K>;
  readonly #terms: LedTerms;
  readonly #queue: WorkQueue;
  readonly #workers: Workers;
  readonly #reconciler: Reconciler<K>;
  readonly #writes: OwnWrites;
  readonly #members = new Map<string, ClusterMember<K>>();
  readonly #caches: SharedReflectors;
  readonly #failed = Promise.withResolvers<never>();
  #isDraining = false;

  /** @throws InvalidRequestError for options of the queue or the primary that cannot be. */
  constructor(settings: SessionOptions<K>) {
    const { options, primary, log, counters } = settings;
    const { clock, random, name, caches } = options;
    this.#settings = settings;
    this.#terms = new LedTerms(settings.leadership);
    this.#queue = new WorkQueue({ ...options, source: name });
    this.#caches = caches ?? new SharedReflectors({ clock, lingerMs: 0 });
    this.#writes = new OwnWrites({
      controller: name,
      resource: primary.api.resource,
      timeout: options.consistencyTimeout,
      clock,
      counters,
      log,
      onOpen: (key) => this.#release(key),
    });
    this.#reconciler = new Reconciler({
      options,
      report: new RunReport({ counters, log, clock }),
      writes: this.#writes,
      clusterOf: (cluster) => this.#members.get(cluster),
      termOf: () => this.#terms.term,
    });
    this.#workers = new Workers({
      queue: this.#queue,
      clock,
      concurrency: options.concurrency,
      clusters: () => this.#members.keys(),
      timeoutMs: options.timeout,
      mayBegin: this.#terms.mayBegin,
      begin: (run, begin) => this.#reconciler.begin(run, begin),
      onEnd: settings.onChange,
    });
    this.sources = new Sources({
      primary,
      caches: this.#caches,
      maker: sourceMaker,
      clock,
      random,
      listener: {
        onTrigger: (key, trigger) => this.#trigger(key, trigger),
        onDeleted: (key, last) => {
          if (!this.#terms.isStandby) this.#reconciler.noteDeletion(key, last);
        },
        ...sourceLog((level, message, fields) => this.#log(level, message, fields)),
        onCache: (cache) => this.#writes.watch(cache),
        onStatus: () => this.#statusChanged(),
      },
    });
  }

  /** Runs until the signal fires, and ends drained. @throws DeadlineError where sources are late and that is to fail. */
  async run(clusters: ReadonlyMap<string, Client>, signal: AbortSignal | undefined): Promise<void> {
    const stopped = Promise.withResolvers<undefined>();
    const stopListening = onAbort(signal, () => stopped.resolve(undefined));
    this.#failed.promise.catch(() => undefined);
    try {
      // No watch is opened for nothing.
      if (signal?.aborted) return;
      for (const [name, client] of clusters) this.addCluster(name, client);
      this.#terms.follow({ began: (isFirst) => this.#lead(isFirst), ended: (why) => this.#standBy(why) });
      await Promise.race([stopped.promise, this.#failed.promise]);
    } finally {
      stopListening();
      await this.#drain();
    }
  }

  /** @throws InvalidRequestError where there is one of that name. */
  addCluster(name: string, client: Client): void {
    // Nothing of it would run any more: it is there at the next run.
    if (this.#isDraining) return;
    const { options, log } = this.#settings;
    const member = new ClusterMember({
      name,
      client,
      resource: this.#settings.primary.api.resource,
      options,
      log,
      sources: this.sources,
      writes: this.#writes,
    });
    this.sources.addCluster(name, client);
    this.#members.set(name, member);
    const late = (): void => this.#syncIsLate(member);
    member.deadline = options.clock.schedule(options.syncTimeout, late);
    this.#statusChanged();
  }

  /** Its runs are aborted and awaited. */
  async removeCluster(name: string): Promise<void> {
    const member = this.#members.get(name);
    if (!member) return;
    this.#members.delete(name);
    member.deadline?.cancel();
    this.sources.removeCluster(name);
    for (const { key, lane } of this.#queue.entries()) if (lane === name) this.#queue.forget(key);
    this.#reconciler.forgetCluster(name);
    // No place is kept for it any more.
    this.#workers.kick();
    member.leave();
    this.#writes.forgetCluster(name);
    this.#workers.abort(aborted(`the cluster ${quotedText(name)} was removed`), name);
    const ended = await this.#workers.ended(graceMs, name);
    await member.close();
    if (!ended)
      this.#log('error', 'runs of a removed cluster do not end though their signals have fired', {
        cluster: name,
      });
  }

  request(key: string): void {
    const { name } = this.#settings.options;
    const lane = RunKey.parse(key).cluster;
    this.#trigger(key, {
      lane,
      priority: 'high',
      reason: { type: 'requested', source: name },
      isAsked: true,
    });
  }

  get phase(): ControllerPhase {
    if (this.#isDraining) return 'draining';
    for (const { isSynced } of this.#members.values())
      if (isSynced) return this.#terms.isStandby ? 'standby' : 'running';
    return 'syncing';
  }

  /** Times a key began to wait. */
  get queued(): number {
    return this.#queue.arrivals;
  }

  get status(): SessionStatus {
    const { phase, sources, running } = this;
    return { phase, sources: sources.statuses, paused: this.#reconciler.paused, ...running };
  }

  /** Once it has ended: what is left of it, as runs do not end though their signals have fired. */
  get running(): RunningStatus {
    const now = this.#settings.options.clock.monotonic();
    const oldest = this.#queue.oldestRunning(now);
    return {
      queue: this.#queue.sizes,
      runningMs: this.#queue.runningMs(now),
      ...(oldest && {
        oldestRunning: {
          key: oldest.key,
          ageMs: oldest.runningMs,
          givenUp: this.#workers.hasGivenUp(oldest.key),
        },
      }),
    };
  }

  #trigger(key: string, trigger: SourceTrigger): void {
    const member = this.#members.get(trigger.lane);
    if (!member || member.postpones(key, trigger)) return;
    if (this.#terms.isStandby && !member.has(key) && !this.#reconciler.owesDeletion(key)) {
      // Whoever leads is told of it. To be kept, it would be one more for each object that has ever been there.
      this.#queue.forget(key);
      this.#reconciler.forget(member, key);
      return;
    }
    // Somebody asks for it, so it does not wait for its backoff.
    if (trigger.isAsked) this.#queue.forget(key);
    const isEcho = this.#writes.isEcho(key, trigger);
    this.#queue.add(key, isEcho ? { ...trigger, isEcho } : trigger, this.#settings.options.clock.monotonic());
    this.#workers.kick();
    this.#settings.onChange();
  }

  /** What has waited may begin. */
  #lead(isFirst: boolean): void {
    this.#log('info', 'this process leads, and runs begin', {});
    // Others may have led in between.
    if (!isFirst) this.sources.tellAgain();
    for (const key of isFirst ? [] : this.#reconciler.owedDeletions) this.request(key);
    this.#workers.kick();
    this.#settings.onChange();
  }

  #standBy(reason: unknown): void {
    const { error } = failureOf(reason);
    const { name } = this.#settings.options;
    this.#workers.interrupt(aborted(`the controller ${name} does not lead any more: ${error}`));
    for (const member of this.#members.values()) member.endTerm();
    this.#log('warn', 'this process does not lead any more, and no run begins', { reason: error });
    this.#settings.onChange();
  }

  /** Caches have what the key wrote. */
  #release(key: string): void {
    this.#queue.release(key, this.#settings.options.clock.monotonic());
    this.#workers.kick();
  }

  #statusChanged(): void {
    for (const member of this.#members.values()) {
      if (member.isSynced || !this.sources.isSynced(member.name)) continue;
      this.#log('info', 'all sources of the cluster are synced', { cluster: member.name });
      for (const [key, trigger] of member.synced()) this.#trigger(key, trigger);
    }
    this.#settings.onChange();
  }

  #syncIsLate(member: ClusterMember<K>): void {
    const { name, syncTimeout, onSyncTimeout } = this.#settings.options;
    const statuses = this.sources.statuses.filter(({ cluster }) => cluster === member.name);
    const reason = unsynced(statuses) ?? 'unknown';
    const problem = `controller ${name}: not all sources are synced after ${syncTimeout} ms: ${reason}`;
    if (onSyncTimeout === 'fail') this.#failed.reject(new DeadlineError(problem, { timeoutMs: syncTimeout }));
    else
      this.#log('error', 'the sources of the cluster are not synced, and none of its objects is reconciled', {
        cluster: member.name,
        reason,
      });
  }

  async #drain(): Promise<void> {
    const { clock, name, drainTimeout } = this.#settings.options;
    this.#isDraining = true;
    this.#settings.onChange();
    for (const { deadline } of this.#members.values()) deadline?.cancel();
    this.#queue.stop(clock.monotonic());
    if (!(await this.#workers.ended(drainTimeout))) {
      this.#workers.abort(aborted(`the controller ${name} stops`));
      if (!(await this.#workers.ended(graceMs)))
        this.#log('error', 'the controller ends, and runs do not though their signals have fired', {
          running: this.#queue.sizes.running,
        });
    }
    this.#terms.close();
    this.#workers.close();
    // Not before: what still runs reads its caches, and owns what it applies.
    this.sources.close();
    this.#writes.close();
    await Promise.all(Array.from(this.#members.values(), (member) => member.close()));
    if (!this.#settings.options.caches) await this.#caches.close();
  }

  #log(level: LogLevel, message: string, fields: object): void {
    this.#settings.log.write(level, message, () => ({ controller: this.#settings.options.name, ...fields }));
  }
}

function aborted(why: string): DOMException {
  return new DOMException(why, 'AbortError');
}
