// What an elector says of itself.

import { printable } from '@kube-rx/core';
import type { ElectionCandidate } from './election-channel.ts';
import type { LeaseRecord } from './lease-record.ts';

/**
 * - `idle`: it does not run.
 * - `standby`: somebody else leads, or nobody, and it competes.
 * - `leading`: it leads.
 * - `releasing`: it has led, and gives the Lease back.
 */
export type ElectionPhase = 'idle' | 'standby' | 'leading' | 'releasing';

export interface ElectionStatus extends ElectionCandidate {
  readonly phase: ElectionPhase;
  readonly isLeader: boolean;
  /** Whom the Lease named last; absent where it named nobody, or was not read yet. */
  readonly leader?: string;
  /** How often another one took over. */
  readonly transitions: number;
  /** What is wrong with the last request, or with the Lease, in words; absent where nothing is. */
  readonly trouble?: string;
}

/** For people: bounded, and `''` for nobody. */
export function leaderOf({ holder }: Pick<LeaseRecord, 'holder'>): string {
  return holder === undefined ? 'somebody whose name is no text' : printable(holder, mostShown);
}

const mostShown = 253;
