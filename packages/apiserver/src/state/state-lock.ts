// One server for one state file: a file beside it says whose it is. It is written again and again, so that the lock of
// a server that was killed is seen for what it is, also from another machine or container. Times are compared as the
// file system gives them, not with the clock of this machine.

import { link, open, readlink, rename, rm } from 'node:fs/promises';
import { KubeError, printable } from '@kube-rx/core';
import { codeOf } from '../error-code.ts';
import {
  addOwn,
  describeHolder,
  holderHere,
  isGone,
  type LockHolder,
  lockText,
  readHolder,
  removeOwn,
} from './lock-holder.ts';

/**
 * A state file that another server keeps; the message names the file, the server and the lock file.
 *
 * @example
 * if (error instanceof StateInUseError) console.error(`${error.file} belongs to another server`);
 */
export class StateInUseError extends KubeError {
  override readonly name = 'StateInUseError';
  readonly file: string;
  /** The file that says so. */
  readonly lockFile: string;

  constructor(file: string, lockFile: string, why: string) {
    super(
      `${printable(file, 1000)} is kept by another server (${why}, says ${printable(lockFile, 1000)}): ` +
        'end that server, or name another file',
    );
    this.file = file;
    this.lockFile = lockFile;
  }
}

const renewMs = 5_000;
/** A holder that has not renewed its lock for so long is gone. */
const staleMs = 30_000;

interface FoundLock {
  readonly holder: LockHolder | undefined;
  readonly modifiedMs: number;
}

export class StateLock {
  readonly #file: string;
  readonly #path: string;
  readonly #holder: LockHolder;
  readonly #renewing: NodeJS.Timeout;

  private constructor(file: string, holder: LockHolder) {
    this.#file = file;
    this.#path = `${file}.lock`;
    this.#holder = holder;
    addOwn(holder.id);
    this.#renewing = setInterval(() => void this.#renew(), renewMs).unref();
  }

  /** @throws StateInUseError; an error of the system where nothing can be written beside the file. */
  static async take(file: string): Promise<StateLock> {
    const lock = new StateLock(file, holderHere(crypto.randomUUID(), await pidNamespace()));
    try {
      await lock.#take();
      return lock;
    } catch (error) {
      lock.#forget();
      throw error;
    }
  }

  /**
   * A lock file that somebody has removed is made again.
   *
   * @throws StateInUseError where another server has taken the file meanwhile: this one had stood still.
   */
  async require(): Promise<void> {
    const found = await this.#read();
    if (found?.holder?.id === this.#holder.id) return;
    if (!found && (await this.#create())) return;
    throw this.#inUse((await this.#read())?.holder);
  }

  async release(): Promise<void> {
    this.#forget();
    if ((await this.#read())?.holder?.id === this.#holder.id) await rm(this.#path, { force: true });
  }

  async #take(): Promise<void> {
    if (await this.#create()) return;
    const found = await this.#read();
    if (found && !(await this.#isStale(found))) throw this.#inUse(found.holder);
    if (found) await this.#bury(found.holder);
    if (!(await this.#create())) throw this.#inUse((await this.#read())?.holder);
  }

  #inUse(holder: LockHolder | undefined): StateInUseError {
    return new StateInUseError(this.#file, this.#path, describeHolder(holder));
  }

  /** Takes a stale lock away, and puts it back where another server was faster and it is no longer the stale one. */
  async #bury(stale: LockHolder | undefined): Promise<void> {
    const grave = this.#ownPath();
    try {
      await rename(this.#path, grave);
      const buried = (await readLock(grave))?.holder;
      if (buried?.id === stale?.id) return;
      await link(grave, this.#path);
      throw this.#inUse(buried);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    } finally {
      await rm(grave, { force: true });
    }
  }

  /** False where there is one already. */
  async #create(): Promise<boolean> {
    try {
      await writeNew(this.#path, lockText(this.#holder));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  async #isStale({ holder, modifiedMs }: FoundLock): Promise<boolean> {
    if (holder && isGone(holder, this.#holder)) return true;
    const probe = this.#ownPath();
    try {
      return (await writeNew(probe, '\n')) - modifiedMs > staleMs;
    } finally {
      await rm(probe, { force: true });
    }
  }

  async #renew(): Promise<void> {
    try {
      // Read and written as one file: another server may put its own in the place at any moment.
      const lock = await open(this.#path, 'r+');
      try {
        if ((await readHolder(lock))?.id === this.#holder.id) await lock.write(lockText(this.#holder), 0);
      } finally {
        await lock.close();
      }
    } catch {
      // What has become of the lock is seen before the next save.
    }
  }

  #read(): Promise<FoundLock | undefined> {
    return readLock(this.#path);
  }

  #ownPath(): string {
    return `${this.#path}.${this.#holder.id}`;
  }

  #forget(): void {
    clearInterval(this.#renewing);
    removeOwn(this.#holder.id);
  }
}

/** Undefined where there is none. */
async function readLock(path: string): Promise<FoundLock | undefined> {
  try {
    const lock = await open(path);
    try {
      return { holder: await readHolder(lock), modifiedMs: (await lock.stat()).mtimeMs };
    } finally {
      await lock.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** When it was written, in the time of its file system. Nothing is left of one that cannot be written whole. */
async function writeNew(path: string, text: string): Promise<number> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    return (await handle.stat()).mtimeMs;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function pidNamespace(): Promise<string> {
  return await readlink('/proc/self/ns/pid').catch(() => '');
}
