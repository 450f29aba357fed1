// Durations and points in time as Go reads and writes them.

import { decimalText, largestInt } from './numbers.ts';
import { CelError, Duration, Timestamp } from './value.ts';

const second = 1_000_000_000n;
const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', second],
  ['m', 60n * second],
  ['h', 3600n * second],
]);

/** Undefined: it is none. */
export function parseDuration(text: string): Duration | undefined {
  const sign = text.startsWith('-') ? -1n : 1n;
  const rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return new Duration(0n);
  if (rest === '') return undefined;
  const part = /(\d*)(?:\.(\d*))?([a-zµμ]+)/y;
  let nanos = 0n;
  while (part.lastIndex < rest.length) {
    const [, whole = '', fraction = '', name = ''] = part.exec(rest) ?? [];
    const unit = units.get(name);
    if (unit === undefined || (whole === '' && fraction === '')) return undefined;
    nanos += BigInt(whole) * unit;
    if (fraction !== '')
      nanos += (BigInt(fraction.slice(0, 18)) * unit) / 10n ** BigInt(Math.min(fraction.length, 18));
    if (nanos > largestInt + 1n) return undefined;
  }
  nanos *= sign;
  return nanos > largestInt ? undefined : new Duration(nanos);
}

export function durationText({ nanos }: Duration): string {
  const [whole, part] = [nanos / second, nanos % second];
  return `${decimalText(Number(whole) + Number(part) / 1e9)}s`;
}

const first = -62_135_596_800n * second;
const last = 253_402_300_799n * second;

const timestampOverflow: CelError = new CelError('timestamp overflow');

/** An error where the year has not four digits. */
export function timestampOf(nanos: bigint, offsetSeconds = 0): Timestamp | CelError {
  const isWithin = nanos >= first && nanos < last + second;
  return isWithin ? new Timestamp(nanos, offsetSeconds) : timestampOverflow;
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Undefined: it is none. */
export function parseTimestamp(text: string): Timestamp | CelError | undefined {
  const match = rfc3339.exec(text);
  if (!match) return undefined;
  const [, ...parts] = match;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, seconds = 0] = parts.slice(0, 6).map(Number);
  const offsetHours = Number(parts[8] ?? 0);
  const offsetMinutes = Number(parts[9] ?? 0);
  if (hour > 23 || minute > 59 || seconds > 59 || offsetHours > 24 || offsetMinutes > 59) return undefined;
  const ms = millisOf(year, month, day);
  if (ms === undefined) return undefined;
  const offset = (offsetHours * 3600 + offsetMinutes * 60) * (parts[7] === '-' ? -1 : 1);
  const fraction = BigInt((parts[6] ?? '').slice(0, 9).padEnd(9, '0'));
  const whole = BigInt(ms / 1000 + hour * 3600 + minute * 60 + seconds - offset);
  return timestampOf(whole * second + fraction, offset);
}

// Undefined: there is no such day.
function millisOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

/** What a clock in UTC shows. */
export function clockOf(nanos: bigint): { readonly date: Date; readonly nanos: bigint } {
  const part = ((nanos % second) + second) % second;
  return { date: new Date(Number((nanos - (part % 1_000_000n)) / 1_000_000n)), nanos: part };
}

export function timestampText({ nanos, offsetSeconds }: Timestamp): string {
  const local = clockOf(nanos + BigInt(offsetSeconds) * second);
  const base = local.date.toISOString().slice(0, 19);
  const fraction =
    local.nanos === 0n
      ? ''
      : `.${String(local.nanos)
          .padStart(9, '0')
          .replace(/0{1,8}$/, '')}`;
  if (offsetSeconds === 0) return `${base}${fraction}Z`;
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = offsetSeconds < 0 ? '-' : '+';
  return `${base}${fraction}${sign}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
