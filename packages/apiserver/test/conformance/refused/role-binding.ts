import { refusals } from '../refusals.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const role = (fields: object): object => ({ roleRef: fields });
const subject = (fields: object): object => ({ subjects: [fields] });

export const group = refusals({
  resource: 'rbac.authorization.k8s.io/v1 rolebindings',
  valid: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'a' },
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
    'all at once': { roleRef: null, subjects: [{}, { kind: 'Group' }] },
  },
  taken: {
    'a role': role({ kind: 'Role', name: 'nowhere:x' }),
    'no group of the role': role({ apiGroup: null }),
    'no subjects': { subjects: null },
    'an account without a namespace': subject({ kind: 'ServiceAccount', name: 'a' }),
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
