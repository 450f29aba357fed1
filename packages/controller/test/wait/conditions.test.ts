import { describe, expect, test } from '@jest/globals';
import { InvalidRequestError, type KubeObject } from '@kube-rx/core';
import {
  hasCondition,
  hasLoadBalancerAddress,
  isAbsent,
  isAvailable,
  isBound,
  isComplete,
  isDeleted,
  isEstablished,
  isFailed,
  isPodRunning,
  isPresent,
  isReady,
} from '../../src/wait/conditions.ts';
import { allOf, anyOf, not } from '../../src/wait/wait-condition.ts';

interface Sample {
  readonly metadata?: Partial<KubeObject['metadata']>;
  readonly status?: unknown;
}

/** Of a kind that is not said, so that every condition takes it. */
function object({ metadata, status }: Sample): KubeObject & { readonly kind?: never } {
  return { metadata: { name: 'a', uid: 'u1', ...metadata }, ...(status !== undefined && { status }) };
}

const going = { deletionTimestamp: '2026-04-22T10:00:00Z' };
const condition = (type: string, status = 'True', more: object = {}): Sample => ({
  status: {
    conditions: [
      { type: 'Other', status: 'True' },
      { type, status, ...more },
    ],
  },
});

describe('the usual conditions', () => {
  test.each([
    [isAvailable, condition('Available')],
    [isReady, condition('Ready')],
    [isPodRunning, { status: { phase: 'Running' } }],
    [isComplete, condition('Complete')],
    [isFailed, condition('Failed')],
    [isEstablished, condition('Established')],
    [isBound, { status: { phase: 'Bound' } }],
    [hasLoadBalancerAddress, { status: { loadBalancer: { ingress: [{}, { hostname: 'a.example' }] } } }],
    [hasLoadBalancerAddress, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }],
    [hasCondition('Ready'), condition('Ready')],
    [hasCondition('Ready', 'False'), condition('Ready', 'False')],
    [isPresent, {}],
    [isAbsent, undefined],
    [isDeleted('u1'), undefined],
    [isDeleted('u0'), {}],
  ])('%p holds', (holds, sample) => {
    expect(holds(sample && object(sample))).toBe(true);
  });

  const no = [
    undefined,
    {},
    { status: null },
    { status: { conditions: 'x', phase: 1, loadBalancer: { ingress: {} } } },
  ];
  const odd = {
    status: {
      conditions: [null, 1, { type: 1, status: 'True' }, { type: 'Ready' }],
      loadBalancer: { ingress: [null, {}] },
    },
  };
  const positive = [
    isAvailable,
    isReady,
    isPodRunning,
    isComplete,
    isFailed,
    isEstablished,
    isBound,
    hasLoadBalancerAddress,
    hasCondition('Ready'),
  ];

  test.each(positive)('%p holds neither of nothing, nor of an object that does not say so', (holds) => {
    for (const sample of [...no, odd]) expect(holds(sample && object(sample))).toBe(false);
  });

  test.each([
    [isAvailable, condition('Available')],
    [isReady, condition('Ready')],
    [isPodRunning, { status: { phase: 'Running' } }],
    [isEstablished, condition('Established')],
    [isBound, { status: { phase: 'Bound' } }],
  ])('%p does not hold of an object that is being deleted', (holds, sample) => {
    expect(holds(object({ ...sample, metadata: going }))).toBe(false);
    // As some servers write that it is not.
    const staying = { deletionTimestamp: null as unknown as string };
    expect(holds(object({ ...sample, metadata: staying }))).toBe(true);
  });

  test.each(['False', 'Unknown'])('a condition that is %s does not hold', (status) => {
    for (const holds of positive)
      for (const type of ['Available', 'Ready', 'Complete', 'Failed', 'Established'])
        expect(holds(object(condition(type, status)))).toBe(false);
  });

  test('a Deployment is not available by what was so of an earlier generation', () => {
    const { status } = condition('Available');
    const observed = (observedGeneration: number): Sample => ({
      metadata: { generation: 2 },
      status: { ...(status as object), observedGeneration },
    });
    expect([1, 2].map((generation) => isAvailable(object(observed(generation))))).toEqual([false, true]);
  });

  test('a condition of an earlier generation does not hold', () => {
    const of = (observedGeneration: number): boolean =>
      hasCondition('Ready')(
        object({ metadata: { generation: 2 }, ...condition('Ready', 'True', { observedGeneration }) }),
      );
    expect([of(1), of(2)]).toEqual([false, true]);
  });

  test('a condition that does not tell its generation has that of the whole status', () => {
    const of = (observedGeneration: number, more: object = {}): boolean => {
      const status = { ...(condition('Available', 'True', more).status as object), observedGeneration };
      return hasCondition('Available')(object({ metadata: { generation: 2 }, status }));
    };
    expect([of(1), of(2), of(1, { observedGeneration: 2 })]).toEqual([false, true, true]);
  });

  test.each([undefined, ''])('no object is taken for gone where nobody knows its uid: %p', (uid) => {
    expect(() => isDeleted(uid)).toThrow(InvalidRequestError);
  });

  test('an object is there, or is not, or is another', () => {
    expect([isPresent(undefined), isAbsent(object({})), isDeleted('u1')(object({}))]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('joined conditions', () => {
  const yes = (): boolean => true;
  const never = (): boolean => false;

  test.each([
    ['all of them', allOf(yes, yes), true],
    ['not all of them', allOf(yes, never), false],
    ['none that could fail', allOf(), true],
    ['one of them', anyOf(never, yes), true],
    ['none of them', anyOf(never, never), false],
    ['none that could hold', anyOf(), false],
    ['the contrary', not(never), true],
    ['the contrary of what is so', not(yes), false],
  ])('%s', (...[, joined, expected]) => {
    expect(joined(undefined)).toBe(expected);
  });

  test('are called by what they are of', () => {
    expect(allOf(isReady, not(isPodRunning)).name).toBe('allOf(isReady, not(isPodRunning))');
    expect(anyOf(hasCondition('Ready'), isDeleted('u1')).name).toBe(
      'anyOf(hasCondition(Ready, True), isDeleted(u1))',
    );
  });
});
