// A run that has begun, and what its caches held of its inputs then.

import { compareResourceVersions } from '@kube-rx/core';
import type { LedgerEntry } from '../ledger.ts';

export interface SeenRun {
  readonly id: string;
  readonly epoch: number;
  readonly primary: SeenPrimary | undefined;
  /** Versions of the primary and of what it controls, by uid. */
  readonly inputs: ReadonlyMap<string, string>;
  outcome: string | undefined;
}

interface SeenPrimary {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly leaving: boolean;
}

/** Whether its caches had come as far as a write. */
export function hasSeen(
  { inputs, primary }: SeenRun,
  { uid, gone, owner, resourceVersion }: LedgerEntry,
): boolean {
  const seen = inputs.get(uid);
  if (seen !== undefined) return !gone && isAtLeast(seen, resourceVersion);
  // What is gone, or another's by now, is to be seen no more.
  return gone || primary === undefined || (uid !== primary.uid && owner?.uid !== primary.uid);
}

export function isAtLeast(a: string, b: string | undefined): boolean {
  return b === undefined || compareResourceVersions(a, b) >= 0;
}
