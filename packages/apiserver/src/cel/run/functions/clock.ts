// Parts of points in time and of durations.

import { clockOf } from '../../times.ts';
import { CelError, Duration, Timestamp, type Value } from '../../value.ts';
import { arg, type Implementation, type Implementations } from './implementation.ts';

/** What it takes to look at the clock of another zone. */
const zoneWork = 8_000;

const second = 1_000_000_000n;

// What the clock of a zone shows, as a date of UTC; or that there is no such zone.
function inZone(time: Timestamp, zone: Value | undefined): Date | CelError {
  const { date } = clockOf(time.nanos);
  if (typeof zone !== 'string' || zone === '' || zone === 'UTC') return date;
  const colon = zone.indexOf(':');
  if (colon < 0) return namedZone(date, zone);
  const [hours, minutes] = [zone.slice(0, colon), zone.slice(colon + 1)];
  for (const part of [hours, minutes])
    if (!/^[+-]?\d+$/.test(part))
      return new CelError(`strconv.Atoi: parsing ${JSON.stringify(part)}: invalid syntax`);
  const offset = Number(hours) * 60 + (hours.startsWith('-') ? -Number(minutes) : Number(minutes));
  return new Date(date.getTime() + offset * 60_000);
}

function namedZone(date: Date, zone: string): Date | CelError {
  const unknown = new CelError(`unknown time zone ${zone}`);
  // Offsets such as +01 are names to JavaScript only.
  if (/^[+-]/.test(zone)) return unknown;
  try {
    return shownIn(date, zone);
  } catch (error) {
    if (error instanceof RangeError) return unknown;
    throw error;
  }
}

function shownIn(date: Date, timeZone: string): Date {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name) ?? 0);
  const year = parts.get('era')?.startsWith('B') === true ? 1 - part('year') : part('year');
  const shown = new Date(0);
  shown.setUTCFullYear(year, part('month') - 1, part('day'));
  shown.setUTCHours(part('hour'), part('minute'), part('second'), date.getUTCMilliseconds());
  return shown;
}

function dayOfYear(date: Date): number {
  const start = new Date(date.getTime());
  start.setUTCMonth(0, 1);
  return Math.round((date.getTime() - start.getTime()) / 86_400_000);
}

// Of a point in time, in a zone; of a duration, all of it in the unit.
function part(of: (date: Date) => number, unit = second): Implementation {
  return (args, { steps }) => {
    const value = arg(args, 0);
    if (value instanceof Duration) return value.nanos / unit;
    if (!(value instanceof Timestamp)) return new CelError('no such overload');
    if (args.length > 1) steps.spend(zoneWork);
    const date = inZone(value, args[1]);
    return date instanceof CelError ? date : BigInt(of(date));
  };
}

export const clockFunctions: Implementations = {
  getFullYear: part((date) => date.getUTCFullYear()),
  getMonth: part((date) => date.getUTCMonth()),
  getDayOfYear: part(dayOfYear),
  getDayOfMonth: part((date) => date.getUTCDate() - 1),
  getDate: part((date) => date.getUTCDate()),
  getDayOfWeek: part((date) => date.getUTCDay()),
  getHours: part((date) => date.getUTCHours(), 3600n * second),
  getMinutes: part((date) => date.getUTCMinutes(), 60n * second),
  getSeconds: part((date) => date.getUTCSeconds()),
  getMilliseconds: part((date) => date.getUTCMilliseconds(), 1_000_000n),
};
