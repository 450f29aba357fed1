// A shell that is typed into block by block, or a program. What they print is waited for.

import { type ChildProcess, spawn } from 'node:child_process';

const mark = '\u0001\n';
const patienceMs = 180_000;

/** Where it is, and what it knows. */
export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export class Session {
  readonly #process: ChildProcess;
  #ended: { readonly code: number | null } | undefined;
  #changed: () => void = () => undefined;
  /** Printed since the last text that was compared, marks included. */
  #output = '';

  constructor(command: string, { cwd, env }: Place) {
    // A group of its own, so that what it has started ends with it. One pipe for both outputs keeps their order.
    const args = ['-c', `exec ${command} 2>&1`];
    this.#process = spawn('bash', args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
      this.#changed();
    });
    this.#process.stdin?.on('error', () => undefined);
    this.#process.on('close', (code) => {
      this.#ended = { code };
      this.#changed();
    });
  }

  /** Types a block, and returns once it is done. */
  async type(block: string): Promise<void> {
    this.#process.stdin?.write(block);
    await this.#until('the block is not done', () => this.#output.includes(mark));
    this.#output = this.#output.replace(mark, '');
  }

  /** Returns once what was printed since the last call is `expected` and nothing else: a command may still print. */
  async prints(expected: string): Promise<void> {
    const matches = (): boolean => isPrinted(expected, this.#output);
    await this.#until(`it does not print\n\n${expected}\n\n`, matches);
    this.#output = '';
  }

  /** Returns once the program has ended, as it must by itself. */
  async end(): Promise<void> {
    this.#process.stdin?.end();
    await this.#until('the program does not end', () => this.#ended !== undefined);
    if (this.#ended?.code !== 0) throw new Error(`the program fails: ${this.#output}`);
  }

  kill(): void {
    const { pid } = this.#process;
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // Nothing of the group is left.
    }
  }

  async #until(complaint: string, done: () => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(patienceMs);
    while (!done()) {
      if (this.#ended || deadline.aborted) {
        const when = this.#ended ? `ended with ${this.#ended.code}` : `waited ${patienceMs / 1000} s`;
        throw new Error(`${complaint} (${when}), but\n\n${this.#output}`);
      }
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

/** The records of a log, which pino writes by itself, come before or after the lines beside which they were made. */
function isPrinted(expected: string, output: string): boolean {
  return [true, false].every((ofLog) =>
    patternOf(linesOf(expected, ofLog)).test(textOf(linesOf(output, ofLog))),
  );
}

function linesOf(text: string, ofLog: boolean): string[] {
  const lines = text.trimEnd().split('\n');
  return lines.filter((line) => line === '…' || line.startsWith('{"level":') === ofLog);
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** `…` is anything within a line; alone on a line, any lines. */
function patternOf(expected: readonly string[]): RegExp {
  const lines = expected.map((line) => {
    if (line === '…') return '(?:[^\n]*\n)*?';
    const parts = line
      .trimEnd()
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return `${parts.join('[^\n]*?')} *\n`;
  });
  return new RegExp(`^${lines.join('')}$`);
}
