/**
 * A child process that never outlives its test: its output goes to a log file, its end is known, and it dies with
 * its parent however the parent dies (exit, Ctrl-C, crash, SIGKILL).
 *
 * The last point cannot be had from exit handlers. A guard process (a three-word shell script) holds the reading end
 * of a pipe whose only writer is this process: when the pipe closes, the kernel having cleaned up after us if need
 * be, the guard kills the child. When the child ends first, the guard is ended before the process id can be reused.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Both output streams are appended to this file. */
  readonly logFile: string;
  /** Gets the lines of the standard output, which the log then has not; {@link Child.tell} writes to its input. */
  readonly onLine?: (line: string) => void;
}

export class Child {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process has ended, with a word on how: `exit code 1`, `signal SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  readonly #logFile: string;
  #end: string | undefined;

  private constructor(process: ChildProcess, options: ChildOptions) {
    const { pid } = process;
    if (pid === undefined) throw new Error(`${options.name} has no process id`);
    this.name = options.name;
    this.pid = pid;
    this.#process = process;
    this.#logFile = options.logFile;
    const guard = spawn('sh', ['-c', 'cat >/dev/null; kill -9 "$0"', String(pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true, // out of the terminal's process group, so that Ctrl-C does not end the guard first
    });
    guard.unref();
    this.ended = new Promise((resolve) => {
      process.once('exit', (code, signal) => {
        guard.kill('SIGKILL');
        this.#end = signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`;
        resolve(this.#end);
      });
    });
  }

  /** Starts the process; rejects when it cannot be started at all (no such file, not executable). */
  static async start(options: ChildOptions): Promise<Child> {
    const log = openSync(options.logFile, 'a');
    try {
      const { onLine } = options;
      const streams = onLine ? 'pipe' : undefined;
      const process = spawn(options.command, options.args, {
        stdio: [streams ?? 'ignore', streams ?? log, log],
      });
      if (onLine && process.stdout) createInterface(process.stdout).on('line', onLine);
      process.stdin?.on('error', () => undefined); // it has ended meanwhile, which `ended` tells
      await new Promise<void>((resolve, reject) => {
        process.once('spawn', resolve);
        process.once('error', reject);
      });
      return new Child(process, options);
    } finally {
      closeSync(log);
    }
  }

  get running(): boolean {
    return this.#end === undefined;
  }

  /** Polls until `ready` says so. A refused connection is "not yet"; the end of the process is a failure. */
  async waitUntil(ready: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    let lastTrouble = 'it answered, but not ready';
    while (performance.now() < deadline && this.running) {
      try {
        if (await ready()) return;
      } catch (error) {
        lastTrouble = String(error);
      }
      await delay(50);
    }
    const what = this.#end
      ? `ended with ${this.#end}`
      : `was not ready within ${timeoutMs} ms (${lastTrouble})`;
    await this.stop();
    throw new Error(`${this.name} ${what}. The end of its log:\n${this.logTail()}`);
  }

  /** Writes a line to its standard input, if it has one. */
  tell(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** Sends a signal; does nothing once the process has ended. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#process.kill(signal);
  }

  /**
   * Ends the process and waits for it. Graceful: SIGTERM, then SIGKILL after `timeout`; otherwise SIGKILL at once.
   * A stopped (SIGSTOP) process is ended as well. Idempotent.
   */
  async stop(options: { readonly graceful?: boolean; readonly timeout?: number } = {}): Promise<void> {
    if (!this.running) return;
    this.signal('SIGCONT');
    this.signal(options.graceful === true ? 'SIGTERM' : 'SIGKILL');
    const timer = setTimeout(() => this.signal('SIGKILL'), options.timeout ?? 20_000);
    await this.ended;
    clearTimeout(timer);
  }

  /** The end of the log, for messages. */
  logTail(lines = 20): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }
}
