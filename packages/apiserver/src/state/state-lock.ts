// One server for one state file: a file beside it says whose it is. Its time is set again and again, so that the lock of
// a server that was killed is seen for what it is, also from another machine or container.

import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { KubeError, printable } from '@kube-rx/core';
import { codeOf } from '../error-code.ts';
import { numberAt, parseJsonText, stringAt } from '../json/json.ts';

/**
 * A state file that another server keeps; the message names both.
 *
 * @example
 * if (error instanceof StateInUseError) console.error(`${error.file} belongs to another server`);
 */
export class StateInUseError extends KubeError {
  override readonly name = 'StateInUseError';
  readonly file: string;

  constructor(file: string, why: string) {
    super(`${file} is kept by another server (${why}): end that server, or name another file`);
    this.file = file;
  }
}

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

const renewMs = 5_000;
/** A holder that has not renewed its lock for so long is gone. */
const staleMs = 30_000;

// A process that has just started can have the number of one that was killed.
const own = new Set<string>();

export class StateLock {
  readonly #file: string;
  readonly #path: string;
  readonly #id = crypto.randomUUID();
  readonly #renewing: NodeJS.Timeout;

  private constructor(file: string) {
    this.#file = file;
    this.#path = lockPath(file);
    own.add(this.#id);
    this.#renewing = setInterval(() => void this.#renew(), renewMs).unref();
  }

  /** @throws StateInUseError; an error of the system where nothing can be written beside the file. */
  static async take(file: string): Promise<StateLock> {
    const lock = new StateLock(file);
    try {
      await lock.#take();
      return lock;
    } catch (error) {
      lock.#forget();
      throw error;
    }
  }

  /** @throws StateInUseError where another server has taken the file meanwhile: this one had stood still. */
  async require(): Promise<void> {
    const holder = await readHolder(this.#path);
    if (holder?.id !== this.#id) throw new StateInUseError(this.#file, described(holder));
  }

  async release(): Promise<void> {
    this.#forget();
    if ((await readHolder(this.#path))?.id === this.#id) await rm(this.#path, { force: true });
  }

  async #take(): Promise<void> {
    if (await this.#create()) return;
    const holder = await readHolder(this.#path);
    if (!(await isStale(this.#path, holder))) throw new StateInUseError(this.#file, described(holder));
    await this.#bury(holder);
    if (!(await this.#create()))
      throw new StateInUseError(this.#file, described(await readHolder(this.#path)));
  }

  /** Takes a stale lock away, and puts it back where another server was faster and it is no longer the stale one. */
  async #bury(stale: Holder | undefined): Promise<void> {
    const grave = `${this.#path}.${this.#id}`;
    try {
      await rename(this.#path, grave);
      const buried = await readHolder(grave);
      if (buried?.id === stale?.id) return;
      await link(grave, this.#path);
      throw new StateInUseError(this.#file, described(buried));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    } finally {
      await rm(grave, { force: true });
    }
  }

  async #create(): Promise<boolean> {
    try {
      const handle = await open(this.#path, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ id: this.#id, pid: process.pid, host: hostname() })}\n`);
      } finally {
        await handle.close();
      }
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  async #renew(): Promise<void> {
    const now = new Date();
    try {
      await this.require();
      await utimes(this.#path, now, now);
    } catch {
      // What has become of the lock is seen before the next save.
    }
  }

  #forget(): void {
    clearInterval(this.#renewing);
    own.delete(this.#id);
  }
}

function lockPath(file: string): string {
  return `${file}.lock`;
}

const mostHolderBytes = 4096;

/** Undefined where there is no lock, and for one that is being written. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    if ((await stat(path)).size > mostHolderBytes) return undefined;
    const value = parseJsonText(await readFile(path, 'utf8'));
    const [id, pid, host] = [stringAt(value, 'id'), numberAt(value, 'pid'), stringAt(value, 'host')];
    return id === undefined || pid === undefined || host === undefined ? undefined : { id, pid, host };
  } catch (error) {
    if (codeOf(error) !== undefined && codeOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

async function isStale(path: string, holder: Holder | undefined): Promise<boolean> {
  if (holder?.host === hostname() && !isAlive(holder)) return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > staleMs;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
}

function isAlive({ id, pid }: Holder): boolean {
  if (pid === process.pid) return own.has(id);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return codeOf(error) === 'EPERM';
  }
}

function described(holder: Holder | undefined): string {
  return holder ? `process ${holder.pid} on ${printable(holder.host, 100)}` : 'one that has just taken it';
}
