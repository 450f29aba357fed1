// A pattern piece by piece, as far as its size and its classes need it. What is no pattern comes apart all the same.

/** Texts between `\Q` and `\E`, escapes, classes in brackets, and single characters. */
export function* patternTokens(pattern: string): Generator<string, undefined, undefined> {
  for (let start = 0; start < pattern.length; ) {
    const end = tokenEnd(pattern, start);
    yield pattern.slice(start, end);
    start = end;
  }
  return undefined;
}

function tokenEnd(pattern: string, start: number): number {
  if (pattern[start] === '[') return classEnd(pattern, start + 1);
  if (pattern[start] !== '\\') return start + 1;
  const escaped = pattern[start + 1] ?? '';
  if (escaped === 'Q') return behind(pattern, '\\E', start + 2) ?? pattern.length;
  if (escaped !== 'p' && escaped !== 'P') return start + 2;
  return (pattern[start + 2] === '{' ? behind(pattern, '}', start) : undefined) ?? start + 3;
}

/** `start`: behind the bracket. */
function classEnd(pattern: string, start: number): number {
  let at = pattern[start] === '^' ? start + 1 : start;
  // A bracket that comes first is one of the class.
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') {
    const named = pattern.startsWith('[:', at) ? behind(pattern, ':]', at + 2) : undefined;
    at = named ?? tokenEndInClass(pattern, at);
  }
  return Math.min(at + 1, pattern.length);
}

function tokenEndInClass(pattern: string, at: number): number {
  return pattern[at] === '\\' ? at + 2 : at + 1;
}

function behind(pattern: string, what: string, from: number): number | undefined {
  const found = pattern.indexOf(what, from);
  return found === -1 ? undefined : found + what.length;
}
