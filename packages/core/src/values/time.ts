// Times as Kubernetes writes them: RFC 3339, in UTC, to the second. They stay text in objects; this converts them to
// numbers and back.

import { InvalidValueError } from '../errors.ts';
import { quotedText } from './quoted-text.ts';

/** A time to the second, as `2026-04-22T10:00:00Z`. */
export type Time = string;

// RFC 3339 knows the years 0000 to 9999.
const firstMs = -62_167_219_200_000;
const endMs = 253_402_300_800_000;

export const Time = {
  /**
   * Milliseconds since the Unix epoch. Reads any RFC 3339 time, with fraction and offset.
   *
   * @throws InvalidValueError for any other text, such as a date alone.
   */
  parse(text: Time): number {
    return Number(toMicros(text)) / 1000;
  },

  /**
   * Rounded down to the second, as the server writes it.
   *
   * @throws InvalidValueError for what is no number, and for years that have not four digits.
   */
  format(millis: number): Time {
    if (!(millis >= firstMs && millis < endMs)) throw new InvalidValueError(`${millis} ms is no moment`);
    return `${new Date(Math.floor(millis / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  },

  /** A comparator for sorting, to the microsecond. */
  compare(a: Time, b: Time): number {
    const difference = toMicros(a) - toMicros(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },
} as const;

/** A time to the microsecond, as `2026-04-22T10:00:00.000000Z`: in Leases and Events, where a second is too coarse. */
export type MicroTime = string;

export const MicroTime = {
  /** As `Time.parse`: milliseconds, with three decimals. */
  parse: (text: MicroTime): number => Time.parse(text),

  /** As `Time.compare`. */
  compare: (a: MicroTime, b: MicroTime): number => Time.compare(a, b),

  /** Microseconds since the Unix epoch; anything finer is dropped. */
  toMicros: (text: MicroTime): bigint => toMicros(text),

  /** Rounded to the microsecond, with six decimals, as the server writes it. */
  format(millis: number): MicroTime {
    const micros = Math.round(millis * 1000);
    if (!Number.isSafeInteger(micros)) throw new InvalidValueError(`${millis} ms is no moment`);
    const within = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
    const second = new Date((micros - within) / 1000).toISOString().slice(0, 19);
    return `${second}.${String(within).padStart(6, '0')}Z`;
  },
} as const;

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

function toMicros(text: string): bigint {
  const [matched, date, time, fraction = '', offset] = rfc3339.exec(text) ?? [];
  const seconds = matched === undefined ? Number.NaN : Date.parse(`${date}T${time}${offset?.toUpperCase()}`);
  // Date.parse takes 31 February for 3 March.
  const day = Number(date?.slice(8));
  if (Number.isNaN(seconds) || new Date(`${date}T00:00:00Z`).getUTCDate() !== day)
    throw new InvalidValueError(`${quotedText(text)} is no time: RFC 3339, as 2026-04-22T10:00:00Z`);
  return BigInt(seconds) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}
