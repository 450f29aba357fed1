// The id-token of an `oidc` auth-provider, refreshed when it expires.

import { type Clock, systemClock } from '@kube-rx/core';
import { AuthenticationError, ConfigError } from '../errors.ts';
import type { Credentials } from './credentials.ts';
import { logInAgain, readIdToken } from './id-token.ts';
import type { AskOptions, OidcClient, OidcProvider } from './oidc-provider.ts';
import { type Expiring, Renewable } from './renewable.ts';

export interface OidcCredentialsOptions {
  readonly provider: OidcProvider;
  /** The one that a login or kubectl has left in the kubeconfig. Undefined: there is none. */
  readonly idToken: string | undefined;
  readonly refreshToken: string;
  /** Where all this is configured, for messages: file and key. */
  readonly where: string;
  readonly connect?: AskOptions['connect'];
}

/**
 * Sends the id-token until ten seconds before it expires, then has the provider refresh it, and once more when the
 * server refuses it. Concurrent requests share one refresh, as do all credentials of this process with the same
 * provider and refresh token: one may be good for one use. A refresh token that the provider replaces is kept in
 * memory, and never written back.
 */
export class OidcCredentials implements Credentials {
  readonly #issuer: string;
  readonly #where: string;
  readonly #tokens: Renewable<() => string>;

  /** @throws AuthenticationError for an id-token that is no JWT with an expiry. */
  constructor(options: OidcCredentialsOptions) {
    this.#issuer = options.provider.issuer.href;
    this.#where = options.where;
    const initial = options.idToken === undefined ? undefined : readIdToken(options.idToken);
    this.#tokens = sharedTokens(options, initial);
  }

  async authorization(clock: Clock = systemClock, signal?: AbortSignal): Promise<string> {
    try {
      return (await this.#tokens.current(clock, signal))();
    } catch (error) {
      throw this.#explain(error, clock);
    }
  }

  async renew(
    rejected: string | undefined,
    clock: Clock = systemClock,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const last = this.#tokens.last?.value();
    // Of many requests that were refused at once, the first has refreshed it already.
    if (last !== undefined && last !== rejected) return last;
    try {
      const renewed = (await this.#tokens.renew(clock, signal))();
      return renewed === rejected ? undefined : renewed;
    } catch (error) {
      throw this.#explain(error, clock);
    }
  }

  #explain(error: unknown, clock: Clock): unknown {
    if (!(error instanceof AuthenticationError || error instanceof ConfigError)) return error;
    const { expiresAt } = this.#tokens.last ?? {};
    const date = expiresAt === undefined ? '' : new Date(expiresAt).toISOString();
    const isExpired = expiresAt !== undefined && expiresAt <= clock.now();
    const state = date === '' ? 'is missing' : isExpired ? `expired on ${date}` : `is good until ${date}`;
    return new AuthenticationError(
      `${this.#where}: the id-token ${state}, and ${this.#issuer} gave no other: ${error.message}; ${logInAgain}`,
      { cause: error.cause },
    );
  }
}

const noIdToken =
  'its answer holds no id_token: the scope openid was not asked for at the login, or it gives none when it refreshes';

// In the order in which they were made. Nobody logs in that often.
const shared = new Map<string, Renewable<() => string>>();
const mostShared = 100;

function sharedTokens(
  options: OidcCredentialsOptions,
  initial: Expiring<() => string> | undefined,
): Renewable<() => string> {
  const { provider, refreshToken } = options;
  const identity = JSON.stringify([provider.issuer.href, provider.clientId, refreshToken]);
  const { createHash } = process.getBuiltinModule('node:crypto');
  const key = createHash('sha256').update(identity).digest('base64');
  const known = shared.get(key);
  if (known) return known;
  const tokens = createTokens(options, initial);
  const [oldest] = shared.keys();
  if (oldest !== undefined && shared.size >= mostShared) shared.delete(oldest);
  shared.set(key, tokens);
  return tokens;
}

function createTokens(
  { provider, refreshToken, connect }: OidcCredentialsOptions,
  initial: Expiring<() => string> | undefined,
): Renewable<() => string> {
  let client: OidcClient | undefined;
  let current = refreshToken;
  return new Renewable(async (signal, clock) => {
    client ??= new (await import('./oidc-provider.ts')).OidcClient(provider);
    const tokens = await client.refresh(current, { clock, signal, ...(connect && { connect }) });
    // Kept even where there is no id-token: the one that was sent may be good for one use.
    current = tokens.refreshToken() ?? current;
    const idToken = tokens.idToken();
    if (idToken === undefined) throw new AuthenticationError(noIdToken);
    return readIdToken(idToken);
  }, initial);
}
