// The id-token that an `oidc` auth-provider of a kubeconfig has left there.

import { type Clock, systemClock } from '@kube-rx/core';
import { AuthenticationError } from '../errors.ts';
import { bearer, type Credentials } from './credentials.ts';

// As in client-go: the token must still be valid when it arrives.
const skewMs = 10_000;

/** Uses the token until it expires. It is not refreshed: kubectl does that, and writes it into the kubeconfig. */
export class IdToken implements Credentials {
  readonly #authorization: string;
  readonly #expiresAt: number;
  readonly #where: string;

  /** `where` is the file and key, for messages. @throws AuthenticationError for what is no JWT with an expiry. */
  constructor(token: string, where: string) {
    this.#authorization = bearer(token, 'the id-token');
    this.#expiresAt = readExpiry(token);
    this.#where = where;
  }

  authorization(clock: Clock = systemClock): Promise<string> {
    if (clock.now() + skewMs < this.#expiresAt) return Promise.resolve(this.#authorization);
    const date = new Date(this.#expiresAt).toISOString();
    const advice =
      'run kubectl, which writes a new one into this file, or replace the auth-provider by the exec plugin kubelogin (kubectl oidc-login get-token)';
    return Promise.reject(
      new AuthenticationError(`${this.#where}: the id-token expired on ${date}; ${advice}`),
    );
  }

  renew(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
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
