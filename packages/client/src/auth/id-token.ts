// The id-token that an `oidc` auth-provider of a kubeconfig has left there.

import { type Clock, systemClock } from '@kube-rx/core';
import { AuthenticationError } from '../errors.ts';
import { bearer, type Credentials } from './credentials.ts';
import type { Expiring } from './renewable.ts';

// As in client-go: the token must still be valid when it arrives.
const skewMs = 10_000;

/** What to do where there is no other way to a new token. */
export const logInAgain =
  'log in again, or replace the auth-provider by the exec plugin kubelogin (kubectl oidc-login get-token)';

/** Uses the token until it expires, where nothing is known of how to refresh it. */
export class IdToken implements Credentials {
  readonly #authorization: string;
  readonly #expiresAt: number;
  readonly #where: string;
  readonly #why: string;

  /**
   * `where` is the file and key, and `why` says why it cannot be refreshed, for messages.
   *
   * @throws AuthenticationError for what is no JWT with an expiry.
   */
  constructor(token: string, where: string, why: string) {
    const { value, expiresAt } = readIdToken(token);
    this.#authorization = value();
    this.#expiresAt = expiresAt;
    this.#where = where;
    this.#why = why;
  }

  authorization(clock: Clock = systemClock): Promise<string> {
    if (clock.now() + skewMs < this.#expiresAt) return Promise.resolve(this.#authorization);
    const date = new Date(this.#expiresAt).toISOString();
    return Promise.reject(
      new AuthenticationError(`${this.#where}: the id-token expired on ${date}; ${this.#why}; ${logInAgain}`),
    );
  }

  renew(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/**
 * The header of an id-token, in a function so that no log shows it.
 *
 * @throws AuthenticationError for what is no JWT with an expiry.
 */
export function readIdToken(token: string): Expiring<() => string> & { readonly expiresAt: number } {
  const authorization = bearer(token, 'the id-token');
  return { value: () => authorization, expiresAt: readExpiry(token) };
}

// https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
function readExpiry(token: string): number {
  const [, payload = '', ...rest] = token.split('.');
  if (rest.length === 1)
    try {
      const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
      const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
      // What JavaScript takes for a date.
      if (typeof exp === 'number' && Math.abs(exp) <= 8.64e12) return exp * 1000;
    } catch {
      // Not JSON: as below.
    }
  throw new AuthenticationError('the id-token is no JWT with an expiry');
}
