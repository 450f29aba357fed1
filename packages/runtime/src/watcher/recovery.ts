// How patient the watcher is: how long it waits after each failure, when health counts as proven, and when
// the same trouble at the same place calls for another way.

import { type BackoffOptions, backoffMs } from '@kube-rx/core';
import type { Classified, Verdict } from './classify.ts';

// Health is proven by a stream that outlives the last delay, and this.
const provenMs = 10_000;

// Longer than this no server is believed to know how long it will be away: a date far ahead may come of a clock
// that is wrong, and a maintenance page forgets to say when it is over.
const longestRetryAfterMs = 300_000;

// How often one version may be met by the same trouble before a list is made instead.
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

  /** Tries in a row that failed; at least 1, as it is only asked in trouble. */
  get attempt(): number {
    return Math.max(1, this.#failures);
  }

  /** Counts a failure and says how long to wait. What the server asks for is a floor, up to a limit, with some jitter on top. */
  delayAfter({ verdict, retryAfterMs = 0 }: Classified, random: number): number {
    // An outage before the history was lost says nothing of the list that is due now.
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

  /** Something new came, so whatever comes next is not the same trouble at the same place. */
  noteProgress(): void {
    this.#stuck = 0;
  }

  /** Counts trouble at one place, in full or in part, and says whether it is time for another way. */
  isExhausted(verdict: Verdict, weight: number = 1): boolean {
    const limit = patience[verdict];
    if (limit === undefined) return false;
    this.#stuck += weight;
    return this.#stuck >= limit;
  }
}
