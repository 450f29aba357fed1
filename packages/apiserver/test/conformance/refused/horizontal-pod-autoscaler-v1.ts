import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const target = (fields: object): object => spec({ scaleTargetRef: fields });

export const group = refusals({
  resource: 'autoscaling/v1 horizontalpodautoscalers',
  valid: {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a' },
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
    },
  },
  refused: {
    'no spec': { spec: null },
    'no most': spec({ maxReplicas: null }),
    'a negative most': spec({ maxReplicas: -1 }),
    'none at least': spec({ minReplicas: 0 }),
    'less than the least': spec({ minReplicas: 6 }),
    'no kind': target({ kind: null }),
    'no name': target({ name: null }),
    'a name that is none': target({ name: 'a%b' }),
    'no group': target({ apiVersion: null }),
    'a version that is none': target({ apiVersion: 'a/b/c' }),
    'use of nothing': spec({ targetCPUUtilizationPercentage: 0 }),
    'negative use': spec({ targetCPUUtilizationPercentage: -1 }),
  },
  taken: {
    'no least': spec({ minReplicas: null }),
    'much use': spec({ targetCPUUtilizationPercentage: 500 }),
    'a controller of the core group': target({ apiVersion: 'v1', kind: 'ReplicationController' }),
  },
  refusedChanges: { 'no most': spec({ maxReplicas: 0 }), 'another group': target({ apiVersion: 'v1' }) },
  takenChanges: { 'another most': spec({ maxReplicas: 6 }) },
  refusedStatus: { 'negative counts': { status: { currentReplicas: -1, desiredReplicas: -1 } } },
  takenStatus: { counts: { status: { currentReplicas: 1, desiredReplicas: 9 } } },
});
