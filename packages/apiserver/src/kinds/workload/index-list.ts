// The indexes of an Indexed Job as text, as `1,3-5,7`.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import { parsedInteger } from './go-integer.ts';

type Interval = readonly [first: number, last: number];

/** How many indexes a text holds, and what is wrong with it. */
export function indexesIn(text: string, completions: number): { count: number; complaint?: string } {
  if (text === '') return { count: 0 };
  let count = 0;
  let previous: number | undefined;
  for (const part of text.split(',')) {
    const interval = parsedInterval(part, completions);
    if (typeof interval === 'string') return { count: 0, complaint: interval };
    const [first, last] = interval;
    if (previous !== undefined && previous >= first)
      return { count: 0, complaint: `non-increasing order, previous: ${previous}, current: ${first}` };
    count += last - first + 1;
    previous = last;
  }
  return { count };
}

/** An index that both texts hold; parts that cannot be read hold none. */
export function commonIndex(one: string, other: string, completions: number): number | undefined {
  const [left, right] = [one, other].map((text) => readable(text, completions));
  let at = 0;
  let beside = 0;
  for (;;) {
    const [mine, theirs] = [left?.[at], right?.[beside]];
    if (!mine || !theirs) return undefined;
    if (mine[0] <= theirs[1] && theirs[0] <= mine[1]) return Math.max(mine[0], theirs[0]);
    if (mine[0] <= theirs[0]) at += 1;
    else beside += 1;
  }
}

function readable(text: string, completions: number): Interval[] {
  if (text === '') return [];
  return text
    .split(',')
    .map((part) => parsedInterval(part, completions))
    .filter((part) => typeof part !== 'string');
}

/** A text is the complaint. */
function parsedInterval(text: string, completions: number): Interval | string {
  const parts = text.split('-');
  if (parts.length > 2)
    return `the fragment ${JSON.stringify(text)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  const bounds: number[] = [];
  for (const part of parts) {
    const index = parsedInteger(part);
    if (typeof index === 'string')
      return `cannot convert string to integer for index: ${JSON.stringify(part)}`;
    if (index >= completions) return `too large index: ${JSON.stringify(part)}`;
    bounds.push(index);
  }
  const [first = 0, last = first] = bounds;
  if (parts.length === 2 && first >= last)
    return `non-increasing order, previous: ${first}, current: ${last}`;
  return [first, last];
}
