// What the durations of an election promise, in true milliseconds, where each machine's clock has a rate of its own.

/** In milliseconds by a candidate's own clock. */
export interface ElectionTimings {
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
  /** What a wait is drawn out by at most, as a factor. */
  readonly jitter: number;
  /** How long the requests of one round may take on an undisturbed network. */
  readonly latencyMs: number;
}

export interface Candidate {
  /** Its milliseconds in one true millisecond. */
  readonly rate: number;
  /** Since when nothing keeps it from acting; undefined while something does. */
  readonly freeSince: () => number | undefined;
}

/** For how long nobody leads at least, between one who could not renew and the next. */
export function marginMs(
  { leaseDurationMs, renewDeadlineMs }: ElectionTimings,
  { holder, next }: { readonly holder: number; readonly next: number },
): number {
  return leaseDurationMs / next - renewDeadlineMs / holder;
}

/**
 * How long after the last change of a Lease a candidate has taken it over at the latest: it looks once in `retryPeriod`,
 * and then waits for as long as the Lease said, by its own clock. `heldMs`: 0 where nobody holds it.
 */
export function takeoverMs(
  { retryPeriodMs, jitter, latencyMs }: ElectionTimings,
  { heldMs, rate }: { readonly heldMs: number; readonly rate: number },
): number {
  const lookMs = (retryPeriodMs * jitter) / rate + latencyMs;
  return heldMs === 0 ? lookMs : lookMs + heldMs / rate + latencyMs;
}
