// How long the watcher waits after each failure, when a connection counts as healthy again, and how often the same
// version may fail before a list is read instead.

import { type BackoffOptions, backoffMs } from '@kube-rx/core';
import type { Classified, Verdict } from './classify.ts';

// A stream is healthy that lives longer than the last delay, and than this.
const provenMs = 10_000;

// The longest `Retry-After` that is believed: dates far ahead come from wrong clocks and forgotten maintenance pages.
const longestRetryAfterMs = 300_000;

// Failures at one version after which a list is read instead.
const patience: Readonly<Partial<Record<Verdict, number>>> = { silent: 2, faulty: 3, retry: 3, damped: 3 };

export class Recovery {
  readonly #backoff: BackoffOptions;
  #failures = 0;
  #stuck = 0;
  #delayMs = 0;
  #verdict: Verdict | undefined;

  constructor(backoff: BackoffOptions) {
    this.#backoff = backoff;
  }

  /** Tries in a row that failed; at least 1, as it is only read after a failure. */
  get attempt(): number {
    return Math.max(1, this.#failures);
  }

  /** Counts a failure and returns the delay. What the server asks for is a floor, up to a limit, with jitter on top. */
  delayAfter({ verdict, retryAfterMs = 0 }: Classified, random: number): number {
    // The failures before this one were of another kind: the list that is due now gets a short delay.
    if (verdict === 'expired' && this.#verdict !== 'expired') this.#failures = 0;
    this.#verdict = verdict;
    const delayMs = backoffMs(this.#failures, random, this.#backoff);
    this.#failures += 1;
    this.#delayMs = Math.max(delayMs, Math.min(retryAfterMs, longestRetryAfterMs) * (1 + random / 10));
    return this.#delayMs;
  }

  /** A stream ended after `livedMs`; delays begin anew if that proves health. */
  noteLife(livedMs: number): void {
    if (livedMs >= Math.max(provenMs, this.#delayMs)) this.#failures = 0;
  }

  /** The version moved on, so failures at one version are counted anew. */
  noteProgress(): void {
    this.#stuck = 0;
  }

  /** Counts a failure at this version, in full or in part. True if it is time for a list. */
  isExhausted(verdict: Verdict, weight: number = 1): boolean {
    const limit = patience[verdict];
    if (limit === undefined) return false;
    this.#stuck += weight;
    return this.#stuck >= limit;
  }
}
