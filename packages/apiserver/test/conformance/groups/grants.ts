import { grant, revoke } from '../rights.ts';
import type { Answer, Ask, Group, Session } from '../session.ts';

// Nobody hands out more than they have: roles and bindings written by users of different rights, by every verb that
// can create or change one.
export const group: Group = async (t) => {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const own = `${rbac}/namespaces/${t.namespace}`;
  const rule = (verbs: string[], resources: string[], more: object = {}): object => ({
    verbs,
    apiGroups: [''],
    resources,
    ...more,
  });
  const named = (name: string, more: object): object => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name },
    ...more,
  });
  const reader = [rule(['get', 'list'], ['configmaps', 'pods/log'])];

  // What each of the users below has in this namespace, besides all verbs on roles and bindings.
  const everything = { verbs: ['*'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['*'] };
  const writing = ['create', 'update', 'patch', 'delete', 'get', 'list', 'watch', 'deletecollection'];
  const writer = { ...everything, verbs: writing };
  const noCreate = { ...everything, verbs: ['update', 'patch', 'get'] };
  const escalating = {
    ...everything,
    verbs: ['escalate'],
    resources: ['roles'],
    resourceNames: ['chosen'],
  };
  const binding = {
    ...everything,
    verbs: ['bind'],
    resources: ['clusterroles'],
    resourceNames: ['system:auth-delegator'],
  };
  const users: Readonly<Record<string, readonly object[]>> = {
    nobody: [writer],
    reader: [writer, ...reader],
    changer: [noCreate, ...reader],
    escalator: [writer, escalating],
    binder: [writer, binding],
    star: [writer, rule(['*'], ['*'], { apiGroups: ['*'] })],
    named: [
      writer,
      rule(['get'], ['configmaps'], { resourceNames: ['a', 'b'] }),
      rule(['get'], ['*/status']),
    ],
  };
  for (const [user, rules] of Object.entries(users)) await grant(t, user, { rules, where: 'namespace' });

  // Roles.
  const role = (name: string, rules: unknown): object => named(name, { kind: 'Role', rules });
  for (const user of Object.keys(users)) {
    const ask = as(user);
    await t.post(`${own}/roles`, role(`${user}-reads`, reader), ask);
    await t.post(`${own}/roles`, role(`${user}-one`, [rule(['get'], ['configmaps'])]), ask);
    await t.post(
      `${own}/roles`,
      role(`${user}-name`, [rule(['get'], ['configmaps'], { resourceNames: ['a'] })]),
      ask,
    );
    await t.post(`${own}/roles`, role(`${user}-status`, [rule(['get'], ['pods/status'])]), ask);
    await t.post(`${own}/roles`, role('chosen', [rule(['delete', 'get'], ['secrets', 'pods'])]), ask);
    await t.put(`${own}/roles/chosen`, role('chosen', [rule(['delete', 'get'], ['secrets', 'pods'])]), ask);
    await t.put(`${own}/roles/${user}-new`, role(`${user}-new`, reader), ask);
    await t.apply(`${own}/roles/${user}-applied`, role(`${user}-applied`, reader), ask);
    await t.merge(`${own}/roles/of-nobody`, { rules: [rule(['patch'], ['secrets'])] }, as(user));
    await t.merge(`${own}/roles/of-nobody`, { metadata: { labels: { by: user } } }, as(user));
    await t.delete(`${own}/roles/chosen`, undefined, { ...as(user), quiet: true });
  }
  await t.merge(`${own}/roles/of-star`, { metadata: { finalizers: ['example.com/a'] } }, as('nobody'));
  await t.merge(`${own}/roles/of-star`, { metadata: { finalizers: null } }, as('nobody'));
  await t.merge(`${own}/roles/of-star`, { metadata: { annotations: { a: 'b' } } }, as('nobody'));
  await t.post(`${own}/roles`, role('several', severalRules), as('reader'));
  await t.post(`${own}/roles`, { metadata: { generateName: 'g-' }, rules: reader }, as('nobody'));
  await t.post(`${own}/roles`, role('dry', reader), { ...as('nobody'), query: { dryRun: 'All' } });
  await t.post(`${own}/roles`, role('grouped', reader), as('jane', 'a,b'));

  // Bindings.
  const subjects = [{ kind: 'User', name: 'jane' }];
  const refs: readonly (readonly [string, string])[] = [
    ['Role', 'of-reader'],
    ['Role', 'of-star'],
    ['Role', 'missing'],
    ['ClusterRole', 'system:auth-delegator'],
    ['ClusterRole', 'system:public-info-viewer'],
    ['ClusterRole', 'cluster-admin'],
    ['ClusterRole', 'missing'],
    ['Wrong', 'of-reader'],
  ];
  for (const user of ['nobody', 'reader', 'changer', 'binder', 'star'])
    for (const [kind, name] of refs) {
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind, name };
      const bound = `${user}-${kind.toLowerCase()}-${name.replaceAll(':', '-')}`;
      await t.post(`${own}/rolebindings`, named(bound, { kind: 'RoleBinding', roleRef, subjects }), as(user));
      const applied = `${bound}-applied`;
      const body = named(applied, { kind: 'RoleBinding', roleRef, subjects });
      await t.apply(`${own}/rolebindings/${applied}`, body, as(user));
    }
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'of-star' };
  await t.put(`${own}/rolebindings/put`, named('put', { roleRef, subjects }), as('changer'));
  await t.put(`${own}/rolebindings/put`, named('put', { roleRef, subjects }), as('star'));
  await t.put(`${own}/rolebindings/of-star`, named('of-star', { roleRef, subjects: [] }), as('changer'));
  await t.merge(`${own}/rolebindings/of-star`, { subjects }, as('changer'));
  await t.merge(
    `${own}/rolebindings/of-star`,
    { metadata: { finalizers: ['example.com/a'] } },
    as('changer'),
  );
  await t.merge(`${own}/rolebindings/of-star`, { metadata: { finalizers: null } }, as('changer'));
  // Even an administrator cannot make a binding one of another role.
  const other = { ...roleRef, name: 'of-reader' };
  await t.put(`${own}/rolebindings/of-star`, named('of-star', { roleRef: other, subjects }));
  await t.merge(`${own}/rolebindings/of-star`, { roleRef: { kind: 'ClusterRole' } });

  await malformed(t);
  await cluster(t);
};

// Roles and bindings that are none.
async function malformed(t: Session): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const own = `${rbac}/namespaces/${t.namespace}`;
  const verbs = ['get'];
  const rules: readonly unknown[] = [
    null,
    [null],
    [{}],
    [{ verbs: null, apiGroups: null, resources: null }],
    [{ verbs }],
    [{ verbs, apiGroups: [''] }],
    [{ verbs, resources: ['pods'] }],
    [{ verbs: [], apiGroups: [''], resources: ['pods'] }],
    [{ verbs: [''], apiGroups: [''], resources: [''] }],
    [{ verbs, nonResourceURLs: ['/x'] }],
    [{ verbs, nonResourceURLs: ['/x'], resources: ['pods'] }],
    [{ verbs, nonResourceURLs: ['/x'], resourceNames: ['a'] }],
    {},
    'x',
  ];
  for (const [at, one] of rules.entries()) {
    await t.post(`${own}/roles`, { metadata: { name: `m-${at}` }, rules: one });
    await t.post(`${rbac}/clusterroles`, { metadata: { name: `${t.namespace}-m-${at}` }, rules: one });
  }
  for (const [at, aggregationRule] of [
    {},
    { clusterRoleSelectors: [] },
    { clusterRoleSelectors: [{}] },
  ].entries())
    await t.post(`${rbac}/clusterroles`, { metadata: { name: `${t.namespace}-g-${at}` }, aggregationRule });
  const apiGroup = 'rbac.authorization.k8s.io';
  const good = { kind: 'ClusterRole', name: 'r' };
  const bindings: readonly object[] = [
    {},
    { roleRef: {} },
    { roleRef: { ...good, kind: 'Role' } },
    { roleRef: { ...good, kind: 'role' } },
    { roleRef: { ...good, apiGroup: 'x' } },
    { roleRef: { ...good, name: 'a/b' } },
    { roleRef: { ...good, name: '..' } },
    { roleRef: good, subjects: null },
    { roleRef: good, subjects: [{}] },
    { roleRef: good, subjects: [{ kind: 'User' }, { kind: 'Group', name: '' }] },
    { roleRef: good, subjects: [{ kind: 'user', name: 'u' }] },
    { roleRef: good, subjects: [{ kind: 'User', name: 'u', apiGroup: 'x', namespace: 'n' }] },
    { roleRef: good, subjects: [{ kind: 'ServiceAccount', name: 's' }] },
    { roleRef: good, subjects: [{ kind: 'ServiceAccount', name: 'S', namespace: 'n' }] },
    { roleRef: good, subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'n', apiGroup }] },
  ];
  for (const [at, binding] of bindings.entries()) {
    await t.post(`${own}/rolebindings`, { metadata: { name: `m-${at}` }, ...binding });
    await t.post(`${rbac}/clusterrolebindings`, { metadata: { name: `${t.namespace}-m-${at}` }, ...binding });
  }
}

function as(user: string, groups?: string): Ask {
  return {
    headers: { 'impersonate-user': user, ...(groups !== undefined && { 'impersonate-group': groups }) },
  };
}

const severalRules = [
  { verbs: ['list', 'get'], apiGroups: ['', 'apps'], resources: ['secrets', 'deployments/scale'] },
  { verbs: ['watch'], apiGroups: ['apps'], resources: ['deployments/scale'] },
  { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'], resourceNames: ['b', 'a'] },
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['get'], apiGroups: [''], resources: ['configmaps'] },
];

// Cluster-wide: paths, and roles that gather others.
async function cluster(t: Session): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const rules = [
    {
      verbs: ['create', 'update', 'patch', 'get', 'delete'],
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['clusterroles', 'clusterrolebindings'],
    },
    { verbs: ['get'], nonResourceURLs: ['/healthz*', '/metrics'] },
  ];
  const rights: Readonly<Record<string, readonly object[]>> = {
    viewer: rules,
    almost: [...rules, { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    full: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  };
  for (const [user, own] of Object.entries(rights)) await grant(t, user, { rules: own, where: 'cluster' });
  for (const user of Object.keys(rights)) {
    const create = (part: string, body: object): Promise<Answer> =>
      t.post(
        `${rbac}/clusterroles`,
        { metadata: { name: `${t.namespace}-${user}-${part}` }, ...body },
        as(user),
      );
    for (const [at, url] of ['/healthz', '/healthz/*', '/healthz*', '/metrics/a', '/*', '*'].entries())
      await create(`url-${at}`, { rules: [{ verbs: ['get'], nonResourceURLs: [url] }] });
    await create('post', { rules: [{ verbs: ['get', 'post'], nonResourceURLs: ['/healthz', '/version'] }] });
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: t.namespace } }] };
    await create('gathers', { aggregationRule });
    await create('empty', { rules: null });
    await t.merge(`${rbac}/clusterroles/${t.namespace}-${user}-empty`, { aggregationRule }, as(user));
    const roleRef = { kind: 'ClusterRole', name: `${t.namespace}-almost` };
    const subjects = [{ kind: 'Group', name: 'g' }];
    const name = `${t.namespace}-${user}-bound`;
    await t.post(`${rbac}/clusterrolebindings`, { metadata: { name }, roleRef, subjects }, as(user));
    await t.put(
      `${rbac}/clusterrolebindings/${name}-put`,
      { metadata: { name: `${name}-put` }, roleRef, subjects },
      as(user),
    );
  }
  await unheld(t);
  await revoke(t);
}

// Roles that are named wrongly or missing, and what collects garbage may change of a role without rules.
async function unheld(t: Session): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const own = `${rbac}/namespaces/${t.namespace}`;
  for (const [kind, name] of [
    ['Role', ''],
    ['Role', 'a/b'],
    ['Role', '..'],
    ['ClusterRole', ''],
    ['ClusterRole', 'a%b'],
  ] as const)
    await t.post(
      `${own}/rolebindings`,
      { metadata: { name: 'wrong' }, roleRef: { kind, name } },
      { ...as('nobody'), note: `${kind} ${JSON.stringify(name)}` },
    );
  for (const name of ['of-star', ''])
    await t.post(
      `${rbac}/clusterrolebindings`,
      { metadata: { name: `${t.namespace}-of-a-role` }, roleRef: { kind: 'Role', name } },
      { ...as('viewer'), note: `Role ${JSON.stringify(name)}` },
    );
  const gathering = `${t.namespace}-gathering`;
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: t.namespace } }] };
  await t.post(`${rbac}/clusterroles`, { metadata: { name: gathering }, rules: null, aggregationRule });
  await t.merge(
    `${rbac}/clusterroles/${gathering}`,
    { metadata: { finalizers: ['example.com/a'] } },
    as('viewer'),
  );
  await t.merge(`${rbac}/clusterroles/${gathering}`, { metadata: { finalizers: null } }, as('viewer'));
  const bound = { roleRef: { kind: 'Role', name: 'gone' }, subjects: [{ kind: 'User', name: 'nobody' }] };
  await t.post(`${own}/rolebindings`, { metadata: { name: 'of-gone' }, ...bound }, { quiet: true });
  const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
  await t.post(`${own}/roles`, { metadata: { name: 'more' }, rules }, as('nobody'));
}
