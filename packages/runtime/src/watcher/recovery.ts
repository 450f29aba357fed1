// How long the watcher waits after each failure, when all counts as healthy again, and how often the same version may
// fail before a list is read instead.

import { type BackoffOptions, backoffMs } from '@kube-rx/core';
import type { Classified, Verdict } from './classify.ts';

// A view is healthy that is live for longer than the last delay, and than this.
const provenMs = 10_000;

// How long a `Retry-After` is believed: dates far ahead come from wrong clocks and forgotten maintenance pages, but who
// says so again and again may mean it.
const firstRetryAfterMs = 60_000;
const longestRetryAfterMs = 300_000;

// What is most often over by the next try, as one connection was cut or one server of several went away.
const passing: readonly Verdict[] = [
  'retry',
  'faulty',
  'expired',
  'violation',
  'silent',
  'denied',
  'notKubernetes',
];
// What costs a list each time, so that news of a short watch is no reason to go on at once.
const costly: readonly Verdict[] = ['expired', 'violation'];

// Failures at one version after which a list is read instead.
const patience: Readonly<Partial<Record<Verdict, number>>> = { silent: 2, faulty: 3, retry: 3, damped: 3 };

export class Recovery {
  readonly #backoff: BackoffOptions;
  #answered = false;
  #hasTriedAtOnce = false;
  #failures = 0;
  // The costly ones among them, however much news there was between.
  #losses = 0;
  #stuck = 0;
  #delayMs = 0;
  #believedMs = firstRetryAfterMs;
  #verdict: Verdict | undefined;

  constructor(backoff: BackoffOptions) {
    this.#backoff = backoff;
  }

  /** Tries in a row that failed; at least 1, as it is only read after a failure. */
  get attempt(): number {
    return Math.max(1, this.#failures);
  }

  /** Counts a failure and returns the delay. What the server asks for is a floor, up to a limit. */
  delayAfter({ verdict, retryAfterMs = 0 }: Classified, random: number): number {
    // The failures before this one were of another kind, so the list that is due now gets a short delay: unless there were
    // losses before.
    if (verdict === 'expired' && this.#verdict !== 'expired') this.#failures = 0;
    this.#verdict = verdict;
    const isCostly = costly.includes(verdict);
    const delayMs = this.#backoffMs(verdict, isCostly ? this.#losses : this.#failures, random);
    this.#failures += 1;
    if (isCostly) this.#losses += 1;
    this.#delayMs = Math.max(delayMs, this.#believe(retryAfterMs, random));
    return this.#delayMs;
  }

  /** A server has sent a page or a frame: from now on it is known to work, and trouble may be passing. */
  noteAnswer(): void {
    this.#answered = true;
  }

  /** The view was live for `livedMs`; delays begin anew if that, or what was told, proves health. */
  noteLife(livedMs: number, { hasNews }: { readonly hasNews: boolean }): void {
    const isProven = livedMs >= Math.max(provenMs, this.#delayMs);
    if (isProven) this.#losses = 0;
    if (isProven || hasNews) this.#failures = 0;
  }

  /** The version moved on, so failures at one version are counted anew. */
  noteProgress(): void {
    this.#stuck = 0;
    this.#believedMs = firstRetryAfterMs;
  }

  /** Counts a failure at this version, in full or in part. True if it is time for a list. */
  isExhausted(verdict: Verdict, weight: number = 1): boolean {
    const limit = patience[verdict];
    if (limit === undefined) return false;
    this.#stuck += weight;
    return this.#stuck >= limit;
  }

  #backoffMs(verdict: Verdict, failures: number, random: number): number {
    const { minMs, maxMs } = this.#backoff;
    const isFirst = failures === 0 && (this.#answered || !this.#hasTriedAtOnce);
    if (isFirst && passing.includes(verdict)) {
      this.#hasTriedAtOnce = true;
      return (random * minMs) / 4;
    }
    // The try at once is no step of the doubling.
    const step = this.#answered || this.#hasTriedAtOnce ? Math.max(0, failures - 1) : failures;
    // A server that cannot be reached has no load from being asked, and is to be found soon when it is back.
    if (verdict === 'retry') return backoffMs(step / 2, random, { minMs, maxMs: Math.max(minMs, maxMs / 3) });
    return backoffMs(step, random, this.#backoff);
  }

  /** Jitter comes on top of what is believed as a whole, and is taken off what is not. */
  #believe(retryAfterMs: number, random: number): number {
    const limitMs = this.#believedMs;
    this.#believedMs =
      retryAfterMs > firstRetryAfterMs ? Math.min(2 * limitMs, longestRetryAfterMs) : firstRetryAfterMs;
    return retryAfterMs > limitMs ? limitMs * (0.9 + random / 10) : retryAfterMs * (1 + random / 10);
  }
}
