// What a work queue can be told.

import { type BackoffOptions, InvalidRequestError } from '@kube-rx/core';
import { failureBackoff } from './failure-backoff.ts';
import type { RunRate } from './rate-limit.ts';

export interface WorkQueueOptions {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The source that `requeued` and `retried` runs name. Default `''`. */
  readonly source?: string;
  /** Between runs of a key that fails. Default 5 ms, doubling to 1,000,000 ms. */
  readonly backoff?: BackoffOptions;
  /** How long a key of low priority is ready before it gets its share beside those of high. Default 10,000 ms. */
  readonly starvationMs?: number;
  /** How long no trigger may have come before a key runs. Default 0: it runs at once. */
  readonly debounceMs?: number;
  /** The longest that triggers hold a key up in this way. Default ten times `debounceMs`. */
  readonly maxDebounceMs?: number;
  /** Of all runs together. Default: none. */
  readonly rateLimit?: RunRate;
}

export type QueueSettings = Required<Omit<WorkQueueOptions, 'rateLimit'>> & {
  readonly rateLimit: RunRate | undefined;
};

/** @throws InvalidRequestError for a number that makes no sense. */
export function queueSettings(options: WorkQueueOptions): QueueSettings {
  const { random, source = '', backoff = failureBackoff, starvationMs = 10_000, debounceMs = 0 } = options;
  const { maxDebounceMs = 10 * debounceMs, rateLimit } = options;
  requireAtLeast(0, { starvationMs, debounceMs });
  requireAtLeast(debounceMs, { maxDebounceMs });
  requireAtLeast(0, { 'backoff.minMs': backoff.minMs });
  requireAtLeast(backoff.minMs, { 'backoff.maxMs': backoff.maxMs });
  if (rateLimit) {
    requireAtLeast(1, { 'rateLimit.burst': rateLimit.burst });
    requireAtLeast(Number.MIN_VALUE, { 'rateLimit.qps': rateLimit.qps });
  }
  return { random, source, backoff, starvationMs, debounceMs, maxDebounceMs, rateLimit };
}

function requireAtLeast(least: number, numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers))
    if (!(Number.isFinite(value) && value >= least))
      throw new InvalidRequestError(
        `work queue: ${name} is ${value}; give a finite number ${least === Number.MIN_VALUE ? 'above 0' : `of at least ${least}`}`,
      );
}
