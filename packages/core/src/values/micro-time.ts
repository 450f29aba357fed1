// Times to the microsecond, as in Leases and Events, where two renewals within a second must differ.

import { InvalidValueError } from './invalid-value.ts';
import { microsOf, Time } from './time.ts';

/** A time to the microsecond, as `2026-04-22T10:00:00.000000Z`. */
export type MicroTime = string;

export const MicroTime = {
  /** As `Time.parse`: milliseconds, with three decimals. */
  parse(text: MicroTime): number {
    return Time.parse(text);
  },

  /** Microseconds since the Unix epoch. */
  toMicros(text: MicroTime): bigint {
    return microsOf(text);
  },

  /** Rounded to the microsecond, with six decimals, as the server writes it. */
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
