import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { readinessOf } from '../../src/apply/readiness.ts';

const condition = (type: string, status: string, more: object = {}): object => ({
  conditions: [{ type, status, ...more }],
});

interface Parts {
  readonly spec?: object | undefined;
  readonly status?: object | undefined;
  readonly metadata?: object;
}

function judge(type: string, { spec, status, metadata }: Parts): string {
  const [kind = '', apiVersion = 'v1'] = type.split(' ');
  const object = { apiVersion, kind, metadata: { name: 'a', generation: 2, ...metadata }, spec, status };
  const readiness = readinessOf(object);
  return readiness.type === 'ready' ? 'ready' : `${readiness.type}: ${readiness.reason}`;
}

const unobserved = 'waiting: its controller has not observed it yet';
const observed = { observedGeneration: 2 };
const deployment = 'Deployment apps/v1';
const set = 'StatefulSet apps/v1';
const daemons = 'DaemonSet apps/v1';
const done = { ...observed, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
const twoReady = {
  ...observed,
  readyReplicas: 2,
  updatedReplicas: 2,
  currentRevision: 'a',
  updateRevision: 'a',
};
const twoNodes = { ...observed, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };

describe('readiness', () => {
  test.each<[type: string, spec: object | undefined, status: object | undefined, expected: string]>([
    [deployment, { replicas: 2 }, done, 'ready'],
    [deployment, { replicas: 2 }, undefined, unobserved],
    [deployment, { replicas: 2 }, { ...done, observedGeneration: 1 }, unobserved],
    [deployment, { replicas: 3 }, done, 'waiting: 2 of 3 new replicas have been updated'],
    [deployment, { replicas: 2 }, { ...done, replicas: 3 }, 'waiting: 1 old replicas are to be terminated'],
    [
      deployment,
      { replicas: 2 },
      { ...done, availableReplicas: 1 },
      'waiting: 1 of 2 updated replicas are available',
    ],
    [deployment, { replicas: 0 }, observed, 'ready'],
    [deployment, {}, observed, 'waiting: 0 of 1 new replicas have been updated'],
    [
      deployment,
      { replicas: 2 },
      {
        ...observed,
        ...condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded', message: 'why' }),
      },
      'failed: it exceeded its progress deadline: why',
    ],
    [daemons, {}, twoNodes, 'ready'],
    [daemons, {}, undefined, unobserved],
    [daemons, {}, { ...twoNodes, updatedNumberScheduled: 1 }, 'waiting: 1 of 2 new pods have been updated'],
    [daemons, { updateStrategy: { type: 'OnDelete' } }, { ...twoNodes, updatedNumberScheduled: 1 }, 'ready'],
    [daemons, {}, { ...twoNodes, numberAvailable: 1 }, 'waiting: 1 of 2 pods are available'],
    [set, { replicas: 2 }, twoReady, 'ready'],
    [set, { replicas: 2 }, undefined, unobserved],
    [set, { replicas: 2 }, { ...twoReady, readyReplicas: 1 }, 'waiting: 1 of 2 pods are ready'],
    [set, { replicas: 2 }, { ...twoReady, updatedReplicas: 1 }, 'waiting: 1 of 2 new pods have been updated'],
    [set, { replicas: 2 }, { ...twoReady, updateRevision: 'b' }, 'waiting: 2 pods are at revision b'],
    [
      set,
      { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } },
      { ...twoReady, updatedReplicas: 1, updateRevision: 'b' },
      'ready',
    ],
    [
      set,
      { replicas: 2, updateStrategy: { type: 'OnDelete' } },
      { ...twoReady, updateRevision: 'b' },
      'ready',
    ],
    ['Job batch/v1', {}, condition('Complete', 'True'), 'ready'],
    ['Job batch/v1', {}, condition('Failed', 'True', { message: 'why' }), 'failed: it failed: why'],
    ['Job batch/v1', { completions: 3 }, { succeeded: 1 }, 'waiting: 1 of 3 runs are complete'],
    ['Pod', {}, condition('Ready', 'True'), 'ready'],
    ['Pod', {}, { phase: 'Succeeded' }, 'ready'],
    ['Pod', {}, { phase: 'Failed', message: 'evicted' }, 'failed: it failed: evicted'],
    [
      'Pod',
      {},
      { phase: 'Running', ...condition('Ready', 'False', { message: 'why' }) },
      'waiting: it is Running: why',
    ],
    ['Pod', {}, undefined, 'waiting: it is Pending'],
    ['CustomResourceDefinition apiextensions.k8s.io/v1', {}, condition('Established', 'True'), 'ready'],
    [
      'CustomResourceDefinition apiextensions.k8s.io/v1',
      {},
      condition('NamesAccepted', 'False', { message: 'taken' }),
      'waiting: it is not established: taken',
    ],
    ['Namespace', {}, { phase: 'Active' }, 'ready'],
    ['Namespace', {}, { phase: 'Terminating' }, 'waiting: it is Terminating'],
    ['ConfigMap', undefined, undefined, 'ready'],
    ['Website shop.example/v1', {}, {}, 'ready'],
    ['Website shop.example/v1', {}, condition('Ready', 'True'), 'ready'],
    [
      'Website shop.example/v1',
      {},
      condition('Ready', 'False', { reason: 'NoHost' }),
      'waiting: it is not Ready: NoHost',
    ],
    ['Website shop.example/v1', {}, condition('Ready', 'True', { observedGeneration: 1 }), unobserved],
    ['Website shop.example/v1', {}, { observedGeneration: 1, ...condition('Ready', 'True') }, unobserved],
    // A kind of another group is another kind.
    ['Job other.example/v1', {}, {}, 'ready'],
  ])('%s %j %j: %s', (...[type, spec, status, expected]) => {
    expect(judge(type, { spec, status })).toBe(expected);
  });

  test('is none of what is being deleted', () => {
    expect(judge('ConfigMap', { metadata: { deletionTimestamp: 'x' } })).toBe('waiting: it is being deleted');
  });

  const membersOf = (value: unknown): object => (typeof value === 'object' ? { ...value } : {});
  const kinds = [deployment, set, daemons, 'Job batch/v1', 'Pod', 'Namespace', 'Website shop.example/v1'];
  property.prop([fc.constantFrom(...kinds), fc.jsonValue(), fc.jsonValue()])(
    'can be asked of objects that have anything anywhere',
    (type, spec, status) => {
      const anything = (value: unknown): object => ({
        conditions: [value],
        observedGeneration: 2,
        ...membersOf(value),
      });
      expect(judge(type, { spec: anything(spec), status: anything(status) })).toMatch(
        /^(ready|waiting: .+|failed: .+)$/s,
      );
    },
  );
});
