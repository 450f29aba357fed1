// Who sends a request: by bearer token, or nobody in particular.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/

import type { JsonObject } from '../json/json.ts';
import { StatusError } from '../status-error.ts';

export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Users by their bearer token. */
export type Tokens = Readonly<Record<string, User>>;

type Headers = Readonly<Record<string, string>>;

export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/**
 * The user of a request: anonymous as well for credentials of another scheme. Throws a 401 for an unknown token.
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/authentication/request/bearertoken/bearertoken.go
 */
export function authenticate(headers: Headers, tokens: Tokens): User {
  const [scheme = '', token = ''] = (headers['authorization'] ?? '').trim().split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token === '') return anonymous;
  const user = userOfToken(token, tokens);
  if (!user) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return user;
}

export function userOfToken(token: string, tokens: Tokens): User | undefined {
  const user = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  return user && { ...user, groups: [...user.groups, 'system:authenticated'] };
}

/** A user as reviews tell of one. */
export function userInfo({ name, uid, groups, extra }: User): JsonObject {
  return { username: name, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) };
}
