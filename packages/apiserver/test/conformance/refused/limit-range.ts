import { refusals } from '../refusals.ts';

const limits = (...list: readonly object[]): object => ({ spec: { limits: list } });
const container = (fields: object): object => limits({ type: 'Container', ...fields });
const cpu = (amount: string): object => ({ cpu: amount });

export const group = refusals({
  resource: 'v1 limitranges',
  valid: {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'a' },
    spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] },
  },
  refused: {
    'no type': limits({ max: cpu('1') }),
    'a type that is none': limits({ type: 'Node' }),
    'a type of no name': limits({ type: 'a b' }),
    'a type twice': limits({ type: 'Pod', max: cpu('1') }, { type: 'Pod', min: cpu('1') }),
    'a resource that is none': container({ max: { apples: '1' } }),
    'a resource of no container': container({ min: { pods: '1' } }),
    'a name that is none': container({ max: { 'a b': '1' } }),
    'storage of a pod': limits({ type: 'Pod', max: { storage: '1Gi' } }),
    'defaults of a pod': limits({ type: 'Pod', default: cpu('1') }),
    'requests of a pod': limits({ type: 'Pod', defaultRequest: cpu('1') }),
    'a claim without storage': limits({ type: 'PersistentVolumeClaim', max: cpu('1') }),
    'least beyond most': container({ min: cpu('2'), max: cpu('1') }),
    'a default request below the least': container({ min: cpu('2'), defaultRequest: cpu('1') }),
    'a default request beyond the most': container({ max: cpu('1'), defaultRequest: cpu('2') }),
    'a default request beyond the default': container({ default: cpu('1'), defaultRequest: cpu('2') }),
    'a default below the least': container({ min: cpu('2'), default: cpu('1') }),
    'a default beyond the most': container({ max: cpu('1'), default: cpu('2') }),
    'a ratio below 1': container({ maxLimitRequestRatio: cpu('500m') }),
    'a ratio that the bounds do not allow': limits({
      type: 'Pod',
      min: cpu('1'),
      max: cpu('3'),
      maxLimitRequestRatio: cpu('3500m'),
    }),
    'devices of which more is granted': container({
      default: { 'example.com/gpu': '2' },
      defaultRequest: { 'example.com/gpu': '1' },
    }),
    'an amount that is none': container({ max: cpu('x') }),
    'a default of no resource': container({ default: { apples: '1' }, defaultRequest: { apples: '1' } }),
  },
  taken: {
    'no limits': { spec: null },
    'an own type': limits({ type: 'example.com/Thing', max: { pods: '1' } }),
    'a claim': limits({ type: 'PersistentVolumeClaim', min: { storage: '1Gi' } }),
    bounds: container({
      min: cpu('100m'),
      max: cpu('2'),
      default: cpu('1'),
      defaultRequest: cpu('500m'),
      maxLimitRequestRatio: cpu('20'),
    }),
    'no more than the ratio': limits({
      type: 'Pod',
      min: cpu('1'),
      max: cpu('3'),
      maxLimitRequestRatio: cpu('3'),
    }),
    'a negative bound': container({ max: cpu('-1') }),
  },
  refusedChanges: { 'least beyond most': container({ min: cpu('2'), max: cpu('1') }) },
  takenChanges: { 'another bound': container({ max: cpu('2') }), 'no bounds': limits() },
});
