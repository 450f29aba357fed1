// How long a key waits that has failed.

import { type BackoffOptions, backoffMs } from '@kube-rx/core';

/**
 * Those of client-go: 5 ms, doubling to 1,000 s.
 * https://github.com/kubernetes/client-go/blob/v0.35.0/util/workqueue/default_rate_limiters.go
 */
export const failureBackoff: BackoffOptions = { minMs: 5, maxMs: 1_000_000 };

/** @param failures in a row, the last one included: at least 1. */
export function failureDelayMs(failures: number, random: number, options: BackoffOptions): number {
  return backoffMs(failures - 1, random, options);
}
