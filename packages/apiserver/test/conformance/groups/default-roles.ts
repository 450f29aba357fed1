import { grant, revoke } from '../rights.ts';
import type { Ask, Group } from '../session.ts';

// The roles and bindings of every cluster, what they let their owners do, and who may give them to others.
export const group: Group = async (t) => {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const as = (user: string, groups?: string): Ask => ({
    headers: { 'impersonate-user': user, ...(groups !== undefined && { 'impersonate-group': groups }) },
  });
  for (const namespace of ['kube-system', 'kube-public'])
    for (const plural of ['roles', 'rolebindings']) await t.get(`${rbac}/namespaces/${namespace}/${plural}`);
  const labelSelector = 'kubernetes.io/bootstrapping=rbac-defaults';
  await t.get(`${rbac}/clusterrolebindings`, { labelSelector });
  for (const name of [
    'cluster-admin',
    'system:aggregate-to-admin',
    'system:aggregate-to-edit',
    'system:aggregate-to-view',
    'system:controller:generic-garbage-collector',
    'system:controller:horizontal-pod-autoscaler',
    'system:heapster',
    'system:kube-controller-manager',
    'system:kube-dns',
    'system:kube-scheduler',
    'system:node',
    'system:node-proxier',
    'system:certificates.k8s.io:kubelet-serving-approver',
  ])
    await t.get(`${rbac}/clusterroles/${name}`);
  await t.get(`${rbac}/clusterroles/view`, {}, { only: ['aggregationRule'] });

  // What the components of a cluster may do.
  const review = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const robot = (name: string): string => `system:serviceaccount:kube-system:${name}`;
  const questions: readonly (readonly [user: string, groups: readonly string[], attributes: object])[] = [
    ['system:kube-scheduler', [], { verb: 'create', resource: 'pods', subresource: 'binding' }],
    ['system:kube-scheduler', [], { verb: 'delete', resource: 'nodes' }],
    ['system:kube-scheduler', [], leases('update', 'kube-scheduler')],
    ['system:kube-scheduler', [], leases('update', 'kube-controller-manager')],
    ['system:kube-controller-manager', [], leases('update', 'kube-controller-manager')],
    ['system:kube-controller-manager', [], { verb: 'list', group: 'any.example', resource: 'things' }],
    [
      'system:kube-controller-manager',
      [],
      { verb: 'create', resource: 'serviceaccounts', subresource: 'token' },
    ],
    [robot('generic-garbage-collector'), [], { verb: 'delete', group: 'any.example', resource: 'things' }],
    [robot('job-controller'), [], { verb: 'create', resource: 'pods', namespace: 'default' }],
    [robot('job-controller'), [], { verb: 'create', resource: 'secrets', namespace: 'default' }],
    [robot('clusterrole-aggregation-controller'), [], clusterRoles('escalate')],
    [robot('clusterrole-aggregation-controller'), [], clusterRoles('bind')],
    [
      robot('namespace-controller'),
      [],
      { verb: 'deletecollection', group: 'x', resource: 'y', namespace: 'z' },
    ],
    [robot('bootstrap-signer'), [], { verb: 'list', resource: 'secrets', namespace: 'kube-system' }],
    [robot('bootstrap-signer'), [], { verb: 'list', resource: 'secrets', namespace: 'default' }],
    [robot('kube-dns'), [], { verb: 'watch', resource: 'services' }],
    [robot('default'), [], { verb: 'watch', resource: 'services' }],
    ['system:node:one', ['system:nodes'], { verb: 'get', resource: 'nodes' }],
    ['system:kube-proxy', [], { verb: 'get', resource: 'nodes' }],
    ['jane', ['system:masters'], { verb: 'impersonate', resource: 'users' }],
    ['jane', ['system:monitoring'], { verb: 'get', resource: 'nodes', subresource: 'metrics' }],
  ];
  for (const [user, groups, one] of questions)
    await t.post(review, { spec: { user, groups, resourceAttributes: one } });

  // Whoever may make bindings has not all that could be bound, and cannot make others more than they are.
  const own = `${rbac}/namespaces/${t.namespace}`;
  const all = ['create', 'update', 'patch', 'delete', 'get', 'list', 'watch', 'deletecollection'];
  const writing = (...resources: string[]): object => ({
    verbs: all,
    apiGroups: ['rbac.authorization.k8s.io'],
    resources,
  });
  await grant(t, 'binder', { where: 'namespace', rules: [writing('roles', 'rolebindings')] });
  await grant(t, 'chief', {
    where: 'cluster',
    rules: [writing('clusterroles', 'clusterrolebindings', 'roles', 'rolebindings')],
  });
  await grant(t, 'giver', {
    where: 'cluster',
    rules: [
      writing('clusterrolebindings', 'rolebindings'),
      {
        verbs: ['bind'],
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles'],
        resourceNames: ['system:node-proxier', 'not-there'],
      },
    ],
  });
  await grant(t, 'raiser', {
    where: 'cluster',
    rules: [
      writing('clusterroles', 'roles'),
      { verbs: ['escalate'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] },
    ],
  });
  const subjects = [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }];
  const binding = (name: string, role: string, kind = 'ClusterRole'): object => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
    subjects,
  });
  const roles = [
    'cluster-admin',
    'system:node-proxier',
    'system:public-info-viewer',
    'not-there',
    'system:basic-user',
  ];
  for (const user of ['binder', 'chief', 'giver', 'raiser'])
    for (const role of roles) {
      const name = `${t.namespace}-${user}-${role.replaceAll(':', '-')}`;
      await t.post(`${own}/rolebindings`, binding(name, role), as(user));
      await t.post(`${rbac}/clusterrolebindings`, binding(name, role), as(user));
      await t.post(`${rbac}/clusterrolebindings`, binding(`${name}-dry`, role), {
        ...as(user),
        query: { dryRun: 'All' },
      });
    }
  // By what is there already.
  for (const user of ['chief', 'giver', 'raiser']) {
    const path = `${rbac}/clusterrolebindings/cluster-admin`;
    await t.merge(path, { subjects }, as(user));
    await t.json(path, [{ op: 'add', path: '/subjects/-', value: subjects[0] }], as(user));
    await t.strategic(path, { subjects }, as(user));
    await t.apply(
      path,
      { ...binding('cluster-admin', 'cluster-admin'), kind: 'ClusterRoleBinding' },
      as(user),
    );
    await t.put(path, binding('cluster-admin', 'cluster-admin'), as(user));
    await t.put(`${path}-2`, binding('cluster-admin-2', 'cluster-admin'), as(user));
    const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    const role = `${rbac}/clusterroles/system:public-info-viewer`;
    await t.merge(role, { rules }, { ...as(user), query: { dryRun: 'All' }, only: ['rules'] });
    await t.json(role, [{ op: 'add', path: '/rules/-', value: rules[0] }], {
      ...as(user),
      query: { dryRun: 'All' },
      only: ['rules'],
    });
    // A label by which another role gets these rules.
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    await t.merge(role, { metadata: { labels } }, { ...as(user), query: { dryRun: 'All' }, only: ['rules'] });
    const aggregationRule = { clusterRoleSelectors: [{}] };
    await t.post(
      `${rbac}/clusterroles`,
      { metadata: { name: `${t.namespace}-${user}-all` }, aggregationRule },
      { ...as(user), query: { dryRun: 'All' } },
    );
    await t.delete(`${rbac}/clusterrolebindings/${t.namespace}-nothing`, undefined, as(user));
  }
  // In a group that may do everything, by name alone.
  await t.post(`${own}/rolebindings`, binding('masters', 'cluster-admin'), as('jane', 'system:masters'));
  await t.post(`${own}/rolebindings`, binding('masters-2', 'cluster-admin'), as('system:masters'));

  // Commands in pods: one that opens a WebSocket reads and creates.
  await t.post(
    t.at('pods'),
    { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    { quiet: true },
  );
  for (const [user, verbs] of [
    ['getter', ['get']],
    ['maker', ['create']],
    ['patcher', ['patch', 'update', 'delete', 'list']],
  ] as const) {
    await grant(t, user, {
      where: 'namespace',
      rules: [
        { verbs, apiGroups: [''], resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy'] },
      ],
    });
    for (const part of ['exec', 'attach', 'portforward'])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const)
        await t.send(method, `${t.at('pods')}/p/${part}`, { ...as(user), query: { command: 'x' } });
  }
  await revoke(t);

  function leases(verb: string, name: string): object {
    return { verb, group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-system', name };
  }
  function clusterRoles(verb: string): object {
    return { verb, group: 'rbac.authorization.k8s.io', resource: 'clusterroles' };
  }
};
