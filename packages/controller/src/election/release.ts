// Gives a Lease back, so that another candidate need not wait until it has run out. Only for who has stopped all that it
// did as the leader: the next one leads a moment later.

import { DeadlineError } from '@kube-rx/client';
import { type Clock, isConflict } from '@kube-rx/core';
import type { LeaseLock } from './lease-lock.ts';
import { type LeaseObject, releasedLease } from './lease-record.ts';

// Whoever labels the Lease at the same time does not do so for ever.
const mostTries = 5;

export interface ReleaseOptions {
  readonly lock: LeaseLock;
  /** Whether what the Lease says was written by us. */
  readonly isOurs: (lease: LeaseObject) => boolean;
  readonly clock: Clock;
  /** How long it may take in all, in ms. */
  readonly timeoutMs: number;
}

/**
 * Whether the Lease was ours, and is no longer.
 *
 * @throws what the requests throw, a conflict aside, and DeadlineError where it takes too long. The Lease runs out then.
 */
export async function releaseLease({ lock, isOurs, clock, timeoutMs }: ReleaseOptions): Promise<boolean> {
  const overdue = new AbortController();
  const timer = clock.schedule(timeoutMs, () => {
    overdue.abort(new DeadlineError(`it was not released within ${timeoutMs} ms`, { timeoutMs }));
  });
  try {
    for (let tries = 1; ; tries += 1) {
      // Read anew: what we know may be old, and it must be ours when it is written.
      const lease = await lock.read(overdue.signal);
      if (!lease || !isOurs(lease)) return false;
      try {
        await lock.replace(releasedLease(lease, clock.now()), overdue.signal);
        return true;
      } catch (error) {
        if (!isConflict(error) || tries === mostTries) throw error;
      }
    }
  } finally {
    timer.cancel();
  }
}
