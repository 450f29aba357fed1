// A process that is measured from outside: processor time and memory as Linux counts them.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export class Measured {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    const { stdout } = this.#child;
    if (!stdout) throw new Error('no output');
    this.#lines = createInterface(stdout)[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const next = await this.#lines.next();
    if (next.done) throw new Error(`${this.#child.spawnargs.join(' ')} ended early`);
    return next.value;
  }

  /** Waits for a word, and returns what was said with it. */
  async word(word: string): Promise<Record<string, unknown>> {
    const line = await this.line();
    if (!line.startsWith(`${word} `)) throw new Error(`expected ${word}, not ${line}`);
    return JSON.parse(line.slice(word.length)) as Record<string, unknown>;
  }

  tell(line: string = ''): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Milliseconds of processor time so far, of all threads. */
  get cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid ?? 0}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime and stime in ticks, of which Linux makes 100 a second for everybody who asks.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Bytes: resident now, and the most there was. */
  get memory(): { rss: number; peak: number } {
    const status = readFileSync(`/proc/${this.#child.pid ?? 0}/status`, 'utf8');
    const kilobytes = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
    return { rss: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    this.#child.kill();
    await exited;
  }
}
