// What a controller tells observers of each run, over node:diagnostics_channel. Without a subscriber a run costs one look
// at a flag. Metrics and traces stand on the other side.

import { channel } from 'node:diagnostics_channel';
import type { Reason } from '../queue/reason.ts';
import type { Failure } from './failure.ts';

/** The channel of `RunMessage`. */
export const runChannel = 'kube-rx:run';

/** One run of one key. The messages of its begin and its end hold the same object. */
export interface RunIdentity {
  /** The controller's name. */
  readonly controller: string;
  /** `''` unless the controller has several. */
  readonly cluster: string;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  /** No other run of this process has it. */
  readonly run: string;
  /** 1 for the first run, or the first after a success. */
  readonly attempt: number;
  /** Whether the key waits until its object changes, should this run fail. */
  readonly isLastAttempt: boolean;
  readonly reasons: readonly Reason[];
  /** How many triggers led to it. */
  readonly triggerCount: number;
  /** How long the key was ready, in ms. */
  readonly waitedMs: number;
}

/**
 * How a run ended.
 *
 * - `done`, `requeueAfter`, `backoff`, `terminal`: what it asked for by its Action.
 * - `failed`: it threw, or returned what is no Action.
 * - `timedOut`: it took longer than `timeout`, whatever it made of its signal.
 * - `aborted`: its controller, its cluster or its term of leadership ended before it did.
 */
export type RunEnding = 'done' | 'requeueAfter' | 'backoff' | 'terminal' | 'failed' | 'timedOut' | 'aborted';

/** A run whose function never returns begins and does not end. */
export type RunMessage =
  | { readonly type: 'began'; readonly run: RunIdentity }
  | {
      readonly type: 'ended';
      readonly run: RunIdentity;
      readonly outcome: RunEnding;
      readonly durationMs: number;
      /** Present where it failed. */
      readonly failure?: Failure;
    };

const runs = channel(runChannel);

/** Whether anybody listens, so that messages are worth making. */
export function runsAreObserved(): boolean {
  return runs.hasSubscribers;
}

export function publishRun(message: RunMessage): void {
  runs.publish(message);
}
