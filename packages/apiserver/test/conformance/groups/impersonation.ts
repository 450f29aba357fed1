import { grant, revoke } from '../rights.ts';
import type { Ask, Group } from '../session.ts';

// In whose name somebody without all rights may ask, and how they are refused.
export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const rules = (
    ...list: readonly (readonly [verb: string, group: string, resource: string, ...names: string[]])[]
  ) =>
    list.map(([verb, apiGroup, resource, ...resourceNames]) => ({
      verbs: [verb],
      apiGroups: [apiGroup],
      resources: [resource],
      ...(resourceNames.length > 0 && { resourceNames }),
    }));
  const as = (headers: Record<string, string>): Ask => ({
    headers: { authorization: 'Bearer actor-token', ...headers },
  });
  const wanted: readonly Record<string, string>[] = [
    { 'impersonate-user': 'bob' },
    { 'impersonate-user': 'eve' },
    { 'impersonate-user': 'bob', 'impersonate-group': 'devs' },
    { 'impersonate-user': 'bob', 'impersonate-group': 'ops' },
    { 'impersonate-user': 'bob', 'impersonate-group': 'system:masters' },
    { 'impersonate-user': 'bob', 'impersonate-uid': '7' },
    { 'impersonate-user': 'bob', 'impersonate-uid': '8' },
    { 'impersonate-user': 'bob', 'impersonate-extra-example.com%2fscopes': 'view' },
    { 'impersonate-user': 'bob', 'impersonate-extra-example.com%2fscopes': 'edit' },
    { 'impersonate-user': 'bob', 'impersonate-extra-scopes': 'view' },
    { 'impersonate-user': `system:serviceaccount:${t.namespace}:robot` },
    { 'impersonate-user': `system:serviceaccount:${t.namespace}:other` },
    { 'impersonate-user': 'system:serviceaccount:Wrong:robot' },
    { 'impersonate-user': `system:serviceaccount:${t.namespace}:robot`, 'impersonate-group': 'devs' },
    { 'impersonate-user': 'system:node:one' },
    { 'impersonate-user': 'system:node:two' },
    { 'impersonate-user': 'system:anonymous' },
    { 'impersonate-group': 'devs' },
  ];
  const ask = async (): Promise<void> => {
    for (const headers of wanted) {
      await t.post(who, {}, as(headers));
      await t.get(at, {}, as(headers));
    }
    await t.get('/metrics', {}, as({ 'impersonate-user': 'bob' }));
    await t.get('/metrics', {}, as({ 'impersonate-user': 'eve' }));
  };
  await ask();
  await grant(t, 'actor', {
    where: 'cluster',
    rules: rules(
      ['impersonate', '', 'users', 'bob'],
      ['impersonate', '', 'groups', 'devs'],
      ['impersonate', '', 'serviceaccounts', 'robot'],
      ['impersonate', 'authentication.k8s.io', 'uids', '7'],
      ['impersonate', 'authentication.k8s.io', 'userextras/scopes', 'view'],
      ['impersonate', 'authentication.k8s.io', 'userextras/example.com/scopes', 'view'],
    ),
  });
  await ask();
  await revoke(t);
  const identities = 'authentication.k8s.io';
  await grant(t, 'actor', {
    where: 'namespace',
    rules: rules(
      ['impersonate-on:user-info:list', '', 'configmaps'],
      ['impersonate-on:serviceaccount:list', '', 'configmaps'],
      ['impersonate:serviceaccount', identities, 'serviceaccounts', 'robot'],
    ),
  });
  await ask();
  await grant(t, 'actor', {
    where: 'cluster',
    rules: [
      ...rules(
        ['impersonate:user-info', identities, 'users', 'bob'],
        ['impersonate:user-info', identities, 'groups', 'devs'],
        ['impersonate:user-info', identities, 'uids', '7'],
        ['impersonate:user-info', identities, 'userextras/example.com/scopes', 'view'],
        ['impersonate:arbitrary-node', identities, 'nodes', 'one'],
        ['impersonate-on:arbitrary-node:create', identities, 'selfsubjectreviews'],
        ['impersonate-on:serviceaccount:create', identities, 'selfsubjectreviews'],
        ['impersonate-on:user-info:create', identities, 'selfsubjectreviews'],
      ),
      { verbs: ['impersonate-on:user-info:get'], nonResourceURLs: ['/metrics'] },
    ],
  });
  await ask();
  await revoke(t);
};
