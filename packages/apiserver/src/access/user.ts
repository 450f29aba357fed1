// Who sends a request: by bearer token, or nobody in particular; perhaps in somebody else's name.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/

import { StatusError } from '../status-error.ts';

export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Users by their bearer token. */
export type Tokens = Readonly<Record<string, User>>;

const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** The user of a request. Throws a 401 for a token that nobody has. */
export function authenticate(headers: Readonly<Record<string, string>>, tokens: Tokens): User {
  const credentials = headers['authorization'];
  if (credentials === undefined) return anonymous;
  const token = /^Bearer +(\S+)$/i.exec(credentials)?.[1] ?? '';
  const user = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (!user) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return { ...user, groups: [...user.groups, 'system:authenticated'] };
}

/** In whose name the request is to be judged; undefined: in the sender's own. */
export function impersonated(headers: Readonly<Record<string, string>>): User | undefined {
  const name = headers['impersonate-user'];
  if (name === undefined) return undefined;
  const groups = (headers['impersonate-group'] ?? '').split(',').map((group) => group.trim());
  const given = groups.filter((group) => group !== '');
  return { name, groups: [...(given.length > 0 ? given : accountGroups(name)), 'system:authenticated'] };
}

// A service account is in two groups by its name alone.
function accountGroups(name: string): readonly string[] {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}
