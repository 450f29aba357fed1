// What the durations of an election promise, in true milliseconds, where each machine's clock has a rate of its own.

import type { LeaseState } from './lease-state.ts';

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
 * and then waits for as long as the Lease says. What a person wrote there may hold for longer, but for no more than a
 * holder's time longer.
 */
export function takeoverMs(
  { leaseDurationMs, retryPeriodMs, jitter, latencyMs }: ElectionTimings,
  {
    lease,
    isByHand,
    rate,
  }: { readonly lease: LeaseState | undefined; readonly isByHand: boolean; readonly rate: number },
): number {
  const lookMs = (retryPeriodMs * jitter) / rate + latencyMs;
  if (!isByHand && (!lease || lease.holder === '')) return lookMs;
  const saysMs = isByHand ? Math.max(lease?.durationMs ?? 0, leaseDurationMs) : (lease?.durationMs ?? 0);
  return lookMs + saysMs / rate + latencyMs;
}
