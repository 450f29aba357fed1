// The demo on a terminal: a picture on the second screen that is painted again and again; what should stay is printed
// on the first one at the end.

import { type Line, layOut, type Scene, type Style, wrapLine } from './frame.ts';
import { type Output, Screen, styled } from './screen.ts';
import { describeStatus, formatElapsed, type NoteKind, printable, type View, type Vitals } from './view.ts';

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
const keptChanges = 20;
// With --forever there is no end to them.
const keptNotes = 500;

export class LiveView implements View {
  readonly #output: Output;
  readonly #screen: Screen;
  readonly #began = Date.now();
  readonly #notes: Line[] = [];
  readonly #changes: string[] = [];
  readonly #paintNow = (): void => this.#paint();
  readonly #leave = (): void => this.#screen.close();
  // Ctrl-Z. Once it goes on, the next picture takes the second screen again.
  readonly #suspend = (): void => {
    this.#screen.close();
    process.kill(process.pid, 'SIGSTOP');
  };
  #title = '';
  #scene: Scene = { title: '', explanation: '' };
  #vitals: (() => Vitals) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
    this.#screen = new Screen(output);
  }

  open(title: string, vitals: () => Vitals): void {
    this.#title = title;
    this.#vitals = vitals;
    this.#timer = setInterval(this.#paintNow, repaintMs);
    this.#output.on('resize', this.#paintNow);
    // However the process ends, the terminal is as it was.
    process.once('exit', this.#leave);
    process.on('SIGTSTP', this.#suspend);
    this.#paint();
  }

  scene(title: string, explanation: string): void {
    this.#scene = { title, explanation };
  }

  change(text: string): void {
    this.#changes.push(printable(text));
    if (this.#changes.length > keptChanges) this.#changes.shift();
  }

  note(kind: NoteKind, text: string): void {
    const time = formatElapsed(Date.now() - this.#began);
    const start = ` ${time.padStart(5)} ${signs[kind]} `;
    this.#notes.push({ text: start + printable(text), indent: start.length, style: styles[kind] });
    if (this.#notes.length > keptNotes) this.#notes.shift();
  }

  /** Prints every note where it stays, and the last scene, which sums them up. */
  close(): void {
    clearInterval(this.#timer);
    this.#output.off('resize', this.#paintNow);
    process.off('exit', this.#leave);
    process.off('SIGTSTP', this.#suspend);
    this.#screen.close();
    if (!this.#vitals) return;
    const { title, explanation } = this.#scene;
    const { columns } = this.#screen.size;
    const summary: readonly Line[] = [
      { text: this.#title, style: 'bold' },
      ...this.#notes,
      { text: '' },
      { text: title, style: 'bold' },
      { text: explanation },
    ];
    const lines = summary.flatMap((line) => wrapLine(line, columns));
    this.#output.write(lines.map((line) => `${styled(line)}\n`).join(''));
  }

  #paint(): void {
    if (!this.#vitals) return;
    const picture = {
      title: this.#title,
      vitals: this.#vitalsLine(this.#vitals()),
      scene: this.#scene,
      changes: this.#changes,
      notes: this.#notes,
    };
    this.#screen.paint(layOut(picture, this.#screen.size));
  }

  #vitalsLine({ size, changes, status }: Vitals): Line {
    const elapsed = formatElapsed(Date.now() - this.#began);
    const text = `${elapsed}  ${size} in the cache  ${changes} changes seen  ${describeStatus(status, Date.now())}`;
    return { text, style: status.phase === 'waiting' ? 'yellow' : 'green' };
  }
}
