// A token in a file that another program renews, as the kubelet does for a service account.
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#launch-a-pod-using-service-account-token-projection

import { type Clock, systemClock } from '@kube-rx/core';
import { AuthenticationError, ConfigError } from '../errors.ts';
import { bearer, type Credentials } from './credentials.ts';
import { RotatingFiles } from './rotating-files.ts';

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
  readonly #files: RotatingFiles<string>;

  constructor(path: string, options: TokenFileOptions = {}) {
    this.path = path;
    const { initial, maxAgeMs } = options;
    // What is wrong with the initial one is not about the file.
    if (initial !== undefined) bearer(initial, 'the token');
    this.#files = new RotatingFiles({
      paths: [path],
      read: (text = '') => bearer(text, `the token in ${path}`),
      initial: initial === undefined ? undefined : [initial],
      maxAgeMs,
    });
  }

  authorization(clock: Clock = systemClock): Promise<string> {
    return asAuthentication(this.#files.current(clock));
  }

  async renew(rejected: string | undefined, clock: Clock = systemClock): Promise<string | undefined> {
    const { last } = this.#files;
    // Of many requests that were refused at once, the first has read the file already.
    if (last !== undefined && last !== rejected) return last;
    const authorization = await asAuthentication(this.#files.refresh(clock));
    return authorization === rejected ? undefined : authorization;
  }
}

async function asAuthentication(read: Promise<string>): Promise<string> {
  try {
    return await read;
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const { where, message } = cause;
    throw new AuthenticationError(`the token file ${where} ${message.slice(where.length + 2)}`, {
      cause: cause.cause,
    });
  }
}
