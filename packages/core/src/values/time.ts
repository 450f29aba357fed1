// Moments as Kubernetes writes them: RFC 3339, in UTC, to the second. Times stay text everywhere (one cache, one
// type); this turns them into numbers where somebody reckons with them, and back.

import { InvalidValueError } from './invalid-value.ts';

/** A moment to the second, as `2026-04-22T10:00:00Z`. */
export type Time = string;

export const Time = {
  /**
   * Milliseconds since the Unix epoch, as `Date.now()` gives them. Any RFC 3339 time is read, with fraction and offset.
   *
   * @throws InvalidValueError where the text is no such time, a date alone for instance.
   */
  parse(text: Time): number {
    return Number(microsOf(text)) / 1000;
  },

  /** The second that a moment lies in, as the server would write it. */
  format(millis: number): Time {
    return `${new Date(Math.floor(millis / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  },

  /** Negative, 0 or positive as `a` is before, at or after `b`, at the precision of both. */
  compare(a: Time, b: Time): number {
    const difference = microsOf(a) - microsOf(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },
} as const;

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** Microseconds since the Unix epoch; what is finer is dropped. */
export function microsOf(text: string): bigint {
  const [matched, date, time, fraction = '', offset] = rfc3339.exec(text) ?? [];
  const seconds = matched === undefined ? Number.NaN : Date.parse(`${date}T${time}${offset?.toUpperCase()}`);
  // Date.parse takes 31 February for 3 March.
  const day = Number(date?.slice(8));
  if (Number.isNaN(seconds) || new Date(`${date}T00:00:00Z`).getUTCDate() !== day)
    throw new InvalidValueError(`${JSON.stringify(text)} is no time: RFC 3339, as 2026-04-22T10:00:00Z`);
  return BigInt(seconds) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}
