import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const status = (fields: object): object => ({ status: fields });
const condition = {
  type: 'DisruptionAllowed',
  status: 'True',
  reason: 'SufficientPods',
  message: '',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

export const group = refusals({
  resource: 'policy/v1 poddisruptionbudgets',
  valid: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'a' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
  },
  refused: {
    'both bounds': spec({ maxUnavailable: '10%' }),
    'both bounds, and both wrong': spec({ minAvailable: -1, maxUnavailable: '101%', selector: null }),
    'fewer than none': spec({ minAvailable: -1 }),
    'more than all': spec({ minAvailable: '101%' }),
    'no share': spec({ minAvailable: 'x' }),
    'a share without a sign': spec({ minAvailable: '10' }),
    'an empty share': spec({ minAvailable: '' }),
    'fewer than none unavailable': spec({ minAvailable: null, maxUnavailable: -1 }),
    'more than all unavailable': spec({ minAvailable: null, maxUnavailable: '1000%' }),
    'a negative share': spec({ minAvailable: null, maxUnavailable: '-1%' }),
    'a label that is none': spec({ selector: { matchLabels: { 'a b': 'c d' } } }),
    'an operator that is none': spec({ selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }),
    'no values': spec({ selector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
    'a policy that is none': spec({ unhealthyPodEvictionPolicy: 'Never' }),
    'an empty policy': spec({ unhealthyPodEvictionPolicy: '' }),
    'a name that is none': { metadata: { name: 'a%' } },
  },
  taken: {
    none: spec({ minAvailable: 0 }),
    all: spec({ minAvailable: '100%' }),
    'no bound': spec({ minAvailable: null }),
    'no selector': spec({ selector: null }),
    'a policy': spec({ unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
    'a name that others have not': { metadata: { name: 'A_b' } },
    'no spec': { spec: null },
  },
  refusedChanges: {
    'fewer than none': spec({ minAvailable: -1 }),
    'both bounds': spec({ maxUnavailable: 1 }),
    'no version': { metadata: { resourceVersion: '' } },
  },
  takenChanges: {
    'another bound': spec({ minAvailable: null, maxUnavailable: 1 }),
    'another selector': spec({ selector: { matchLabels: { app: 'b' } } }),
  },
  refusedStatus: {
    'negative counts': status({
      disruptionsAllowed: -1,
      currentHealthy: -2,
      desiredHealthy: -3,
      expectedPods: -4,
    }),
    'a condition without a reason': status({ conditions: [{ ...condition, reason: '' }] }),
    'a condition of no type': status({ conditions: [{ ...condition, type: '' }] }),
    'a condition of no status': status({ conditions: [{ ...condition, status: 'Perhaps' }] }),
    'a condition twice': status({ conditions: [condition, condition] }),
  },
  takenStatus: { counts: status({ expectedPods: 3, conditions: [condition] }) },
});
