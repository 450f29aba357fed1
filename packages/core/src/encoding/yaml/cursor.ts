// A place in a text that moves on, and what the characters there are to YAML 1.1.

import type { Place } from './yaml-error.ts';

/** Stands for the end; no text holds it. */
export const end = '\0';

export class Cursor {
  readonly text: string;
  at = 0;
  line = 1;
  /** From 0, as indentation is counted. */
  column = 0;

  constructor(text: string) {
    this.text = text;
  }

  get place(): Place {
    return { line: this.line, column: this.column + 1 };
  }

  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? end;
  }

  /** Within a line. */
  skip(count = 1): void {
    this.at += count;
    this.column += count;
  }

  skipWhile(is: (character: string) => boolean): string {
    const from = this.at;
    while (is(this.peek())) this.skip();
    return this.text.slice(from, this.at);
  }

  skipComment(): void {
    if (this.peek() === '#') this.skipWhile((character) => !isBreakOrEnd(character));
  }

  /** What the break means: a line feed, except for the two separators of Unicode. */
  readBreak(): string {
    const character = this.peek();
    this.at += character === '\r' && this.peek(1) === '\n' ? 2 : 1;
    this.line += 1;
    this.column = 0;
    return character === '\u2028' || character === '\u2029' ? character : '\n';
  }

  /** Whether `---` or `...` begins a line here. */
  atDocumentMark(): '---' | '...' | undefined {
    if (this.column > 0 || !isBlankOrEnd(this.peek(3))) return undefined;
    const mark = this.text.slice(this.at, this.at + 3);
    return mark === '---' || mark === '...' ? mark : undefined;
  }
}

export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

export function isBreak(character: string): boolean {
  return character === '\n' || character === '\r' || '\x85\u2028\u2029'.includes(character);
}

export function isBreakOrEnd(character: string): boolean {
  return character === end || isBreak(character);
}

export function isBlankOrEnd(character: string): boolean {
  return isBlank(character) || isBreakOrEnd(character);
}

export function isWord(character: string): boolean {
  return /^[\w-]/.test(character);
}
