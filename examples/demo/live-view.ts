// The demo on a terminal: a frame that is painted over, below it nothing; what should stay is printed at the end.

import { clearScreenDown, moveCursor } from 'node:readline';
import { styleText } from 'node:util';
import { describeStatus, formatElapsed, type NoteKind, type View, type Vitals } from './view.ts';

type Style = Parameters<typeof styleText>[0];

/** Plain text and a style, so that a line can be cut to the terminal's width. */
interface Line {
  readonly text: string;
  readonly style?: Style;
}

const styles: Readonly<Record<NoteKind, Style>> = {
  info: 'reset',
  trouble: 'yellow',
  recovery: 'cyan',
  passed: 'green',
  failed: ['red', 'bold'],
};

const signs: Readonly<Record<NoteKind, string>> = {
  info: ' ',
  trouble: '!',
  recovery: '↻',
  passed: '✓',
  failed: '✗',
};

const repaintMs = 100;
const shownNotes = 8;
const shownChanges = 8;

export class LiveView implements View {
  readonly #began = Date.now();
  readonly #notes: Line[] = [];
  readonly #changes: string[] = [];
  #title = '';
  #scene: readonly [title: string, explanation: string] = ['', ''];
  #vitals: (() => Vitals) | undefined;
  #painted = 0;
  #timer: NodeJS.Timeout | undefined;

  open(title: string, vitals: () => Vitals): void {
    this.#title = title;
    this.#vitals = vitals;
    this.#timer = setInterval(() => this.#paint(), repaintMs);
  }

  scene(title: string, explanation: string): void {
    this.#scene = [title, explanation];
  }

  change(text: string): void {
    this.#changes.push(text);
    if (this.#changes.length > shownChanges) this.#changes.shift();
  }

  note(kind: NoteKind, text: string): void {
    const time = formatElapsed(Date.now() - this.#began);
    this.#notes.push({ text: ` ${time.padStart(5)} ${signs[kind]} ${text}`, style: styles[kind] });
  }

  /** Leaves the last frame, with every note in it. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#vitals) this.#paint(this.#notes.length);
  }

  #paint(notes: number = shownNotes): void {
    const width = process.stdout.columns;
    const frame = this.#frame(notes);
    // What has scrolled away cannot be painted over.
    const fitting = notes === shownNotes ? frame.slice(0, process.stdout.rows - 1) : frame;
    const lines = fitting.map(({ text, style }) => {
      const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
      return style === undefined ? cut : styleText(style, cut);
    });
    moveCursor(process.stdout, -width, -this.#painted);
    clearScreenDown(process.stdout);
    process.stdout.write(`${lines.join('\n')}\n`);
    this.#painted = lines.length;
  }

  #frame(notes: number): readonly Line[] {
    const [title, explanation] = this.#scene;
    const blank = { text: '' };
    const latest = Array.from({ length: shownChanges }, (_, at) => ({
      text: `   ${this.#changes[at] ?? ''}`,
      style: 'dim' as const,
    }));
    return [
      { text: this.#title, style: 'bold' },
      this.#vitalsLine(),
      blank,
      { text: title, style: 'bold' },
      { text: explanation },
      blank,
      ...latest,
      blank,
      ...this.#notes.slice(-notes),
    ];
  }

  #vitalsLine(): Line {
    if (!this.#vitals) return { text: '' };
    const { size, changes, status } = this.#vitals();
    const elapsed = formatElapsed(Date.now() - this.#began);
    const text = `${elapsed}  ${size} in the cache  ${changes} changes seen  ${describeStatus(status, Date.now())}`;
    return { text, style: status.phase === 'waiting' ? 'yellow' : 'green' };
  }
}
