// Bearer tokens.

import { AuthenticationError } from '../errors.ts';
import type { Credentials } from './credentials.ts';

/**
 * A token that stays the same.
 *
 * @example
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', credentials: new StaticToken('secret') });
 */
export class StaticToken implements Credentials {
  readonly #authorization: string;

  /** @throws AuthenticationError for a token that cannot be sent. */
  constructor(token: string) {
    this.#authorization = bearer(token, 'the token');
  }

  authorization(): Promise<string> {
    return Promise.resolve(this.#authorization);
  }

  renew(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }
}

/**
 * The header of a token, which `what` names in an error.
 *
 * @throws AuthenticationError for a token that is empty, or that no header can hold.
 */
export function bearer(token: string, what: string): string {
  const trimmed = token.trim();
  if (trimmed === '') throw new AuthenticationError(`${what} is empty`);
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw new AuthenticationError(`${what} holds characters that no token has, as a space or a line break`);
  return `Bearer ${trimmed}`;
}
