// The program as a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface ChildOptions {
  readonly script?: string;
  /** Flags of Node itself. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** An open file in place of the pipe. */
  readonly stdout?: number;
}

export class Child {
  readonly process: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #exited: Promise<unknown>;

  /** Runs the command line, or another script of this repository. */
  constructor(args: readonly string[], options: ChildOptions = {}) {
    const { script = main, node = [], env = {}, stdout = 'pipe' } = options;
    const command = ['--conditions=kube-rx:src', ...node, script, ...args];
    this.process = spawn(process.execPath, command, {
      stdio: ['ignore', stdout, 'pipe'],
      env: { ...process.env, CI: '1', FORCE_COLOR: '0', ...env },
    });
    this.#exited = once(this.process, 'close');
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => void (this.stdout += text));
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => void (this.stderr += text));
  }

  /** Resolves as soon as standard output satisfies the condition; rejects where the process ends before. */
  async shows(condition: (stdout: string) => boolean): Promise<void> {
    const ended = this.#exited.then(() => true);
    while (!condition(this.stdout)) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      this.process.stdout?.once('data', () => resolve(false));
      if ((await Promise.race([promise, ended])) && !condition(this.stdout))
        throw new Error(`ended with ${this.process.exitCode}:\n${this.stdout}${this.stderr}`);
    }
  }

  async exit(): Promise<number | null> {
    await this.#exited;
    return this.process.exitCode;
  }
}
