// How two texts differ, line by line, as Go tells it of structs that may not change: hunks with three lines around.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/diff/diff.go, which asks go-difflib, after Python's.

import { jsonText } from '../json/json.ts';

/** Of two values, printed as indented JSON. */
export function jsonDifference(before: unknown, after: unknown): string {
  return lineDifference(printed(before), printed(after));
}

function printed(value: unknown): string[] {
  const safe = jsonText(value, 1).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
  return safe.split('\n');
}

const context = 3;

// More are compared as a whole: to look for what they have in common takes too long.
const mostLines = 1000;

function lineDifference(before: readonly string[], after: readonly string[]): string {
  const steps = stepsOf(before, after);
  if (!steps.some(({ isSame }) => !isSame)) return '';
  return hunksOf(steps)
    .map((hunk) => {
      const lines = hunk.flatMap(({ isSame, from, to, otherFrom, otherTo }) =>
        isSame
          ? before.slice(from, to).map((line) => ` ${line}`)
          : [
              ...before.slice(from, to).map((line) => `-${line}`),
              ...after.slice(otherFrom, otherTo).map((line) => `+${line}`),
            ],
      );
      const [first, last] = [hunk[0], hunk.at(-1)];
      const removed = rangeText(first?.from ?? 0, last?.to ?? 0);
      const added = rangeText(first?.otherFrom ?? 0, last?.otherTo ?? 0);
      return [`@@ -${removed} +${added} @@`, ...lines, ''].join('\n');
    })
    .join('');
}

function rangeText(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return String(from + 1);
  return `${length === 0 ? from : from + 1},${length}`;
}

/** Lines that are the same in both texts, or that are replaced. */
interface Step {
  readonly isSame: boolean;
  readonly from: number;
  readonly to: number;
  readonly otherFrom: number;
  readonly otherTo: number;
}

function hunksOf(steps: readonly Step[]): Step[][] {
  const hunks: Step[][] = [];
  let hunk: Step[] = [];
  for (const [at, step] of steps.entries()) {
    const { isSame, from, to, otherFrom, otherTo } = step;
    const length = to - from;
    const isOuter = at === 0 || at === steps.length - 1;
    if (!isSame) hunk.push(step);
    else if (!isOuter && length <= 2 * context) hunk.push(step);
    else {
      const few = Math.min(length, context);
      if (at > 0) hunk.push({ ...step, to: from + few, otherTo: otherFrom + few });
      if (at > 0) hunks.push(hunk);
      hunk =
        at === steps.length - 1 ? [] : [{ isSame, from: to - few, to, otherFrom: otherTo - few, otherTo }];
    }
  }
  return hunk.length > 0 ? [...hunks, hunk] : hunks;
}

function stepsOf(before: readonly string[], after: readonly string[]): Step[] {
  const steps: Step[] = [];
  let [from, otherFrom] = [0, 0];
  const blocks = [...matchesOf(before, after), { at: before.length, other: after.length, length: 0 }];
  for (const { at, other, length } of blocks) {
    if (from < at || otherFrom < other)
      steps.push({ isSame: false, from, to: at, otherFrom, otherTo: other });
    [from, otherFrom] = [at + length, other + length];
    if (length > 0) steps.push({ isSame: true, from: at, to: from, otherFrom: other, otherTo: otherFrom });
  }
  return steps;
}

interface Match {
  readonly at: number;
  readonly other: number;
  readonly length: number;
}

/** Runs of lines that are in both, in order; those that touch are one. */
function matchesOf(before: readonly string[], after: readonly string[]): Match[] {
  if (before.length + after.length > mostLines) return outerMatches(before, after);
  const found: Match[] = [];
  const places = placesOf(after);
  const left: [number, number, number, number][] = [[0, before.length, 0, after.length]];
  for (let bounds = left.pop(); bounds; bounds = left.pop()) {
    const [from, to, otherFrom, otherTo] = bounds;
    const match = longestMatch({ before, after, places }, bounds);
    if (match.length === 0) continue;
    found.push(match);
    left.push([from, match.at, otherFrom, match.other]);
    left.push([match.at + match.length, to, match.other + match.length, otherTo]);
  }
  return joined(found.toSorted((a, b) => a.at - b.at));
}

function joined(matches: readonly Match[]): Match[] {
  const result: Match[] = [];
  for (const match of matches) {
    const last = result.at(-1);
    if (last && last.at + last.length === match.at && last.other + last.length === match.other)
      result.splice(-1, 1, { ...last, length: last.length + match.length });
    else result.push(match);
  }
  return result;
}

function outerMatches(before: readonly string[], after: readonly string[]): Match[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    { at: 0, other: 0, length: start },
    { at: before.length - end, other: after.length - end, length: end },
  ].filter(({ length }) => length > 0);
}

/** Where each line stands; those that are everywhere tell nothing. */
function placesOf(lines: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const known = places.get(line);
    if (known) known.push(at);
    else places.set(line, [at]);
  }
  if (lines.length < 200) return places;
  const popular = Math.floor(lines.length / 100) + 1;
  return new Map([...places].filter(([, at]) => at.length <= popular));
}

interface Texts {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function longestMatch(
  { before, after, places }: Texts,
  [from, to, otherFrom, otherTo]: readonly [number, number, number, number],
): Match {
  let [at, other, length] = [from, otherFrom, 0];
  let lengths = new Map<number, number>();
  for (let line = from; line < to; line += 1) {
    const next = new Map<number, number>();
    for (const place of places.get(before[line] ?? '') ?? []) {
      if (place < otherFrom || place >= otherTo) continue;
      const run = (lengths.get(place - 1) ?? 0) + 1;
      next.set(place, run);
      if (run > length) [at, other, length] = [line - run + 1, place - run + 1, run];
    }
    lengths = next;
  }
  while (at > from && other > otherFrom && before[at - 1] === after[other - 1])
    [at, other, length] = [at - 1, other - 1, length + 1];
  while (at + length < to && other + length < otherTo && before[at + length] === after[other + length])
    length += 1;
  return { at, other, length };
}
