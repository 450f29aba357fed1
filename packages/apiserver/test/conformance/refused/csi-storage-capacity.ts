import { refusals } from '../refusals.ts';

export const group = refusals({
  resource: 'storage.k8s.io/v1 csistoragecapacities',
  valid: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIStorageCapacity',
    metadata: { name: 'a' },
    storageClassName: 'fast',
    nodeTopology: { matchLabels: { zone: 'a' } },
    capacity: '1Gi',
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'no class': { storageClassName: null },
    'a bad class': { storageClassName: 'a b' },
    'a long class': { storageClassName: 'a'.repeat(254) },
    'a negative capacity': { capacity: '-1' },
    'a capacity that is none': { capacity: 'much' },
    'a bad label': { nodeTopology: { matchLabels: { 'a b': '-' } } },
    'a label of many parts': { nodeTopology: { matchLabels: { 'a/b/c': 'd' } } },
    'an expression of nothing': { nodeTopology: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
    'an expression of too much': {
      nodeTopology: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
    },
    'an unknown operator': {
      nodeTopology: { matchExpressions: [{ key: '', operator: 'Gt', values: ['1'] }] },
    },
    'all of it': { storageClassName: 'A', capacity: '-1Gi', nodeTopology: { matchLabels: { zone: '-' } } },
  },
  taken: {
    'no topology': { nodeTopology: null },
    'an empty topology': { nodeTopology: { matchLabels: null } },
    'no capacity': { capacity: null },
    'a capacity of 0': { capacity: '0' },
    'a negative largest volume': { maximumVolumeSize: '-1' },
    'an old label': { nodeTopology: { matchLabels: { 'beta.kubernetes.io/os': 'linux' } } },
    'an old label in an expression': {
      nodeTopology: { matchExpressions: [{ key: 'beta.kubernetes.io/os', operator: 'Exists' }] },
    },
  },
  refusedChanges: {
    'another class': { storageClassName: 'slow' },
    'no class': { storageClassName: '' },
    'another topology': { nodeTopology: { matchLabels: { zone: 'b' } } },
    'no topology': { nodeTopology: null },
    'a negative capacity': { capacity: '-1' },
    'no revision': { metadata: { resourceVersion: null } },
  },
  takenChanges: {
    'another capacity': { capacity: '2Gi', maximumVolumeSize: '1Gi' },
    'no capacity': { capacity: null },
  },
});
