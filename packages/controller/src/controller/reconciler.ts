// One reconcile, from a key that was taken from the queue to what the queue is told of it. Whatever the functions of the
// program do, nothing is thrown and no rejection is left: what they throw becomes a failure of this key.

import { type EncodedObject, type KubeObject, printable } from '@kube-rx/core';
import type { LeadershipTerm } from '../election/leadership.ts';
import type { LoopVerdict } from '../loop-guard/loop-guard.ts';
import type { Run, RunOutcome } from '../queue/run.ts';
import { RunKey } from '../source/run-key.ts';
import type { Action } from './action.ts';
import { ActiveRun } from './active-run.ts';
import { isPaused } from './annotations.ts';
import type { RunBegin, Work } from './begun-runs.ts';
import type { ResolvedControllerOptions } from './controller-options.ts';
import type { OwnWrites } from './own-writes.ts';
import type { RunCluster } from './run-cluster.ts';
import { RunContext } from './run-context.ts';
import type { RunReport } from './run-report.ts';
import { actionOf, isThenable } from './verdict.ts';

export interface ReconcilerOptions<K extends KubeObject> {
  readonly options: ResolvedControllerOptions<K>;
  readonly report: RunReport<K>;
  readonly writes: OwnWrites;
  /** Undefined for a cluster that is not here any more. */
  readonly clusterOf: (name: string) => RunCluster<K> | undefined;
  /** That goes on; undefined where nobody is asked who leads. */
  readonly termOf: () => LeadershipTerm | undefined;
}

/** What a taken key turns out to be. */
type Found<K extends KubeObject> =
  | { readonly type: 'present'; readonly object: K }
  /** It is gone, and `onDeleted` has not succeeded yet. */
  | { readonly type: 'deleted'; readonly object: K }
  /** The cache cannot decode it. */
  | { readonly type: 'unreadable'; readonly error: unknown }
  | { readonly type: 'gone' }
  | { readonly type: 'paused' };

type Callable<K extends KubeObject> = Extract<
  Found<K>,
  { readonly type: 'present' | 'deleted' | 'unreadable' }
>;

interface Beginning<K extends KubeObject> {
  readonly cluster: RunCluster<K>;
  readonly found: Callable<K>;
  readonly now: number;
}

const done: RunOutcome = { type: 'done' };
/** At once, as if it had not begun; where nothing may begin, when something may. */
const again: RunOutcome = { type: 'put back', until: 0 };

export class Reconciler<K extends KubeObject> {
  readonly #settings: ReconcilerOptions<K>;
  readonly #report: RunReport<K>;
  readonly #paused = new Set<string>();
  /** Objects that are gone, until their `onDeleted` has succeeded. */
  readonly #last = new Map<string, EncodedObject<K>>();

  constructor(settings: ReconcilerOptions<K>) {
    this.#settings = settings;
    this.#report = settings.report;
  }

  /** How many objects were found paused. */
  get paused(): number {
    return this.#paused.size;
  }

  /** To be told of each deletion of a primary before its key runs. */
  noteDeletion(key: string, last: EncodedObject<K>): void {
    this.#paused.delete(key);
    if (this.#settings.options.onDeleted) this.#last.set(key, last);
  }

  /** Whether an object is gone whose `onDeleted` has not succeeded yet. */
  owesDeletion(key: string): boolean {
    return this.#last.has(key);
  }

  /** Keys of all of them. */
  get owedDeletions(): readonly string[] {
    return [...this.#last.keys()];
  }

  /** Nothing is known any more of keys of a cluster that is removed. */
  forgetCluster(cluster: string): void {
    for (const keys of [this.#paused, this.#last])
      for (const key of keys.keys()) if (RunKey.parse(key).cluster === cluster) keys.delete(key);
  }

  /** As `begin` of workers. */
  begin(taken: Run, begin: RunBegin): Work | RunOutcome {
    const { key, lane } = taken;
    const cluster = this.#settings.clusterOf(lane);
    if (!cluster) return done;
    const until = this.#settings.writes.heldUntil(key);
    if (until !== undefined) return { type: 'put back', until };
    const found = this.#lookUp(cluster, key);
    switch (found.type) {
      case 'gone':
        this.forget(cluster, key);
        return done;
      case 'paused':
        this.#paused.add(key);
        return done;
      case 'present':
      case 'deleted':
      case 'unreadable': {
        this.#paused.delete(key);
        const run = this.#newRun(taken, { cluster, found, now: begin.now });
        return this.#call(run, found, begin);
      }
    }
  }

  #lookUp(cluster: RunCluster<K>, key: string): Found<K> {
    try {
      const object = cluster.object(key);
      const last = this.#last.get(key);
      // One of the same name may be here already: what is left of the other is cleaned up before. One without a uid, as an
      // aggregated API may have it, is believed to be another one.
      if (last && (last.uid === '' || last.uid !== object?.metadata.uid))
        return { type: 'deleted', object: last.object };
      if (!object) return { type: 'gone' };
      return isPaused(object) ? { type: 'paused' } : { type: 'present', object };
    } catch (error) {
      return { type: 'unreadable', error };
    }
  }

  #newRun(taken: Run, { cluster, found, now }: Beginning<K>): ActiveRun<K> {
    const { report, writes, options, termOf } = this.#settings;
    const object = found.type === 'unreadable' ? undefined : found.object;
    const run = new ActiveRun({
      cluster,
      context: new RunContext(cluster.scope, { taken, object, term: termOf() }),
      isDeletion: found.type === 'deleted',
      isSelfTriggered: writes.begin(taken),
      beganAt: now,
      timeoutMs: options.timeout,
      report,
    });
    report.began(run);
    return run;
  }

  #call(run: ActiveRun<K>, found: Callable<K>, begin: RunBegin): Work | RunOutcome {
    const { reconcile, onDeleted } = this.#settings.options;
    const { context } = run;
    let returned: unknown;
    try {
      if (found.type === 'unreadable') throw found.error;
      returned =
        found.type === 'present'
          ? reconcile(found.object, context)
          : onDeleted?.(context.ref, context, found.object);
      if (isThenable(returned)) {
        Promise.resolve(returned).then(
          (value) => begin.settle(this.#returned(run, value)),
          (error: unknown) => begin.settle(this.#threw(run, error)),
        );
        return run;
      }
    } catch (error) {
      return this.#threw(run, error);
    }
    return this.#returned(run, returned);
  }

  #returned(run: ActiveRun<K>, returned: unknown): RunOutcome {
    if (run.state !== 'running') return this.#late(run);
    let action: Action;
    try {
      action = actionOf(returned);
    } catch (error) {
      return this.#threw(run, error);
    }
    const { holdMs, onlyEchoes } = this.#settle(run);
    if (action.type !== 'terminal') this.#report.succeeded(run, action.type);
    switch (action.type) {
      case 'done':
        if (run.isDeletion) return this.#cleanedUp(run);
        return holdMs === 0 ? done : { type: 'done', holdMs, onlyEchoes };
      case 'requeueAfter':
        return { type: 'requeue', afterMs: action.ms, holdMs, onlyEchoes };
      case 'backoff':
        return { type: 'backoff', onlyEchoes };
      case 'terminal':
        this.#report.terminal(run, printable(action.reason));
        return this.#ended(run, onlyEchoes);
    }
  }

  #threw(run: ActiveRun<K>, thrown: unknown): RunOutcome {
    if (run.state !== 'running') return this.#late(run);
    const { onlyEchoes } = this.#settle(run);
    if (run.isAborted) {
      this.#report.aborted(run, thrown);
      return again;
    }
    this.#report.failed(run, thrown);
    return this.#afterFailure(run, onlyEchoes);
  }

  /** It ended after its time was over. */
  #late(run: ActiveRun<K>): RunOutcome {
    const { onlyEchoes } = this.#settle(run);
    // That it was given up was told when it was.
    if (run.state === 'expired') this.#report.late(run);
    return this.#afterFailure(run, onlyEchoes);
  }

  /** However it ended. */
  #settle(run: ActiveRun<K>): LoopVerdict {
    const verdict = this.#settings.writes.ended(run.context.start.taken.key);
    if (verdict.warning !== undefined) this.#report.loops(run, verdict.warning);
    return verdict;
  }

  #afterFailure(run: ActiveRun<K>, onlyEchoes: boolean): RunOutcome {
    return run.context.isLastAttempt ? this.#ended(run, onlyEchoes) : { type: 'retry', onlyEchoes };
  }

  /** For good. What is gone never changes, so there is nothing to wait for; one of the same name may be here. */
  #ended(run: ActiveRun<K>, onlyEchoes: boolean): RunOutcome {
    return run.isDeletion ? this.#cleanedUp(run) : { type: 'terminal', onlyEchoes };
  }

  #cleanedUp(run: ActiveRun<K>): RunOutcome {
    const { taken, object } = run.context.start;
    const { key } = taken;
    // Another one may have come, and gone, meanwhile.
    if (this.#last.get(key)?.uid === (object?.metadata.uid ?? '')) this.#last.delete(key);
    return { type: 'requeue', afterMs: 0 };
  }

  /** The object is gone. */
  forget(cluster: RunCluster<K>, key: string): void {
    this.#last.delete(key);
    this.#paused.delete(key);
    this.#settings.writes.forget(key);
    cluster.forget(key);
  }
}
