// Whoever sends a request.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/

import type { JsonObject } from '../json/json.ts';

export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Users by their bearer token. */
export type Tokens = Readonly<Record<string, User>>;

export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** A user whom the server knows. */
export function authenticated(user: User): User {
  const known = 'system:authenticated';
  const told = user.groups.includes(known) || user.groups.includes('system:unauthenticated');
  return user.name === anonymous.name || told ? user : { ...user, groups: [...user.groups, known] };
}

/** A user as reviews tell of one. */
export function userInfo({ name, uid = '', groups, extra }: User): JsonObject {
  return { username: name, ...(uid !== '' && { uid }), groups, ...(extra && { extra }) };
}
