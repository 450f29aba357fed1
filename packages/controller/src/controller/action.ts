// What a run asks for when it has ended.

/**
 * - `done`: nothing, until something changes.
 * - `requeueAfter`: another run after `ms` milliseconds, or sooner if something changes. Only the Action of the last run
 *   counts: a run that something else led to before the time, and that is done, asks for no other one.
 * - `backoff`: another run as after a failure, but without an error.
 * - `terminal`: nothing, until the object's generation changes, or what an object without one says besides its status;
 *   told as an error with this reason.
 */
export type Action =
  | { readonly type: 'done' }
  | { readonly type: 'requeueAfter'; readonly ms: number }
  | { readonly type: 'backoff' }
  | { readonly type: 'terminal'; readonly reason: string };

/** @example const again = (): Action => Action.requeueAfter(300_000); */
export const Action = {
  done(): Action {
    return { type: 'done' };
  },
  requeueAfter(ms: number): Action {
    return { type: 'requeueAfter', ms };
  },
  backoff(): Action {
    return { type: 'backoff' };
  },
  terminal(reason: string): Action {
    return { type: 'terminal', reason };
  },
} as const;
