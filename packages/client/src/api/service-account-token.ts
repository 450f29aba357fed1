// A token of a service account, made by the server on demand.
// https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/

import { DecodeError, type KubeObject, type WriteParams } from '@kube-rx/core';
import { StaticToken } from '../auth/credentials.ts';
import type { RequestOptions } from '../client.ts';
import type { Subresource } from './subresource.ts';

export interface TokenRequestOptions extends RequestOptions, Pick<WriteParams, 'dryRun'> {
  /** For whom the token is. Default: the API server. */
  readonly audiences?: readonly string[];
  /** How long it is valid, at least 600; the server may choose another time. Default: the server's, an hour. */
  readonly expirationSeconds?: number;
  /** The token dies with this object: a Pod, Secret or Node. */
  readonly boundObjectRef?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly uid?: string;
  };
}

/**
 * A token as the server made it. Nothing that prints it prints the token.
 *
 * @example
 * const issued = await Api.namespaced(client, ServiceAccount, 'shop').createToken('builder', { expirationSeconds: 600 });
 * const builder = Client.fromConfig({ server: 'https://10.0.0.1:6443', credentials: issued.credentials() });
 */
export class ServiceAccountToken {
  /** When it expires, as RFC 3339 text. */
  readonly expirationTimestamp: string;
  readonly #token: string;

  constructor(token: string, expirationTimestamp: string) {
    this.#token = token;
    this.expirationTimestamp = expirationTimestamp;
  }

  // No getter: a program may print those.
  /** The secret itself. */
  reveal(): string {
    return this.#token;
  }

  /** For a client of its own. They are not renewed. */
  credentials(): StaticToken {
    return new StaticToken(this.#token);
  }
}

/** Makes a token of the service account of this name. */
export type CreateToken = (name: string, options?: TokenRequestOptions) => Promise<ServiceAccountToken>;

/** As `CreateToken`, through the subresource `token`. */
export function createTokenBy(subresource: Subresource<KubeObject>): CreateToken {
  return async (name, options = {}) => {
    const { audiences, expirationSeconds, boundObjectRef } = options;
    const spec = {
      ...(audiences && { audiences }),
      ...(expirationSeconds !== undefined && { expirationSeconds }),
      ...(boundObjectRef && { boundObjectRef }),
    };
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
    const answer = await subresource.create(name, request, options);
    const status = memberOf(answer, 'status');
    const [token, expiry] = [memberOf(status, 'token'), memberOf(status, 'expirationTimestamp')];
    if (typeof token === 'string' && typeof expiry === 'string')
      return new ServiceAccountToken(token, expiry);
    throw new DecodeError(`create token of ${name}: the answer has no token`, { fault: 'protocol' });
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}
