// A token in a file that somebody else keeps fresh: the kubelet does so for a service account.
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#launch-a-pod-using-service-account-token-projection

import { readFile } from 'node:fs/promises';
import { type Clock, systemClock } from '@kube-rx/core';
import { AuthenticationError, errorCode } from '../errors.ts';
import { bearer } from './bearer-token.ts';
import type { Credentials } from './credentials.ts';

export interface TokenFileOptions {
  /** The age from which on the file is read again, in ms. Default 60 s, as in client-go. */
  readonly maxAgeMs?: number;
  /** A token to use as long as the file could never be read. */
  readonly initial?: string;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
}

/**
 * Reads the file when first asked, again once the token is older than `maxAgeMs`, and when the server did
 * not accept it. Whoever asks while it is being read gets the same answer.
 *
 * Guarantees: a file that cannot be read, or is empty for a moment, leaves the last token in use.
 */
export class TokenFile implements Credentials {
  readonly path: string;
  readonly #maxAgeMs: number;
  readonly #clock: Clock;
  #last: string | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<string> | undefined;

  constructor(path: string, options: TokenFileOptions = {}) {
    this.path = path;
    this.#maxAgeMs = options.maxAgeMs ?? 60_000;
    this.#clock = options.clock ?? systemClock;
    this.#last = options.initial === undefined ? undefined : bearer(options.initial, 'the token');
  }

  authorization(): Promise<string> {
    const age = this.#clock.monotonic() - this.#triedAt;
    if (this.#last !== undefined && age < this.#maxAgeMs) return Promise.resolve(this.#last);
    return this.#read();
  }

  async renew(rejected: string): Promise<string | undefined> {
    // Of many requests that were refused at once, the first has done the reading.
    if (this.#last !== undefined && this.#last !== rejected) return this.#last;
    const authorization = await this.#read();
    return authorization === rejected ? undefined : authorization;
  }

  #read(): Promise<string> {
    this.#reading ??= this.#readFile().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readFile(): Promise<string> {
    this.#triedAt = this.#clock.monotonic();
    try {
      this.#last = bearer(await readFile(this.path, 'utf8'), `the token in ${this.path}`);
    } catch (error) {
      if (this.#last === undefined) throw unreadable(this.path, error);
    }
    return this.#last;
  }
}

function unreadable(path: string, cause: unknown): AuthenticationError {
  if (cause instanceof AuthenticationError) return cause;
  return new AuthenticationError(`the token file ${path} cannot be read (${errorCode(cause)})`, { cause });
}
