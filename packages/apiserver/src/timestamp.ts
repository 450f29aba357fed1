import { type Clock, Time } from '@kube-rx/core';

/** The moment as objects carry it, in whole seconds: `2026-01-31T12:00:00Z`. */
export function timestamp({ clock }: { readonly clock: Clock }, offsetMs = 0): string {
  return Time.format(clock.now() + offsetMs);
}

/** Seconds in milliseconds, as Go holds them: beyond 64 bits of nanoseconds they wrap around. */
export function durationMs(seconds: number | bigint): number {
  return Number(BigInt.asIntN(64, BigInt(seconds) * 1_000_000_000n) / 1_000_000n);
}
