// What files hold that another program replaces while this one runs, as the kubelet, kubeadm and cert-manager do.

import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '@kube-rx/core';
import { ConfigError, errorCode } from '../errors.ts';
import { publishCredentials } from './credentials-channel.ts';

export interface RotatingFilesOptions<T> {
  readonly paths: readonly string[];
  /** What their texts mean. @throws ConfigError for texts that cannot be used, without quoting them. */
  readonly read: (...texts: string[]) => T;
  /** What they held a moment ago. */
  readonly initial?: readonly string[] | undefined;
  /** The age at which they are read again, in ms. Default a minute. */
  readonly maxAgeMs?: number | undefined;
}

// As a token file is read again: https://github.com/kubernetes/client-go/blob/v0.36.3/transport/token_source.go
const defaultMaxAgeMs = 60_000;
// A pair is written one file after the other, so what does not fit together may do so soon.
const firstRepeatMs = 1_000;
const sizeLimit = 1024 * 1024;

/**
 * The last value that could be used. The files are read when somebody asks, at most once a minute: nothing that
 * `stat` tells is sure to be another for another content.
 *
 * Guarantees: what cannot be read, or is half written, changes nothing; it is read again after a second, then after
 * twice as long. The value is the same one for as long as the texts are the same.
 */
export class RotatingFiles<T> {
  readonly #options: RotatingFilesOptions<T>;
  readonly #maxAgeMs: number;
  #last: { readonly value: T; readonly texts: readonly string[] } | undefined;
  #nextCheckAt = Number.NEGATIVE_INFINITY;
  /** How often in a row they could not be used. */
  #failures = 0;
  #check: { readonly value: Promise<T>; readonly always: boolean } | undefined;

  constructor(options: RotatingFilesOptions<T>) {
    this.#options = options;
    const { initial: texts, read, maxAgeMs = defaultMaxAgeMs } = options;
    this.#maxAgeMs = maxAgeMs;
    if (texts) this.#last = { value: read(...texts), texts };
  }

  /** What was read last; undefined where nothing was. */
  get last(): T | undefined {
    return this.#last?.value;
  }

  /** @throws ConfigError where there never was a value that could be used. */
  current(clock: Clock): Promise<T> {
    if (this.#last && clock.monotonic() < this.#nextCheckAt) return Promise.resolve(this.#last.value);
    return this.#start(clock, false);
  }

  /** As `current`, but reads them in any case, as what they held was refused. */
  refresh(clock: Clock): Promise<T> {
    return this.#start(clock, true);
  }

  // One at a time. One that was started before somebody was refused may have seen nothing of the change.
  #start(clock: Clock, always: boolean): Promise<T> {
    const running = this.#check;
    if (running && (running.always || !always)) return running.value;
    const value = (async () => {
      await running?.value.catch(() => undefined);
      return this.#load(clock);
    })().finally(() => {
      if (this.#check === check) this.#check = undefined;
    });
    const check = { value, always };
    this.#check = check;
    return value;
  }

  async #load(clock: Clock): Promise<T> {
    try {
      const value = await this.#read();
      this.#failures = 0;
      this.#nextCheckAt = clock.monotonic() + this.#maxAgeMs;
      return value;
    } catch (error) {
      if (!this.#last) throw error;
      this.#failures += 1;
      this.#nextCheckAt =
        clock.monotonic() + Math.min(firstRepeatMs * 2 ** (this.#failures - 1), this.#maxAgeMs);
      // The first time it may be half written.
      if (this.#failures === 2)
        publishCredentials({
          type: 'kept',
          files: this.#options.paths,
          problem: error instanceof Error ? error.message : String(error),
        });
      return this.#last.value;
    }
  }

  async #read(): Promise<T> {
    const { paths, read } = this.#options;
    const texts = await Promise.all(paths.map(readText));
    const before = this.#last;
    const isSame = before !== undefined && texts.every((text, at) => text === before.texts[at]);
    const last = isSame ? before : { value: read(...texts), texts };
    this.#last = last;
    if (before && !isSame) publishCredentials({ type: 'rotated', files: paths });
    return last.value;
  }
}

async function readText(path: string): Promise<string> {
  try {
    const stats = await stat(path);
    // A pipe would be waited for, and what is without end be read for ever.
    if (!stats.isFile()) throw new ConfigError('is no regular file', { where: path });
    if (stats.size > sizeLimit) throw new ConfigError(`has more than ${sizeLimit} bytes`, { where: path });
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`cannot be read (${errorCode(cause)})`, { where: path, cause });
  }
}
