import { refusals } from '../refusals.ts';

const rule = (...rules: readonly object[]): object => ({ rules });
const selectors = (...clusterRoleSelectors: readonly object[]): object => ({
  aggregationRule: { clusterRoleSelectors },
});
const expression = (fields: object): object => selectors({ matchExpressions: [fields] });
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

export const group = refusals({
  resource: 'rbac.authorization.k8s.io/v1 clusterroles',
  scope: 'Cluster',
  valid: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'refused:role' },
    rules: [pods],
  },
  refused: {
    'an empty rule': rule({}),
    'no verbs': rule({ ...pods, verbs: null }),
    'no groups': rule({ ...pods, apiGroups: null }),
    'no resources': rule({ ...pods, resources: null }),
    'paths and resources': rule({ ...pods, nonResourceURLs: ['/healthz'] }),
    'paths and names': rule({ nonResourceURLs: ['/healthz'], verbs: ['get'], resourceNames: ['a'] }),
    'paths without verbs': rule({ nonResourceURLs: ['/healthz'] }),
    'no selectors': selectors(),
    'an empty aggregation': { aggregationRule: {} },
    'a label that is none': selectors({ matchLabels: { 'a b': 'c' } }),
    'a value that is none': selectors({ matchLabels: { a: 'c d' } }),
    'an operator that is none': expression({ key: 'a', operator: 'Like' }),
    'no values': expression({ key: 'a', operator: 'In' }),
    'values of none': expression({ key: 'a', operator: 'Exists', values: ['b'] }),
    'a key that is none': expression({ key: '-', operator: 'Exists' }),
    'the second selector': selectors({}, { matchLabels: { '': '' } }),
    'a name that is none': { metadata: { name: '..' } },
  },
  taken: {
    paths: rule({ nonResourceURLs: ['/healthz', '*'], verbs: ['get'] }),
    'no rules': { rules: null },
    'an empty selector': selectors({}),
    'a selector': expression({ key: 'a', operator: 'NotIn', values: ['b'] }),
  },
  refusedChanges: { 'an empty rule': rule({}), 'no selectors': selectors() },
  takenChanges: { 'other rules': rule(pods, pods) },
});
