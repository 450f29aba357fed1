// A run that has begun: what is known of it until it has ended, however it ends.

import { DeadlineError } from '@kube-rx/client';
import { type KubeObject, objectKey } from '@kube-rx/core';
import type { Work } from './begun-runs.ts';
import type { RunIdentity } from './run-channel.ts';
import type { RunCluster } from './run-cluster.ts';
import type { RunContext } from './run-context.ts';

/**
 * - `running`: within its time.
 * - `expired`: it takes longer than its timeout, and its signal has fired.
 * - `givenUp`: it did not end then either.
 */
type ActiveState = 'running' | 'expired' | 'givenUp';

export interface ActiveRunOptions<K extends KubeObject> {
  readonly cluster: RunCluster<K>;
  readonly context: RunContext<K>;
  /** Whether `onDeleted` runs, not `reconcile`. */
  readonly isDeletion: boolean;
  /** Whether nothing but the key's own writes led to it. */
  readonly isSelfTriggered: boolean;
  /** Monotonic ms. */
  readonly beganAt: number;
  readonly timeoutMs: number;
  /** Is told where it does not end: after its time, or when it was aborted. */
  readonly report: { givenUp(run: ActiveRun<K>): void; lingers(run: ActiveRun<K>): void };
}

export class ActiveRun<K extends KubeObject> implements Work {
  readonly #options: ActiveRunOptions<K>;
  #identity: RunIdentity | undefined;
  #state: ActiveState = 'running';

  constructor(options: ActiveRunOptions<K>) {
    this.#options = options;
  }

  get cluster(): RunCluster<K> {
    return this.#options.cluster;
  }

  get context(): RunContext<K> {
    return this.#options.context;
  }

  get isDeletion(): boolean {
    return this.#options.isDeletion;
  }

  get isSelfTriggered(): boolean {
    return this.#options.isSelfTriggered;
  }

  get beganAt(): number {
    return this.#options.beganAt;
  }

  /** Names it for those who observe runs. */
  get identity(): RunIdentity {
    const { cluster, runId, failures, isLastAttempt, reasons, triggerCount, start, controller, ref } =
      this.context;
    const key = objectKey(ref.name, ref.namespace);
    const { waitedMs } = start.taken;
    const attempt = failures + 1;
    const what = { controller, cluster, key, run: runId, attempt, isLastAttempt };
    this.#identity ??= { ...what, reasons, triggerCount, waitedMs };
    return this.#identity;
  }

  /** Whether it was told to end before its time was over, or its process does not lead any more. */
  get isAborted(): boolean {
    const { abortReason, start } = this.context;
    return abortReason !== undefined || start.term?.isHeld() === false;
  }

  get state(): ActiveState {
    return this.#state;
  }

  /** What its signal was fired with, where it has taken too long. */
  get lateness(): DeadlineError {
    const { timeoutMs } = this.#options;
    return new DeadlineError(
      `the run took longer than ${timeoutMs} ms: let it end when its signal fires, or raise timeout`,
      { timeoutMs },
    );
  }

  expire(): void {
    this.#state = 'expired';
    this.context.abort(this.lateness);
  }

  giveUp(): void {
    if (this.#state === 'running') {
      // Its time was not over, so it has not failed: whenever it ends, it ends as one that was aborted.
      this.#options.report.lingers(this);
      return;
    }
    this.#state = 'givenUp';
    this.#options.report.givenUp(this);
  }

  abort(reason: Error): void {
    this.context.abort(reason);
  }
}
