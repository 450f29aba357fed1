import { refusals } from '../refusals.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const role = (fields: object): object => ({ roleRef: fields });
const subject = (fields: object): object => ({ subjects: [fields] });

export const group = refusals({
  resource: 'rbac.authorization.k8s.io/v1 clusterrolebindings',
  scope: 'Cluster',
  valid: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'refused:binding' },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'User', name: 'a', apiGroup }],
  },
  refused: {
    'no role': { roleRef: null },
    'a role of another group': role({ apiGroup: 'x' }),
    'a role of another kind': role({ kind: 'Pod' }),
    'a role without a name': role({ name: null }),
    'a role whose name is none': role({ name: 'a/b%' }),
    'a subject of no kind': subject({ name: 'a' }),
    'a subject of another kind': subject({ kind: 'Robot', name: 'a' }),
    'a user without a name': subject({ kind: 'User' }),
    'a user of another group': subject({ kind: 'User', name: 'a', apiGroup: 'x' }),
    'a group of another group': subject({ kind: 'Group', name: '', apiGroup: 'x' }),
    'an account of a group': subject({ kind: 'ServiceAccount', name: 'a', apiGroup }),
    'an account whose name is none': subject({ kind: 'ServiceAccount', name: 'A_' }),
    'an account without a name': subject({ kind: 'ServiceAccount' }),
    'a role of a namespace': role({ kind: 'Role' }),
    'an account without a namespace': subject({ kind: 'ServiceAccount', name: 'a' }),
    'all at once': { roleRef: null, subjects: [{}, { kind: 'Group' }] },
  },
  taken: {
    'an account': subject({ kind: 'ServiceAccount', name: 'a', namespace: 'b' }),
    'no group of the role': role({ apiGroup: null }),
    'no subjects': { subjects: null },
    'a user without a group': subject({ kind: 'User', name: 'system:x y' }),
  },
  refusedChanges: {
    'another role': role({ name: 'edit' }),
    'another kind of role': role({ kind: 'Role' }),
    'a role that is none': role({ kind: 'x', name: '' }),
    'a subject of no kind': subject({ name: 'a' }),
  },
  takenChanges: { 'other subjects': subject({ kind: 'Group', name: 'a' }) },
});
