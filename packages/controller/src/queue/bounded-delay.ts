// Delays that a queue can keep.

// 35 years: longer than any process lives, and still an exact number of milliseconds.
const longestDelayMs = 2 ** 40;

/** A delay that is no number counts as none, and no delay is longer than a process lives. */
export function boundedDelay(ms: number): number {
  return ms > 0 ? Math.min(ms, longestDelayMs) : 0;
}
