// A token in a file that another program renews, as the kubelet does for a service account.
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#launch-a-pod-using-service-account-token-projection

import { readFile } from 'node:fs/promises';
import { type Clock, systemClock } from '@kube-rx/core';
import { AuthenticationError, errorCode } from '../errors.ts';
import { bearer, type Credentials } from './credentials.ts';

export interface TokenFileOptions {
  /** The age at which the file is read again, in ms. Default 60,000, as in client-go. */
  readonly maxAgeMs?: number;
  /** A token to use until the file can be read for the first time. */
  readonly initial?: string | undefined;
}

/**
 * Reads the file at the first request, when the token is older than `maxAgeMs`, and when the server refused it.
 * Concurrent requests share one read.
 *
 * Guarantees: while the file cannot be read, or is empty, the last token stays in use.
 *
 * @example
 * const credentials = new TokenFile('/var/run/secrets/tokens/api');
 * const client = Client.fromConfig({ server: 'https://10.0.0.1:6443', credentials });
 */
export class TokenFile implements Credentials {
  readonly path: string;
  readonly #maxAgeMs: number;
  #last: string | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<string> | undefined;

  constructor(path: string, options: TokenFileOptions = {}) {
    this.path = path;
    this.#maxAgeMs = options.maxAgeMs ?? 60_000;
    this.#last = options.initial === undefined ? undefined : bearer(options.initial, 'the token');
  }

  authorization(clock: Clock = systemClock): Promise<string> {
    const age = clock.monotonic() - this.#triedAt;
    if (this.#last !== undefined && age < this.#maxAgeMs) return Promise.resolve(this.#last);
    return this.#read(clock);
  }

  async renew(rejected: string | undefined, clock: Clock = systemClock): Promise<string | undefined> {
    // Of many requests that were refused at once, the first has read the file already.
    if (this.#last !== undefined && this.#last !== rejected) return this.#last;
    const authorization = await this.#read(clock);
    return authorization === rejected ? undefined : authorization;
  }

  #read(clock: Clock): Promise<string> {
    this.#reading ??= this.#readFile(clock).finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readFile(clock: Clock): Promise<string> {
    this.#triedAt = clock.monotonic();
    try {
      this.#last = bearer(await readFile(this.path, 'utf8'), `the token in ${this.path}`);
    } catch (cause) {
      if (this.#last !== undefined) return this.#last;
      if (cause instanceof AuthenticationError) throw cause;
      const why = `the token file ${this.path} cannot be read (${errorCode(cause)})`;
      throw new AuthenticationError(why, { cause });
    }
    return this.#last;
  }
}
