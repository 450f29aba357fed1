// Times as Go reads and prints them, and what it says of those that it cannot read.
// https://pkg.go.dev/time#Parse

const seconds = '2006-01-02T15:04:05Z07:00';
const microseconds = '2006-01-02T15:04:05.000000Z07:00';

type Element = readonly [name: string, pattern: RegExp];

const date: readonly Element[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
];
const zone: Element = ['Z07:00', /^(?:Z|[+-]\d\d:\d\d)/];

const layouts: Readonly<Record<'Time' | 'MicroTime', { layout: string; elements: readonly Element[] }>> = {
  Time: { layout: seconds, elements: [...date, ['05', /^\d\d(?:[.,]\d+)?/], zone] },
  MicroTime: { layout: microseconds, elements: [...date, ['05', /^\d\d/], ['.000000', /^\.\d{6}/], zone] },
};

const canonical: Readonly<Record<'Time' | 'MicroTime', RegExp>> = {
  Time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  MicroTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
};

/** A time in the form that it is stored in: UTC, in whole seconds or in microseconds. */
export function storedTime(text: string, type: 'Time' | 'MicroTime'): string {
  if (canonical[type].test(text)) return text;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return text;
  const whole = new Date(instant).toISOString().slice(0, 19);
  return type === 'Time' ? `${whole}Z` : `${whole}${/\.\d{6}/.exec(text)?.[0] ?? ''}Z`;
}

/** Go's complaint about a text that is no time; undefined for one that is. */
export function timeComplaint(text: string, type: 'Time' | 'MicroTime'): string | undefined {
  // JavaScript rolls over what Go refuses: February 30th, 24 o'clock.
  if (canonical[type].test(text) && outOfRange(text) === undefined) return undefined;
  const { layout, elements } = layouts[type];
  const start = `parsing time ${JSON.stringify(text)}`;
  let rest = text;
  for (const [name, pattern] of elements) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined)
      return `${start} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${name}"`;
    rest = rest.slice(found.length);
  }
  if (rest !== '') return `${start}: extra text: ${JSON.stringify(rest)}`;
  const outside = outOfRange(text);
  return outside === undefined ? undefined : `${start}: ${outside} out of range`;
}

/** What of a text that looks like a time is no time: each number has its place. */
function outOfRange(text: string): string | undefined {
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  if (month < 1 || month > 12) return 'month';
  // Every month has so many days, and a date is costly.
  if (day < 1 || (day > 28 && day > daysOf(Number(text.slice(0, 4)), month))) return 'day';
  if (Number(text.slice(11, 13)) > 23) return 'hour';
  if (Number(text.slice(14, 16)) > 59) return 'minute';
  return Number(text.slice(17, 19)) > 59 ? 'second' : undefined;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
