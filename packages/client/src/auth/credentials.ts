// What proves who we are: the port of the authentication layer, and what stays the same.

import type { Clock } from '@kube-rx/core';
import { AuthenticationError } from '../errors.ts';

/**
 * A header, a client certificate, or both. Whoever implements it knows when they expire, and has others in time.
 *
 * @example
 * const rotating: Credentials = {
 *   authorization: async (clock) => `Bearer token-of-hour-${Math.floor(clock.now() / 3_600_000)}`,
 *   renew: async () => undefined,
 * };
 */
export interface Credentials {
  /**
   * The value of the Authorization header, as `Bearer …`; undefined where a client certificate alone says who we are.
   * Called for every request, so it must be fast while the last value is valid. `clock` is the client's.
   *
   * @throws AuthenticationError where there is none.
   */
  authorization(clock: Clock, signal?: AbortSignal): Promise<string | undefined>;

  /** A value other than `rejected`, which the server refused; undefined where there is none. */
  renew(rejected: string | undefined, clock: Clock, signal?: AbortSignal): Promise<string | undefined>;

  /**
   * The certificate for the next connection: the same object for as long as it is the same. Called for every request,
   * after `authorization`. Absent, or undefined: that of the `Config`.
   */
  clientCertificate?(clock: Clock): Promise<ClientCertificate | undefined>;
}

class FixedCredentials implements Credentials {
  readonly #authorization: string;

  constructor(authorization: string) {
    this.#authorization = authorization;
  }

  authorization(): Promise<string> {
    return Promise.resolve(this.#authorization);
  }

  renew(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }
}

/**
 * HTTP basic authentication, as some gateways before an API server still want it.
 *
 * @example
 * const credentials = new BasicCredentials('ann', 'secret');
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', credentials });
 */
export class BasicCredentials extends FixedCredentials {
  constructor(username: string, password: string) {
    super(`Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`);
  }
}

/**
 * A bearer token.
 *
 * @example
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', credentials: new StaticToken('secret') });
 */
export class StaticToken extends FixedCredentials {
  /** @throws AuthenticationError for a token that cannot be sent. */
  constructor(token: string) {
    super(bearer(token, 'the token'));
  }
}

/**
 * Authenticates during the TLS handshake: a PEM certificate (with its chain) and key. The key is a private field, so
 * that no log shows it.
 *
 * @example
 * const clientCertificate = new ClientCertificate('-----BEGIN CERTIFICATE-----…', '-----BEGIN PRIVATE KEY-----…');
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', clientCertificate });
 */
export class ClientCertificate {
  readonly certificate: string;
  readonly #key: string;

  constructor(certificate: string, key: string) {
    this.certificate = certificate;
    this.#key = key;
  }

  /** Whether both have the same certificate and key. */
  equals(other: ClientCertificate): boolean {
    return this.certificate === other.certificate && this.#key === other.#key;
  }

  /** For the transport: as `tls.createSecureContext` takes them. */
  pem(): { readonly cert: string; readonly key: string } {
    return { cert: this.certificate, key: this.#key };
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
