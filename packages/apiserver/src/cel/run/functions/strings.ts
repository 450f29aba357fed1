// https://github.com/google/cel-go/tree/v0.26.0/ext#strings

import { escapes } from '../../../json/go-text.ts';
import type { Steps } from '../../../schema/steps.ts';
import { ArrayList, CelError, type Value } from '../../value.ts';
import { valueText } from '../../value-text.ts';
import { formatted } from './format-string.ts';
import { type Implementations, intArg, listArg, outOfRange, textArg } from './implementation.ts';

function isOutside(index: bigint, length: number): boolean {
  return index < 0n || index > BigInt(length);
}

function charAt(text: string, index: bigint): Value {
  const all = Array.from(text);
  return isOutside(index, all.length) ? outOfRange(index) : (all[Number(index)] ?? '');
}

function indexOf(text: string, part: string, offset: bigint): Value {
  if (part === '') return offset;
  if (offset < 0n) return outOfRange(offset);
  const all = Array.from(text);
  if (offset >= BigInt(all.length)) return -1n;
  const skipped = all.slice(0, Number(offset)).join('').length;
  const found = text.indexOf(part, skipped);
  return found < 0 ? -1n : BigInt(Array.from(text.slice(0, found)).length);
}

function lastIndexOf(text: string, part: string, offset: bigint | undefined): Value {
  const all = Array.from(text);
  if (part === '') return offset ?? BigInt(all.length);
  const from = offset ?? BigInt(Math.max(all.length - 1, 0));
  if (from < 0n) return outOfRange(from);
  if (from >= BigInt(all.length)) return -1n;
  const skipped = all.slice(0, Number(from)).join('').length;
  const found = text.lastIndexOf(part, skipped);
  return found < 0 ? -1n : BigInt(Array.from(text.slice(0, found)).length);
}

interface Replacement {
  readonly old: string;
  readonly by: string;
  readonly most: bigint;
}

function replace(text: string, { old, by, most }: Replacement, steps: Steps): Value {
  if (most === 0n || old === by) return text;
  const parts = old === '' ? spread(text) : text.split(old);
  const count = most < 0n ? parts.length - 1 : Math.min(Number(most), parts.length - 1);
  steps.spend(text.length + count * by.length);
  return [parts.slice(0, count + 1).join(by), ...parts.slice(count + 1)].join(old);
}

// An empty text stands before each character and behind the last.
function spread(text: string): string[] {
  return ['', ...Array.from(text), ''];
}

function split(text: string, separator: string, most: bigint): Value {
  if (most === 0n) return new ArrayList([]);
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  if (most < 0n || BigInt(parts.length) <= most) return new ArrayList(parts);
  const kept = Number(most) - 1;
  return new ArrayList([...parts.slice(0, kept), parts.slice(kept).join(separator)]);
}

function substring(text: string, start: bigint, end: bigint | undefined): Value {
  const all = Array.from(text);
  if (end !== undefined && start > end)
    return new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  if (isOutside(start, all.length)) return outOfRange(start);
  if (end !== undefined && isOutside(end, all.length)) return outOfRange(end);
  return all.slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

function join(parts: Iterable<Value>, separator: string, steps: Steps): Value {
  const texts: string[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') return new CelError(`join: invalid input: ${valueText(part, steps)}`);
    steps.spend(part.length + separator.length);
    texts.push(part);
  }
  return texts.join(separator);
}

// Spaces as Go knows them.
const spaces: ReadonlySet<string> = new Set(
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && spaces.has(text[start] ?? '')) start++;
  while (end > start && spaces.has(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

export const stringFunctions: Implementations = {
  charAt: (args) => charAt(textArg(args, 0), intArg(args, 1)),
  lowerAscii: (args) => textArg(args, 0).replaceAll(/[A-Z]+/g, (part) => part.toLowerCase()),
  upperAscii: (args) => textArg(args, 0).replaceAll(/[a-z]+/g, (part) => part.toUpperCase()),
  replace: (args, { steps }) => {
    const most = args.length > 3 ? intArg(args, 3) : -1n;
    return replace(textArg(args, 0), { old: textArg(args, 1), by: textArg(args, 2), most }, steps);
  },
  split: (args) => split(textArg(args, 0), textArg(args, 1), args.length > 2 ? intArg(args, 2) : -1n),
  substring: (args) =>
    substring(textArg(args, 0), intArg(args, 1), args.length > 2 ? intArg(args, 2) : undefined),
  trim: (args) => trim(textArg(args, 0)),
  join: (args, { steps }) => join(listArg(args, 0), textArg(args, 1), steps),
  format: (args, { steps }) => formatted(textArg(args, 0), listArg(args, 1), steps),
  'strings.quote': (args) =>
    `"${Array.from(textArg(args, 0))
      .map((one) => escapes.get(one) ?? one)
      .join('')}"`,
};

export function stringIndexOf(args: readonly Value[], isLast: boolean): Value {
  const offset = args.length > 2 ? intArg(args, 2) : undefined;
  const [text, part] = [textArg(args, 0), textArg(args, 1)];
  return isLast ? lastIndexOf(text, part, offset) : indexOf(text, part, offset ?? 0n);
}
