// Texts in quotes, and those without.

import { type Cursor, isBlank, isBlankOrEnd, isBreak } from './cursor.ts';
import { YamlError } from './yaml-error.ts';

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

export function scanQuoted(cursor: Cursor): string {
  const { place } = cursor;
  const quote = cursor.peek();
  cursor.skip();
  let text = '';
  for (;;) {
    if (cursor.atDocumentMark() || cursor.peek() === '\0')
      throw new YamlError('has a text in quotes that does not end', cursor.place);
    text += cursor.skipWhile((at) => !isBlankOrEnd(at) && at !== quote && (at !== '\\' || quote === "'"));
    const character = cursor.peek();
    if (character === quote) {
      cursor.skip();
      if (quote === '"' || cursor.peek() !== quote) break;
      text += quote;
      cursor.skip();
    } else if (character !== '\\') {
      text += scanGap(cursor).text;
    } else if (isBreak(cursor.peek(1))) {
      cursor.skip();
      text += scanGap(cursor).text.replace(/^ $/, '');
    } else {
      text += scanEscape(cursor);
    }
  }
  // An escape may be half of a pair, as in JSON.
  if (!text.isWellFormed()) throw new YamlError('has half of a surrogate pair', place);
  return text;
}

function scanEscape(cursor: Cursor): string {
  const { place } = cursor;
  const letter = cursor.peek(1);
  cursor.skip(2);
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (simple !== undefined) return simple;
  const length = { x: 2, u: 4, U: 8 }[letter] ?? 0;
  const digits = cursor.text.slice(cursor.at, cursor.at + length);
  const code = Number.parseInt(digits, 16);
  if (length === 0 || !/^[\da-f]+$/i.test(digits) || digits.length < length || code > 0x10ffff)
    throw new YamlError('has an unknown escape', place);
  cursor.skip(length);
  return String.fromCodePoint(code);
}

/** `indent`: where a further line must begin at least. `inFlow`: within brackets. */
export function scanPlain(
  cursor: Cursor,
  { indent, inFlow }: { readonly indent: number; readonly inFlow: boolean },
): { text: string; endsLine: boolean } {
  let text = '';
  let gap = { text: '', endsLine: false };
  const isOver = (ahead: number): boolean => {
    const character = cursor.peek(ahead);
    if (character === ':') return isBlankOrEnd(cursor.peek(ahead + 1));
    return isBlankOrEnd(character) || (inFlow && ',?[]{}'.includes(character));
  };
  while (!cursor.atDocumentMark() && cursor.peek() !== '#' && !isOver(0)) {
    let length = 1;
    while (!isOver(length)) length += 1;
    text += gap.text + cursor.text.slice(cursor.at, cursor.at + length);
    cursor.skip(length);
    gap = scanGap(cursor, indent);
    if (!inFlow && gap.endsLine && cursor.column < indent) break;
  }
  return { text, endsLine: gap.endsLine };
}

/**
 * Blanks and line breaks between two words, as what they mean: a single break is a space, more are one less. No tab
 * may indent a further line to less than `indent`.
 */
function scanGap(cursor: Cursor, indent = 0): { text: string; endsLine: boolean } {
  const blanks = cursor.skipWhile(isBlank);
  if (!isBreak(cursor.peek())) return { text: blanks, endsLine: false };
  const first = cursor.readBreak();
  let breaks = '';
  for (;;) {
    if (isBreak(cursor.peek())) breaks += cursor.readBreak();
    else if (!isBlank(cursor.peek())) break;
    else if (cursor.peek() === '\t' && cursor.column < indent)
      throw new YamlError('is indented with a tab; use spaces', cursor.place);
    else cursor.skip();
  }
  return { text: first === '\n' ? breaks || ' ' : first + breaks, endsLine: true };
}
