import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const user = { kind: 'User', user: { name: 'a' } };
const resourceRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], namespaces: ['default'] };
const otherRule = { verbs: ['get'], nonResourceURLs: ['/healthz'] };

const rule = (fields: object): object =>
  spec({ rules: [{ subjects: [user], resourceRules: [resourceRule], ...fields }] });
const subject = (fields: object): object => rule({ subjects: [fields] });
const resources = (fields: object): object => rule({ resourceRules: [{ ...resourceRule, ...fields }] });
const others = (fields: object): object => rule({ nonResourceRules: [{ ...otherRule, ...fields }] });
const paths = (...urls: readonly string[]): object => others({ nonResourceURLs: urls });
const conditions = (...types: readonly string[]): object => ({
  status: { conditions: types.map((type) => ({ type, status: 'True', lastTransitionTime: null })) },
});

export const group = refusals({
  resource: 'flowcontrol.apiserver.k8s.io/v1 flowschemas',
  scope: 'Cluster',
  shared: true,
  valid: {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'FlowSchema',
    metadata: { name: 'refused-schema' },
    spec: {
      priorityLevelConfiguration: { name: 'workload-low' },
      matchingPrecedence: 8000,
      distinguisherMethod: { type: 'ByUser' },
      rules: [{ subjects: [user], resourceRules: [resourceRule] }],
    },
  },
  refused: {
    'no spec': { spec: null },
    'a negative precedence': spec({ matchingPrecedence: -1 }),
    'precedence 1': spec({ matchingPrecedence: 1 }),
    'too late a precedence': spec({ matchingPrecedence: 10_001 }),
    'a distinguisher that is none': spec({ distinguisherMethod: { type: 'ByName' } }),
    'an empty distinguisher': spec({ distinguisherMethod: { type: null } }),
    'no level': spec({ priorityLevelConfiguration: null }),
    'a level that is none': spec({ priorityLevelConfiguration: { name: 'A b' } }),
    'no subjects': rule({ subjects: [] }),
    'nothing that is asked for': rule({ resourceRules: [] }),
    'neither subjects nor rules': spec({ rules: [{}] }),
    'a subject that is none': subject({ kind: 'Robot', user: { name: 'a' } }),
    'a user without one': subject({ kind: 'User' }),
    'a user without a name': subject({ kind: 'User', user: { name: '' } }),
    'a user with a group': subject({ ...user, group: { name: 'a' } }),
    'a user with all': subject({
      ...user,
      group: { name: 'a' },
      serviceAccount: { name: 'a', namespace: 'b' },
    }),
    'a group without one': subject({ kind: 'Group', user: { name: 'a' } }),
    'a group without a name': subject({ kind: 'Group', group: { name: '' } }),
    'an account without one': subject({ kind: 'ServiceAccount', user: { name: 'a' }, group: { name: 'a' } }),
    'an account without names': subject({
      kind: 'ServiceAccount',
      serviceAccount: { name: '', namespace: '' },
    }),
    'an account that is none': subject({
      kind: 'ServiceAccount',
      serviceAccount: { name: 'A_', namespace: 'a.b' },
    }),
    'no verbs': resources({ verbs: [] }),
    'verbs beside all': resources({ verbs: ['*', 'get'] }),
    'verbs that are none': resources({ verbs: ['get', 'fetch'] }),
    'no groups': resources({ apiGroups: [] }),
    'groups beside all': resources({ apiGroups: ['', '*'] }),
    'no resources': resources({ resources: [] }),
    'resources beside all': resources({ resources: ['pods', '*'] }),
    'no namespaces': resources({ namespaces: [] }),
    'namespaces beside all': resources({ namespaces: ['*', 'a'] }),
    'namespaces that are none': resources({ namespaces: ['a', 'B', ''] }),
    'an empty rule': rule({ resourceRules: [{}], nonResourceRules: [{}] }),
    'no paths': paths(),
    'paths beside all': paths('*', '/a'),
    'a path without a slash': paths('healthz'),
    'an empty path': paths(''),
    'a path with a space': paths('/a b'),
    'a path with a double slash': paths('/', '/a//b'),
    'a path with two stars': paths('/*/a/*'),
    'a path with a star within': paths('/a*', '/*a'),
    'other verbs that are none': others({ verbs: ['x'] }),
    'a schema that must be as it is': { metadata: { name: 'catch-all' }, spec: null },
  },
  taken: {
    'no precedence': spec({ matchingPrecedence: null }),
    'precedence 0': spec({ matchingPrecedence: 0 }),
    'the last precedence': spec({ matchingPrecedence: 10_000 }),
    'no distinguisher': spec({ distinguisherMethod: null }),
    'no rules': spec({ rules: null }),
    'all verbs': resources({ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'] }),
    'the scope of the cluster': resources({ namespaces: [], clusterScope: true }),
    'all accounts': subject({ kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'a' } }),
    'paths with stars at the end': paths('/', '/a', '/a/*', '/*'),
    'a level that is not there': spec({ priorityLevelConfiguration: { name: 'nowhere' } }),
  },
  refusedChanges: {
    'a negative precedence': spec({ matchingPrecedence: -1 }),
    'no level': spec({ priorityLevelConfiguration: null }),
  },
  takenChanges: { 'another level': spec({ priorityLevelConfiguration: { name: 'workload-high' } }) },
  refusedStatus: { 'a condition twice': conditions('A', 'A'), 'a condition of no type': conditions('') },
  takenStatus: { conditions: conditions('A', 'B') },
});
