// What a manager runs besides controllers, and under a leadership at need.

import { isAbortError, onAbort } from '@kube-rx/core';
import { NotLeaderError } from '../election/leader-layer.ts';
import type { Leadership, LeadershipTerm } from '../election/leadership.ts';

export interface Runnable {
  /** In logs and errors. */
  readonly name: string;
  /**
   * Runs until the signal fires, or until it has nothing more to do. What it throws ends the manager, unless it is told by
   * the signal: its reason, or an AbortError.
   *
   * Under an election it is called once in each term, never twice at once; its signal fires when the term ends as well.
   * A client is kept from writing outside of `term` by `leaderLayer(term)`.
   */
  run(signal: AbortSignal, term?: LeadershipTerm): void | Promise<void>;
}

/**
 * Runs in each term until the signal fires, and resolves when the last run has ended. Rejects as a run does, also as the
 * last one does; then none begins any more.
 */
export async function runLed(runnable: Runnable, leadership: Leadership, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<undefined>();
  let next: LeadershipTerm | undefined;
  let running: Promise<void> | undefined;
  let failed: { readonly error: unknown } | undefined;
  const begin = (): void => {
    const term = next;
    next = undefined;
    if (failed || !term || term.signal.aborted || signal.aborted) return;
    running = runOnce(runnable, AbortSignal.any([signal, term.signal]), term)
      .catch((error: unknown) => {
        failed = { error };
        over.resolve(undefined);
      })
      .finally(() => {
        running = undefined;
        begin();
      });
  };
  const stopFollowing = leadership.onTerm((term) => {
    next = term;
    if (!running) begin();
  });
  const stopListening = onAbort(signal, () => over.resolve(undefined));
  await over.promise;
  stopFollowing();
  stopListening();
  await running;
  if (failed) throw failed.error;
}

/** Rejects with what it throws, unless that says no more than that it was told to end. */
export async function runOnce(runnable: Runnable, signal: AbortSignal, term?: LeadershipTerm): Promise<void> {
  try {
    await runnable.run(signal, term);
  } catch (error) {
    const isTold = error === signal.reason || isAbortError(error) || error instanceof NotLeaderError;
    if (!signal.aborted || !isTold) throw error;
  }
}
