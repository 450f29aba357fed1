// How long to wait: exponential backoff with jitter, and a token bucket that bounds how often a request may
// start whatever the server does. Both are pure: time and chance come in as arguments.

export interface BackoffOptions {
  /** The first delay. Default 800, as client-go's reflector. */
  readonly minMs: number;
  /** No delay is longer. Default 30,000. */
  readonly maxMs: number;
}

/** The delay before try number `step` (from 0): between half and all of `minMs * 2^step`, at most `maxMs`. */
export function backoffMs(step: number, random: number, { minMs, maxMs }: BackoffOptions): number {
  const full = Math.min(minMs * 2 ** Math.min(step, 30), maxMs);
  return full / 2 + (full / 2) * random;
}

/** Grants a start now or later: `burst` at once, then one every `1 / perMs` milliseconds. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #updatedAt = 0;

  constructor(options: { readonly burst: number; readonly perMinute: number }) {
    this.#burst = options.burst;
    this.#perMs = options.perMinute / 60_000;
    this.#tokens = options.burst;
  }

  /** Takes a token, on credit if there is none, and returns the milliseconds until it may be used. */
  take(now: number): number {
    const gained = Math.max(0, now - this.#updatedAt) * this.#perMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained) - 1;
    this.#updatedAt = now;
    return this.#tokens >= 0 ? 0 : -this.#tokens / this.#perMs;
  }
}
