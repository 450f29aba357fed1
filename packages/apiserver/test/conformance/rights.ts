// Roles bound to users, for scripts that ask in their name.

import type { Session } from './session.ts';

/** Gives a user these rules, in the namespace of the session or everywhere, and waits until they hold. */
export async function grant(
  t: Session,
  user: string,
  { rules, where }: { readonly rules: readonly object[]; readonly where: 'namespace' | 'cluster' },
): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const name = where === 'namespace' ? `of-${user}` : `${t.namespace}-${user}`;
  const [path, kind] =
    where === 'namespace'
      ? [`${rbac}/namespaces/${t.namespace}/role`, 'Role']
      : [`${rbac}/clusterrole`, 'ClusterRole'];
  // The last rule to be known.
  const mark = { verbs: ['get'], apiGroups: ['mark'], resources: ['mark'] };
  await t.post(`${path}s`, { metadata: { name }, rules: [...rules, mark] }, { quiet: true });
  const subjects = [{ kind: 'User', name: user }];
  await t.post(`${path}bindings`, { metadata: { name }, roleRef: { kind, name }, subjects }, { quiet: true });
  const namespace = where === 'namespace' ? t.namespace : '';
  const resourceAttributes = { namespace, verb: 'get', group: 'mark', resource: 'mark' };
  const review = { spec: { user, resourceAttributes } };
  // The real server learns of new bindings a moment later.
  for (let tries = 0; tries < 200; tries += 1) {
    const { object } = await t.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', review, {
      quiet: true,
    });
    if (JSON.stringify(object['status']).includes('"allowed":true')) return;
  }
}

/** Takes away what was granted everywhere, or made in the name of the session. */
export async function revoke(t: Session): Promise<void> {
  for (const plural of ['clusterroles', 'clusterrolebindings']) {
    const path = `/apis/rbac.authorization.k8s.io/v1/${plural}`;
    const { object } = await t.get(path, {}, { quiet: true });
    for (const { metadata } of (object['items'] ?? []) as { readonly metadata: { readonly name: string } }[])
      if (metadata.name.startsWith(t.namespace))
        await t.delete(`${path}/${metadata.name}`, undefined, { quiet: true });
  }
}
