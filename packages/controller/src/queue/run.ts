// What goes into a work queue, and what comes out of it.

import type { Reason } from './reason.ts';

export interface Trigger {
  /** Default `high`, as for changes; `low` for a first list, a resync and whatever may wait. */
  readonly priority?: 'high' | 'low';
  /** When the key is due, in monotonic ms. Default: now, or at the end of the debounce. */
  readonly at?: number;
  readonly reason?: Reason;
  /**
   * Of the object that the key names, as far as the trigger knows it. Another one than the last ends backoff, hold and
   * a terminal outcome. Whoever tells of an object that is gone hands in -1.
   */
  readonly generation?: number;
  /**
   * Where the generation does not tell: whether what the object asks for has changed, which counts as another generation.
   * Called only where it matters: the key runs, has failed, or has ended for good.
   */
  readonly isChanged?: () => boolean;
  /** The cluster. Default `''`. That of a key's first trigger counts. */
  readonly lane?: string;
  /** Known to be an echo of the key's own write. Default false. Its generation is no change. */
  readonly isEcho?: boolean;
}

/** What is taken. */
export interface Run {
  readonly key: string;
  readonly lane: string;
  /** Up to four distinct ones, in the order in which they came. */
  readonly reasons: readonly Reason[];
  /** How many triggers led to it. */
  readonly triggerCount: number;
  /** Runs of the key that failed in a row before this one. */
  readonly failures: number;
  readonly priority: 'high' | 'low';
  /** How long the key was ready. */
  readonly waitedMs: number;
  /** Whether no trigger led to it but echoes of the key's own writes. */
  readonly echoesOnly: boolean;
}

/**
 * How a run ended.
 *
 * - `done`: nothing is due.
 * - `requeue`: due after `afterMs` at the latest, with low priority. `holdMs` as of `done`.
 * - `retry`, `backoff`: failed; due after a delay that grows with the failures.
 * - `terminal`: failed; nothing is due, and triggers are dropped, until the generation changes or a run is requested.
 * - `put back`: did not begin, or was ended by what is no failure of its own; the key is ready again at `until`, or when it is released.
 *
 * `holdMs`: no run of the key begins before that, until a trigger comes that is no echo. What came before the run ended
 * waits as well.
 *
 * `onlyEchoes`: what changed while it ran is known by now to be what the key wrote itself, so no generation has changed.
 */
export type RunOutcome = { readonly onlyEchoes?: boolean } & (
  | { readonly type: 'done'; readonly holdMs?: number }
  | { readonly type: 'requeue'; readonly afterMs: number; readonly holdMs?: number }
  | { readonly type: 'retry' }
  | { readonly type: 'backoff' }
  | { readonly type: 'terminal' }
  | { readonly type: 'put back'; readonly until: number }
);

export interface QueueSizes {
  /** Wait to be taken. */
  readonly ready: number;
  /** Wait until a time. */
  readonly waiting: number;
  readonly running: number;
  /** Were put back, and wait to be released. */
  readonly held: number;
}

/** A key of the queue, for inspection. */
export interface QueueEntry {
  readonly key: string;
  readonly lane: string;
  /** `resting`: nothing is due; there are only failures or a hold to remember. */
  readonly state: 'resting' | 'waiting' | 'held' | 'ready' | 'running';
  /** When what waits is due, in monotonic ms. Absent where nothing waits. */
  readonly readyAt?: number;
  readonly failures: number;
  readonly triggerCount: number;
  readonly reasons: readonly Reason[];
}
