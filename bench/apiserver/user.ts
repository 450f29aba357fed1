// Who asks where rights are judged: a user who may do in one namespace what two roles allow that every cluster has.
// Not `edit`, which only a controller fills in a cluster: the two of which it is made.

export const user = { name: 'bench', token: 'bench-token', groups: [] };

export const bindings = ['system:aggregate-to-view', 'system:aggregate-to-edit'].map((role) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: role, namespace: 'default' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user.name }],
}));
