// When a CronJob runs: five fields as cron has them, or a name as `@daily`. Only whether it is one is of interest here.
// https://pkg.go.dev/github.com/robfig/cron/v3#ParseStandard

import { goDurationComplaint } from './go-duration.ts';
import { parsedInteger } from './go-integer.ts';
import { zoneComplaint } from './time-zone.ts';

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Of the values, from the least on. */
  readonly names?: readonly string[];
}

const fields: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { least: 0, most: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

const names = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const every = '@every ';

/** What the real server says of a text that is no schedule; undefined where it is one. */
export function scheduleComplaint(schedule: string): string | undefined {
  const prefix = ['TZ=', 'CRON_TZ='].find((one) => schedule.startsWith(one));
  if (prefix === undefined) return plainComplaint(schedule);
  const end = schedule.indexOf(' ');
  if (end === -1) return 'invalid schedule format: runtime error: slice bounds out of range [:-1]';
  const zone = schedule.slice(prefix.length, end);
  const ofZone = zoneComplaint(zone);
  if (ofZone !== undefined) return `provided bad location ${zone}: ${ofZone}`;
  return plainComplaint(schedule.slice(end).trim());
}

function plainComplaint(schedule: string): string | undefined {
  if (schedule.startsWith('@')) return nameComplaint(schedule);
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== fields.length)
    return `expected exactly ${fields.length} fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [at, bounds] of fields.entries()) {
    for (const range of (parts[at] ?? '').split(',')) {
      const complaint = range === '' ? undefined : rangeComplaint(range, bounds);
      if (complaint !== undefined) return complaint;
    }
  }
  return undefined;
}

function nameComplaint(name: string): string | undefined {
  if (names.includes(name)) return undefined;
  if (!name.startsWith(every)) return `unrecognized descriptor: ${name}`;
  const complaint = goDurationComplaint(name.slice(every.length));
  return complaint === undefined ? undefined : `failed to parse duration ${name}: ${complaint}`;
}

/** Of `5`, `1-5`, `*`, each with a step as in `1-5/2`. */
function rangeComplaint(text: string, { least, most, names = [] }: Bounds): string | undefined {
  const [range = '', ...steps] = text.split('/');
  const [low = '', ...highs] = range.split('-');
  const isAll = low === '*' || low === '?';
  const start = isAll ? least : numberOrName(low, { least, most, names });
  if (typeof start === 'string') return start;
  if (!isAll && highs.length > 1) return `too many hyphens: ${text}`;
  const high = highs[0];
  const given = isAll || high === undefined ? undefined : numberOrName(high, { least, most, names });
  if (typeof given === 'string') return given;
  if (steps.length > 1) return `too many slashes: ${text}`;
  const step = steps[0] === undefined ? 1 : wholeNumber(steps[0]);
  if (typeof step === 'string') return step;
  // A single value with a step goes on to the last one.
  const isOpen = isAll || (steps.length === 1 && high === undefined);
  const end = isOpen ? most : (given ?? start);
  if (start < least) return `beginning of range (${start}) below minimum (${least}): ${text}`;
  if (end > most) return `end of range (${end}) above maximum (${most}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return step === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

function numberOrName(text: string, { least, names = [] }: Bounds): number | string {
  const at = names.indexOf(text.toLowerCase());
  return at === -1 ? wholeNumber(text) : least + at;
}

/** A text is the complaint. */
function wholeNumber(text: string): number | string {
  const number = parsedInteger(text);
  if (typeof number === 'string') return `failed to parse int from ${text}: ${number}`;
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number;
}
