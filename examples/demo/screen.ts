// The terminal's second screen, which has no history: what is painted there leaves no trace.
// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html

import { styleText } from 'node:util';
import type { Line, ScreenSize } from './frame.ts';

/** What is needed of `process.stdout`. */
export interface Output {
  readonly columns: number;
  readonly rows: number;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

// The second screen, without a cursor, and cutting what is wider than a line: else it would scroll.
const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearRight = '\u001b[K';
const clearBelow = '\u001b[J';

export class Screen {
  readonly #output: Output;
  #isOpen = false;

  constructor(output: Output) {
    this.#output = output;
  }

  get size(): ScreenSize {
    // Some terminals say 0 for what they do not know.
    return { columns: this.#output.columns || 80, rows: this.#output.rows || 24 };
  }

  /** The first one switches to the second screen. */
  paint(lines: readonly Line[]): void {
    // Cleared before the text: behind a full line, the cursor still stands on its last character.
    const rows = lines.map((line) => `${clearRight}${styled(line)}`);
    const below = lines.length < this.size.rows ? [clearBelow] : [];
    // In one write, so that no half of it is seen.
    this.#output.write(`${this.#isOpen ? '' : enter}${home}${[...rows, ...below].join('\r\n')}`);
    this.#isOpen = true;
  }

  /** Gives the first screen back as it was. */
  close(): void {
    if (this.#isOpen) this.#output.write(leave);
    this.#isOpen = false;
  }
}

export function styled({ text, style }: Line): string {
  return style === undefined ? text : styleText(style, text);
}
