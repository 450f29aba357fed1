// What electors tell observers, over node:diagnostics_channel. Without a subscriber it costs one look at a flag. Metrics
// stand on the other side.

import type { Failure } from '../controller/failure.ts';
import type { TermEnding } from './election.ts';

/** The channel of `ElectionMessage`. */
export const electionChannel = 'kube-rx:election';

/** Which candidate of which election. */
export interface ElectionCandidate {
  /** The Lease's. */
  readonly name: string;
  readonly namespace: string;
  readonly identity: string;
}

/**
 * What happened to a candidate.
 *
 * - `began`, `ended`: it leads from now on, or no longer. `heldMs`: for how long it did.
 * - `renewed`: its term goes on. `slow`: not by the one request that it takes while nobody else writes to the Lease.
 * - `leader`: the Lease names another holder than before; `leader` is absent where it names nobody.
 * - `failed`: a request for the Lease was not answered as it should be, and is made again.
 */
export type ElectionMessage =
  | { readonly type: 'began'; readonly candidate: ElectionCandidate; readonly transitions: number }
  | {
      readonly type: 'renewed';
      readonly candidate: ElectionCandidate;
      readonly path: 'fast' | 'slow';
      /** From when it was sent until it was answered. */
      readonly durationMs: number;
    }
  | {
      readonly type: 'ended';
      readonly candidate: ElectionCandidate;
      readonly reason: TermEnding;
      readonly heldMs: number;
    }
  | {
      readonly type: 'leader';
      readonly candidate: ElectionCandidate;
      readonly leader?: string;
      readonly transitions: number;
    }
  | { readonly type: 'failed'; readonly candidate: ElectionCandidate; readonly failure: Failure };
