// Who sends a request: by bearer token, or nobody in particular; perhaps in somebody else's name.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/

import type { JsonObject } from '../json/json.ts';
import { badRequest, StatusError } from '../status-error.ts';

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

/** The user of a request. Throws a 401 for an unknown token. */
export function authenticate(headers: Headers, tokens: Tokens): User {
  const credentials = headers['authorization'];
  if (credentials === undefined) return anonymous;
  const user = userOfToken(/^Bearer +(\S+)$/i.exec(credentials)?.[1] ?? '', tokens);
  if (!user) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return user;
}

export function userOfToken(token: string, tokens: Tokens): User | undefined {
  const user = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  return user && { ...user, groups: [...user.groups, 'system:authenticated'] };
}

const everybody: ReadonlySet<string> = new Set(['system:authenticated', 'system:unauthenticated']);
const extraPrefix = 'impersonate-extra-';

/** In whose name the request is to be judged; undefined: in the sender's own. Throws a 400 where no user is named. */
export function impersonated(headers: Headers): User | undefined {
  const name = headers['impersonate-user'] ?? '';
  const uid = headers['impersonate-uid'];
  const groups = listed(headers['impersonate-group']);
  const extra = Object.entries(headers)
    .filter(([header]) => header.startsWith(extraPrefix))
    .map(([header, values]) => [decodeExtra(header.slice(extraPrefix.length)), listed(values)] as const);
  if (name === '') {
    if (uid === undefined && groups.length === 0 && extra.length === 0) return undefined;
    throw badRequest(`requested ${goUser(uid ?? '', groups, extra)} without impersonating a user name`);
  }
  const own = groups.length > 0 ? groups : accountGroups(name);
  const implied = name === anonymous.name ? 'system:unauthenticated' : 'system:authenticated';
  return {
    name,
    ...(uid !== undefined && { uid }),
    groups: own.some((one) => everybody.has(one)) ? own : [...own, implied],
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
  };
}

function listed(header = ''): string[] {
  return header
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function decodeExtra(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

// As Go prints what it was asked for.
function goUser(
  uid: string,
  groups: readonly string[],
  extra: readonly (readonly [string, string[]])[],
): string {
  const strings = (list: readonly string[]): string =>
    `[]string{${list.map((one) => JSON.stringify(one)).join(', ')}}`;
  const own = groups.length === 0 ? '[]string(nil)' : strings(groups);
  const pairs = extra.map(([key, values]) => `${JSON.stringify(key)}:${strings(values)}`).join(', ');
  const more = extra.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${pairs}}`;
  return `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${own}, Extra:${more}}`;
}

// A service account is in two groups by its name alone.
function accountGroups(name: string): readonly string[] {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** A user as reviews tell of one. */
export function userInfo({ name, uid, groups, extra }: User): JsonObject {
  return { username: name, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) };
}
