// Dates, times and durations.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/strfmt/time.go and its neighbours

/** As `2006-01-02`. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return false;
  // The calendar repeats itself, and Date takes years below 100 for others.
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
}

/** As `2006-01-02T15:04:05Z`. */
export function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  const [, hours = '', minutes = '', seconds = ''] =
    /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})$/.exec(time) ?? [];
  return hours !== '' && hours <= '23' && minutes <= '59' && seconds <= '59';
}

/** As Go has it (`1h30m`), or Scala (`2 days`). */
export function isDuration(text: string): boolean {
  return isGoDuration(text) || isSpokenDuration(text);
}

const most = 2 ** 63;
const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

function isGoDuration(text: string): boolean {
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return true;
  let [rest, sum] = [unsigned, 0];
  while (rest !== '') {
    const [all = '', digits = '', unit = ''] = /^([0-9.]+)([^0-9.]+)/.exec(rest) ?? [];
    const factor = Object.hasOwn(nanoseconds, unit) ? nanoseconds[unit] : undefined;
    if (factor === undefined || !/^(\d+(\.\d*)?|\.\d+)$/.test(digits)) return false;
    sum += Number(digits) * factor;
    rest = rest.slice(all.length);
  }
  return unsigned !== '' && sum <= most;
}

// The last of each may go on: `seconds`.
const units = [
  ['ns', 'nano'],
  ['us', 'µs', 'micro'],
  ['ms', 'milli'],
  ['s', 'sec'],
  ['m', 'min'],
  ['h', 'hr', 'hour'],
  ['d', 'day'],
  ['w', 'wk', 'week'],
];

// Somewhere in the text: whatever else stands there does not matter.
function isSpokenDuration(text: string): boolean {
  let isFound = false;
  for (const [number, unit] of countedWords(text)) {
    if (BigInt(number) >= 2n ** 63n) return false;
    const word = unit.toLowerCase();
    isFound ||= units.some((names) => names.includes(word) || word.startsWith(names.at(-1) ?? ''));
  }
  return isFound;
}

/** Numbers, each with the word that follows it. */
function countedWords(text: string): [string, string][] {
  const parts = text.match(/\d+|[A-Za-zµ]+|[\t\n\f\r ]+|[^\dA-Za-zµ\t\n\f\r ]+/g) ?? [];
  return parts.flatMap((part, at): [string, string][] => {
    if (!/^\d/.test(part)) return [];
    const next = parts[at + 1] ?? '';
    const word = /^[\t\n\f\r ]/.test(next) ? (parts[at + 2] ?? '') : next;
    return /^[A-Za-zµ]/.test(word) ? [[part, word]] : [];
  });
}
