// A terminal that remembers, and says when something was written.

import type { Terminal } from '../../src/terminal.ts';

export class FakeTerminal implements Terminal {
  stdout = '';
  stderr = '';
  exitCode: number | undefined;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly #ending = new AbortController();
  #written: (() => void)[] = [];

  constructor({ isTty = false }: { readonly isTty?: boolean } = {}) {
    this.outIsTty = isTty;
    this.errIsTty = isTty;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  out(text: string): void {
    this.stdout += text;
    this.#wake();
  }

  err(text: string): void {
    this.stderr += text;
    this.#wake();
  }

  /** As Ctrl-C. */
  interrupt(): void {
    this.exitCode = 130;
    this.#ending.abort();
  }

  /** Resolves as soon as the terminal shows what satisfies the condition. */
  async shows(condition: (terminal: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => void this.#written.push(resolve));
  }

  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  #wake(): void {
    for (const wake of this.#written.splice(0)) wake();
  }
}
