// A run that has begun: what is known of it until it has ended, however it ends.

import { DeadlineError } from '@kube-rx/client';
import { type KubeObject, objectKey } from '@kube-rx/core';
import type { RunOutcome } from '../queue/run.ts';
import type { RunCluster } from './reconciler.ts';
import type { RunIdentity } from './run-channel.ts';
import type { RunContext } from './run-context.ts';
import type { Work } from './workers.ts';

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
  readonly beganAt: number;
  readonly timeoutMs: number;
  /** Ends it, where it did not end when it began. */
  readonly settle: (outcome: RunOutcome) => void;
  readonly onGivenUp: (run: ActiveRun<K>) => void;
}

export class ActiveRun<K extends KubeObject> implements Work {
  readonly cluster: RunCluster<K>;
  readonly context: RunContext<K>;
  readonly isDeletion: boolean;
  readonly isSelfTriggered: boolean;
  readonly beganAt: number;
  readonly settle: (outcome: RunOutcome) => void;
  #identity: RunIdentity | undefined;
  readonly #options: ActiveRunOptions<K>;
  #state: ActiveState = 'running';

  constructor(options: ActiveRunOptions<K>) {
    this.#options = options;
    this.cluster = options.cluster;
    this.context = options.context;
    this.isDeletion = options.isDeletion;
    this.isSelfTriggered = options.isSelfTriggered;
    this.beganAt = options.beganAt;
    this.settle = options.settle;
  }

  /** Names it for those who observe runs. */
  get identity(): RunIdentity {
    const { cluster, runId, failures, reasons, triggerCount, start, controller, ref } = this.context;
    const { waitedMs } = start;
    const key = objectKey(ref.name, ref.namespace);
    const attempt = failures + 1;
    this.#identity ??= { controller, cluster, key, run: runId, attempt, reasons, triggerCount, waitedMs };
    return this.#identity;
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
    this.#state = 'givenUp';
    this.#options.onGivenUp(this);
  }

  abort(reason: Error): void {
    this.context.abort(reason);
  }
}
