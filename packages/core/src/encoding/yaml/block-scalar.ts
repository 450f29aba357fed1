// `|` and `>`: text of several lines.

import { type Cursor, isBlank, isBreak, isBreakOrEnd } from './cursor.ts';
import { YamlError } from './yaml-error.ts';

/** `parent`: the indentation of what holds it, -1 for nothing. */
export function scanBlockScalar(cursor: Cursor, parent: number): string {
  const { place } = cursor;
  const folded = cursor.peek() === '>';
  cursor.skip();
  const header = cursor.skipWhile((character) => /^[-+\d]/.test(character));
  const [, width = ''] = /^[-+]?([1-9]?)[-+]?$/.exec(header) ?? [];
  cursor.skipWhile(isBlank);
  cursor.skipComment();
  if (!/^([-+]?[1-9]?|[1-9][-+])$/.test(header) || !isBreakOrEnd(cursor.peek()))
    throw new YamlError('has a block text with a wrong first line', place);
  if (isBreak(cursor.peek())) cursor.readBreak();
  const given = width === '' ? 0 : Math.max(parent, 0) + Number(width);
  let { breaks, indent } = scanBreaks(cursor, given, parent);
  let text = '';
  let lineEnd = '';
  let afterBlank = false;
  while (cursor.column === indent && cursor.peek() !== '\0') {
    const blank = isBlank(cursor.peek());
    // A line feed between two lines that begin with no blank folds to a space, or to the empty lines behind it.
    const folds = folded && !afterBlank && !blank && lineEnd === '\n';
    text += folds ? (breaks === '' ? ' ' : '') : lineEnd;
    text += breaks;
    afterBlank = blank;
    text += cursor.skipWhile((character) => !isBreakOrEnd(character));
    lineEnd = cursor.peek() === '\0' ? '' : cursor.readBreak();
    ({ breaks, indent } = scanBreaks(cursor, indent, parent));
  }
  if (header.includes('-')) return text;
  return text + lineEnd + (header.includes('+') ? breaks : '');
}

/** Empty lines, and the indentation of the text where it is not known yet (0). */
function scanBreaks(cursor: Cursor, indent: number, parent: number): { breaks: string; indent: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.peek() === ' ') cursor.skip();
    widest = Math.max(widest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.peek() === '\t')
      throw new YamlError('is indented with a tab; use spaces', cursor.place);
    if (!isBreak(cursor.peek())) return { breaks, indent: indent || Math.max(widest, parent + 1, 1) };
    breaks += cursor.readBreak();
  }
}
