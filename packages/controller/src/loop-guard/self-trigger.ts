// Whether a key reconciles itself in a loop. Pure.
//
// States: `quiet`, until a run that only echoes of own writes led to writes again; `streak`, from that run on, with the
// times of such runs; `held`, from the fifth within a minute on: each further one is held twice as long as the last.
//
// - A run that something else led to ends it, and so does a run that wrote nothing: what would follow is no loop.
// - A run that only its own `requeueAfter` or its failure led to neither counts nor ends it.

import type { Reason } from '../queue/reason.ts';
import type { Run } from '../queue/run.ts';

/**
 * - `own`: nothing led to the run but echoes of the key's own writes, and perhaps its own wish.
 * - `foreign`: something else did, or may have.
 * - `neutral`: its own wish, by `requeueAfter` or a failure.
 */
export type RunCause = 'own' | 'foreign' | 'neutral';

export type LoopState =
  | { readonly type: 'quiet' }
  | { readonly type: 'streak'; readonly endedAt: readonly number[] }
  | { readonly type: 'held'; readonly runs: number; readonly holdMs: number };

export interface LoopSettings {
  /** How many such runs in a row make a loop. */
  readonly runs: number;
  /** Within how many ms. */
  readonly windowMs: number;
  readonly minHoldMs: number;
  readonly maxHoldMs: number;
}

/** Five within a minute are not by chance, and one a second at most is a load that any server bears. */
const loopSettings: LoopSettings = { runs: 5, windowMs: 60_000, minHoldMs: 1_000, maxHoldMs: 300_000 };

export const quiet: LoopState = { type: 'quiet' };

// As many as a queue keeps.
const mostReasons = 4;

/** `isEcho`: whether a change is an echo of one of the key's own writes, as far as is known when the run begins. */
export function causeOf(
  { echoesOnly, reasons, triggerCount }: Pick<Run, 'echoesOnly' | 'reasons' | 'triggerCount'>,
  isEcho: (reason: Reason) => boolean,
): RunCause {
  if (echoesOnly && triggerCount > 0) return 'own';
  // What was not kept may have been anything.
  if (reasons.length === 0 || (reasons.length >= mostReasons && triggerCount > reasons.length))
    return 'foreign';
  const changes = reasons.filter(({ type }) => type !== 'requeued' && type !== 'retried');
  if (changes.length === 0) return 'neutral';
  return changes.every(isEcho) ? 'own' : 'foreign';
}

/** `wrote`: whether the run made a version that was not there before. */
export function afterRun(
  state: LoopState,
  { cause, wrote, now }: { readonly cause: RunCause; readonly wrote: boolean; readonly now: number },
  { runs, windowMs, minHoldMs, maxHoldMs }: LoopSettings = loopSettings,
): LoopState {
  if (cause === 'neutral') return state;
  if (cause === 'foreign' || !wrote) return quiet;
  switch (state.type) {
    case 'held':
      return { type: 'held', runs: state.runs + 1, holdMs: Math.min(2 * state.holdMs, maxHoldMs) };
    case 'quiet':
    case 'streak': {
      const before = state.type === 'streak' ? state.endedAt : [];
      const endedAt = [...before.filter((at) => now - at < windowMs), now];
      if (endedAt.length < runs) return { type: 'streak', endedAt };
      return { type: 'held', runs: endedAt.length, holdMs: minHoldMs };
    }
    default:
      return state satisfies never;
  }
}
