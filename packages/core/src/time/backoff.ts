// How long to wait before the next try, as a pure function.

export interface BackoffOptions {
  /** The first delay, in ms; it doubles for each try that follows. */
  readonly minMs: number;
  /** No delay is longer, in ms. */
  readonly maxMs: number;
}

/**
 * The delay before retry number `step`, from 0: between half and all of `minMs * 2^step`, at most `maxMs`. The
 * jitter keeps many clients that failed together from coming back together.
 *
 * @param random uniform in [0, 1).
 * @example
 * backoffMs(2, Math.random(), { minMs: 250, maxMs: 10_000 }); // 500 to 1000
 */
export function backoffMs(step: number, random: number, { minMs, maxMs }: BackoffOptions): number {
  const full = Math.min(minMs * 2 ** Math.min(step, 30), maxMs);
  return full / 2 + (full / 2) * random;
}
