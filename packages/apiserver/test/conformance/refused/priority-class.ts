import { refusals } from '../refusals.ts';

export const group = refusals({
  resource: 'scheduling.k8s.io/v1 priorityclasses',
  scope: 'Cluster',
  valid: {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'refused-class' },
    value: 1000,
    preemptionPolicy: 'Never',
  },
  refused: {
    'more than users may have': { value: 1_000_000_001 },
    'a policy that is none': { preemptionPolicy: 'Sometimes' },
    'an empty policy': { preemptionPolicy: '' },
    'a name that is none': { metadata: { name: 'A' } },
    'a name of the system': { metadata: { name: 'system-mine' } },
    'a class of the system with another value': { metadata: { name: 'system-node-critical' } },
    'a class of the system as the default': {
      metadata: { name: 'system-cluster-critical' },
      value: 2_000_000_000,
      globalDefault: true,
    },
    'more than one fault': { value: 2_000_000_000, preemptionPolicy: 'x' },
    'more than 32 bits': { value: 3_000_000_000 },
    'a share': { value: 0.5 },
    'a default that is no truth': { globalDefault: 'yes' },
    'with its metadata': { metadata: { labels: { 'a b': 'x' } }, value: 1_000_000_001 },
  },
  taken: {
    'as much as users may have': { value: 1_000_000_000 },
    'a negative value': { value: -2_147_483_648 },
    'no value': { value: null },
    'no policy': { preemptionPolicy: null },
    'the default': { globalDefault: true },
  },
  refusedChanges: {
    'another value': { value: 1001 },
    'another policy': { preemptionPolicy: 'PreemptLowerPriority' },
    'no policy': { preemptionPolicy: null },
    'value and policy': { value: 1, preemptionPolicy: 'x' },
  },
  takenChanges: { 'another description': { description: 'x' }, 'the default': { globalDefault: true } },
});
