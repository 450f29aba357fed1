// What one must be allowed to, to ask in somebody else's name: everything that is said of them.
// https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/

import type { Attributes } from './rbac.ts';
import type { User } from './user.ts';

const identities = 'authentication.k8s.io';

function impersonate(
  resource: string,
  name: string,
  where: { group?: string; namespace?: string } = {},
): Attributes {
  return { verb: 'impersonate', group: '', namespace: '', ...where, resource, name };
}

/** Groups that the server itself adds ask for nothing. */
export function impersonations(user: User, headers: Readonly<Record<string, string>>): readonly Attributes[] {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user.name);
  const named = new Set((headers['impersonate-group'] ?? '').split(',').map((one) => one.trim()));
  return [
    account
      ? impersonate('serviceaccounts', account[2] ?? '', { namespace: account[1] ?? '' })
      : impersonate('users', user.name),
    ...user.groups.filter((one) => named.has(one)).map((one) => impersonate('groups', one)),
    ...Object.entries(user.extra ?? {}).flatMap(([key, values]) =>
      values.map((value) => impersonate(`userextras/${key}`, value, { group: identities })),
    ),
    ...(user.uid === undefined ? [] : [impersonate('uids', user.uid, { group: identities })]),
  ];
}
