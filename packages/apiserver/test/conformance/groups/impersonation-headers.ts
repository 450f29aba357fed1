import { grant, revoke } from '../rights.ts';
import type { Group } from '../session.ts';

// Headers that name somebody else: repeated, empty, with commas, escaped. By whom they may all be sent, and by whom a few.
export const group: Group = async (t) => {
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const account = (name: string, namespace = t.namespace): string =>
    `system:serviceaccount:${namespace}:${name}`;
  const wanted: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    'a user twice': { user: ['bob', 'eve'] },
    'an empty user': { user: [''] },
    'an empty user, and another': { user: ['', 'bob'] },
    'a user, and an empty one': { user: ['bob', ''] },
    'a user with a comma': { user: ['bob, eve'] },
    'a user in UTF-8': { user: ['bøb'] },
    'a user with quotes': { user: ['b"o\\b'] },
    'a user like HTML': { user: ['<b>&'] },
    'a group alone': { group: ['devs'] },
    'an empty group alone': { group: [''] },
    'groups alone': { group: ['devs', 'ops, all', 'é"\\'] },
    'a uid alone': { uid: ['7'] },
    'an empty uid alone': { uid: [''] },
    'extra alone': { 'extra-scopes': ['view', 'a, b'], 'extra-a%2fb': [''] },
    'an empty user, and groups': { user: [''], group: ['devs'] },
    'two groups': { user: ['bob'], group: ['devs', 'ops'] },
    'two groups in one': { user: ['bob'], group: ['devs,ops'] },
    'two groups in one, with a blank': { user: ['bob'], group: ['devs, ops'] },
    'an empty group': { user: ['bob'], group: [''] },
    'an empty group among others': { user: ['bob'], group: ['devs', '', 'ops'] },
    'a group twice': { user: ['bob'], group: ['devs', 'devs'] },
    'five groups': { user: ['bob'], group: ['a', 'b', 'c', 'd', 'e'] },
    superusers: { user: ['bob'], group: ['system:masters'] },
    'superusers among others': { user: ['bob'], group: ['devs', 'system:masters'] },
    'superusers behind a comma': { user: ['bob'], group: ['devs,system:masters'] },
    'those who are known': { user: ['bob'], group: ['system:authenticated'] },
    'those who are not': { user: ['bob'], group: ['system:unauthenticated'] },
    'both of them': { user: ['bob'], group: ['system:authenticated', 'system:unauthenticated'] },
    nobody: { user: ['system:anonymous'] },
    'nobody, of those who are known': { user: ['system:anonymous'], group: ['system:authenticated'] },
    'a uid twice': { user: ['bob'], uid: ['7', '8'] },
    'an empty uid': { user: ['bob'], uid: [''] },
    'an empty uid, and another': { user: ['bob'], uid: ['', '7'] },
    'a uid with a comma': { user: ['bob'], uid: ['7,8'] },
    'a value of extra': { user: ['bob'], 'extra-scopes': ['view'] },
    'values of extra': { user: ['bob'], 'extra-scopes': ['view', 'edit'] },
    'values of extra in one': { user: ['bob'], 'extra-scopes': ['view,edit'] },
    'an empty value of extra': { user: ['bob'], 'extra-scopes': [''] },
    'an empty key of extra': { user: ['bob'], 'extra-': ['view'] },
    'a key with a slash': { user: ['bob'], 'extra-example.com%2fscopes': ['view'] },
    'a key with an escaped capital': { user: ['bob'], 'extra-example.com%2f%41': ['view'] },
    'a key with two escapes': { user: ['bob'], 'extra-a%252fb': ['view'] },
    'a key with half an escape': { user: ['bob'], 'extra-a%2': ['view'] },
    'a key with an escape of no character': { user: ['bob'], 'extra-a%zz%2f': ['view'] },
    'a key with UTF-8': { user: ['bob'], 'extra-%c3%a9': ['view'] },
    'a key with a plus': { user: ['bob'], 'extra-a+b': ['view'] },
    'a key of objects': { user: ['bob'], 'extra-__proto__': ['view'] },
    'a service account': { user: [account('robot')] },
    'a service account with a group': { user: [account('robot')], group: ['devs'] },
    'a service account with an empty group': { user: [account('robot')], group: [''] },
    'a service account without a name': { user: [account('')] },
    'a service account without a namespace': { user: [account('robot', '')] },
    'a service account of more parts': { user: [`${account('robot')}:more`] },
    'a service account in capitals': { user: [account('Robot')] },
    'a service account with a dot': { user: [account('ro.bot')] },
    'a node with a group': { user: ['system:node:one'], group: ['devs'] },
    'a node without a name': { user: ['system:node:'] },
    'a user of the system': { user: ['system:kube-scheduler'] },
  };
  const ask = async (by: string, of: typeof wanted = wanted): Promise<void> => {
    for (const [note, headers] of Object.entries(of)) {
      const repeatedHeaders = Object.fromEntries(
        Object.entries(headers).map(([name, values]) => [`impersonate-${name}`, values]),
      );
      await t.post(who, {}, { headers: { authorization: `Bearer ${by}-token` }, repeatedHeaders, note });
    }
  };
  await ask('admin');
  await ask('speaker');
  const rule = (group: string, resource: string, ...resourceNames: string[]): object => ({
    verbs: ['impersonate'],
    apiGroups: [group],
    resources: [resource],
    ...(resourceNames.length > 0 && { resourceNames }),
  });
  const identities = 'authentication.k8s.io';
  await grant(t, 'speaker', {
    where: 'cluster',
    rules: [
      rule('', 'users', 'bob', 'bøb', 'bob, eve'),
      rule('', 'groups', 'devs', 'devs,ops'),
      rule('', 'serviceaccounts', 'robot'),
      rule(identities, 'uids', '7', '7,8'),
      rule(identities, 'userextras/scopes', 'view', 'view,edit'),
      rule(identities, 'userextras/example.com/scopes', 'view'),
      rule(identities, 'userextras/a%2', 'view'),
    ],
  });
  await ask('speaker');
  await revoke(t);
};
