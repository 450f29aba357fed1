import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const target = (fields: object): object => spec({ scaleTargetRef: fields });
const metrics = (...list: readonly object[]): object => spec({ metrics: list });
const up = (fields: object): object => spec({ behavior: { scaleUp: fields } });
const policy = (fields: object): object =>
  up({ policies: [{ type: 'Pods', value: 1, periodSeconds: 60, ...fields }] });
const use = { type: 'Utilization', averageUtilization: 50 };
const average = { type: 'AverageValue', averageValue: '1' };

const resource = (fields: object): object =>
  metrics({ type: 'Resource', resource: { name: 'cpu', target: use, ...fields } });
const container = (fields: object): object =>
  metrics({
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: 'a', target: use, ...fields },
  });
const pods = (fields: object): object =>
  metrics({ type: 'Pods', pods: { metric: { name: 'a' }, target: average, ...fields } });
const external = (fields: object): object =>
  metrics({ type: 'External', external: { metric: { name: 'a' }, target: average, ...fields } });
const described = { apiVersion: 'v1', kind: 'Service', name: 'a' };
const object = (fields: object): object =>
  metrics({
    type: 'Object',
    object: { metric: { name: 'a' }, target: average, describedObject: described, ...fields },
  });

export const group = refusals({
  resource: 'autoscaling/v2 horizontalpodautoscalers',
  valid: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a' },
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: use } }],
    },
  },
  refused: {
    'no spec': { spec: null },
    'no most': spec({ maxReplicas: null }),
    'a negative most': spec({ maxReplicas: -1 }),
    'none at least': spec({ minReplicas: 0 }),
    'a negative least': spec({ minReplicas: -1 }),
    'less than the least': spec({ minReplicas: 6 }),
    'no target': target({ apiVersion: null, kind: null, name: null }),
    'a kind that is none': target({ kind: 'a/b', name: '..' }),
    'no group': target({ apiVersion: 'v1' }),
    'an empty group': target({ apiVersion: '/v1' }),
    'a version that is none': target({ apiVersion: 'a/b/c' }),
    'a metric of no type': metrics({ resource: { name: 'cpu', target: use } }),
    'a metric of a type that is none': metrics({ type: 'Wind' }),
    'a metric without its source': metrics({ type: 'Resource' }),
    'a metric with another source': metrics({ type: 'Pods', resource: { name: 'cpu', target: use } }),
    'a metric with two sources': metrics({
      type: 'Resource',
      resource: { name: 'cpu', target: use },
      pods: { metric: { name: 'a' }, target: average },
    }),
    'no resource': resource({ name: '' }),
    'no target of the resource': resource({ target: {} }),
    'use and amount': resource({ target: { ...use, averageValue: '1' } }),
    'no use': resource({ target: { type: 'Utilization' } }),
    'use of nothing': resource({ target: { type: 'Utilization', averageUtilization: 0 } }),
    'a target that is none': resource({ target: { ...use, type: 'Half' } }),
    'no container': container({ container: '' }),
    'a container that is none': container({ container: 'A_' }),
    'a resource of no container': container({ name: 'pods' }),
    'no resource of the container': container({ name: '', target: { type: 'Value' } }),
    'use and amount of the container': container({ target: { ...use, averageValue: '1' } }),
    'no metric of pods': pods({ metric: { name: '' } }),
    'a metric of pods that is none': pods({ metric: { name: 'a/b' } }),
    'no average of pods': pods({ target: { type: 'Value', value: '1' } }),
    'an average of nothing': pods({ target: { type: 'AverageValue', averageValue: '0' } }),
    'a negative average': pods({ target: { type: 'AverageValue', averageValue: '-1' } }),
    'value and average': external({ target: { ...average, value: '1' } }),
    'neither value nor average': external({ target: { type: 'Value' } }),
    'a negative value': external({ target: { type: 'Value', value: '-1' } }),
    'no described object': object({ describedObject: { kind: '', name: '' } }),
    'a described object of no version': object({ describedObject: { ...described, apiVersion: 'a/b/c' } }),
    'an object without a value': object({ target: { type: 'Value' } }),
    'a long window': up({ stabilizationWindowSeconds: 3601 }),
    'a negative window': up({ stabilizationWindowSeconds: -1 }),
    'a choice that is none': up({ selectPolicy: 'Median' }),
    'a policy of a type that is none': policy({ type: 'Nodes' }),
    'a policy of no type': policy({ type: '' }),
    'a policy of nothing': policy({ value: 0, periodSeconds: 0 }),
    'a long period': policy({ periodSeconds: 1801 }),
    'a negative tolerance': up({ tolerance: '-1' }),
    'both sides': spec({ behavior: { scaleUp: { selectPolicy: 'x' }, scaleDown: { selectPolicy: '' } } }),
  },
  taken: {
    'no least': spec({ minReplicas: null }),
    'no metrics': spec({ metrics: null }),
    'a controller of the core group': target({ apiVersion: 'v1', kind: 'ReplicationController' }),
    'whatever kind': target({ apiVersion: 'example.com/v1', kind: 'Thing' }),
    'a resource of no kind': resource({ name: 'apples' }),
    'a value and an average': object({ target: { type: 'Value', value: '1', averageValue: '2' } }),
    behavior: up({ stabilizationWindowSeconds: 3600, selectPolicy: 'Disabled', tolerance: '0.1' }),
    external: external({}),
    container: container({ name: 'example.com/gpu' }),
  },
  refusedChanges: {
    'none at least': spec({ minReplicas: 0 }),
    'another target': target({ apiVersion: 'v1' }),
    'no most': spec({ maxReplicas: 0 }),
  },
  takenChanges: { 'another most': spec({ maxReplicas: 6 }), 'another target': target({ name: 'b' }) },
  refusedStatus: {
    'negative counts': { status: { currentReplicas: -1, desiredReplicas: -1 } },
  },
  takenStatus: { counts: { status: { currentReplicas: 1, desiredReplicas: 9 } } },
});
