// Moments to the microsecond: what Leases and Events carry, so that two renewals of one second differ.

import { InvalidValueError } from './invalid-value.ts';
import { microsOf, Time } from './time.ts';

/** A moment to the microsecond, as `2026-04-22T10:00:00.000000Z`. */
export type MicroTime = string;

export const MicroTime = {
  /** Milliseconds since the Unix epoch, with three decimals; else as `Time.parse`. */
  parse(text: MicroTime): number {
    return Time.parse(text);
  },

  /** Microseconds since the Unix epoch, exact. */
  toMicros(text: MicroTime): bigint {
    return microsOf(text);
  },

  /** Always six decimals, as the server writes it. Fractions of a millisecond are kept to the microsecond. */
  format(millis: number): MicroTime {
    const micros = Math.round(millis * 1000);
    if (!Number.isSafeInteger(micros)) throw new InvalidValueError(`${millis} ms is no moment`);
    const within = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
    const second = new Date((micros - within) / 1000).toISOString().slice(0, 19);
    return `${second}.${String(within).padStart(6, '0')}Z`;
  },

  /** As `Time.compare`. */
  compare(a: MicroTime, b: MicroTime): number {
    return Time.compare(a, b);
  },
} as const;
