import { refusals } from '../refusals.ts';

const rule = (...rules: readonly object[]): object => ({ rules });
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

export const group = refusals({
  resource: 'rbac.authorization.k8s.io/v1 roles',
  valid: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'a' },
    rules: [pods],
  },
  refused: {
    'an empty rule': rule({}),
    'no verbs': rule({ ...pods, verbs: [] }),
    'no groups': rule({ ...pods, apiGroups: [] }),
    'no resources': rule({ ...pods, resources: [] }),
    'the second rule': rule(pods, { verbs: ['get'] }),
    paths: rule({ nonResourceURLs: ['/healthz'], verbs: ['get'] }),
    'paths and resources': rule({ ...pods, nonResourceURLs: ['/healthz', '/b'] }),
    'paths without verbs': rule({ nonResourceURLs: ['/'], resourceNames: ['a'] }),
    'a name that is none': { metadata: { name: 'a%' } },
    'a label that is none': { metadata: { labels: { 'a b': '' } } },
    'a name that is none and an empty rule': { metadata: { name: 'a/b' }, rules: [{}] },
    'a verb that is no text': rule({ ...pods, verbs: [1] }),
  },
  taken: {
    'no rules': { rules: null },
    'a name that others have not': { metadata: { name: 'A:b_' } },
    'anything else': rule({ apiGroups: ['?'], resources: ['*/x'], verbs: ['x'], resourceNames: [''] }),
  },
  refusedChanges: { 'an empty rule': rule({}), paths: rule({ nonResourceURLs: ['/'], verbs: ['*'] }) },
  takenChanges: { 'other rules': rule(pods, pods) },
});
