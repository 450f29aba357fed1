// The demo as lines: for pipes, logs and CI.

import { styleText } from 'node:util';
import { describeStatus, formatElapsed, type NoteKind, printable, type View, type Vitals } from './view.ts';

const labels: Readonly<Record<NoteKind, string>> = {
  info: '',
  trouble: styleText('yellow', 'interrupted: '),
  recovery: styleText('cyan', 'recovered: '),
  passed: styleText('green', 'ok: '),
  failed: styleText('red', 'FAILED: '),
};

const pulseMs = 2000;

export class PlainView implements View {
  readonly #began = Date.now();
  #pulse: NodeJS.Timeout | undefined;

  open(title: string, vitals: () => Vitals): void {
    process.stdout.write(`${styleText('bold', title)}\n`);
    this.#pulse = setInterval(() => this.#line(describeVitals(vitals())), pulseMs);
  }

  scene(title: string, explanation: string): void {
    process.stdout.write(`\n${styleText('bold', title)}\n${explanation}\n`);
  }

  /** Too many to print; the pulse counts them. */
  change(): void {}

  note(kind: NoteKind, text: string): void {
    this.#line(labels[kind] + printable(text));
  }

  close(): void {
    clearInterval(this.#pulse);
  }

  #line(text: string): void {
    process.stdout.write(`  ${formatElapsed(Date.now() - this.#began).padStart(5)}  ${text}\n`);
  }
}

function describeVitals({ size, changes, status }: Vitals): string {
  return `${size} in the cache, ${changes} changes seen, ${describeStatus(status, Date.now())}`;
}
