import { describe, expect, test } from '@jest/globals';
import { type KubeObject, type StatusCondition, Time, VirtualClock } from '@kube-rx/core';
import { conditionsOf } from '../../src/status/conditions.ts';

interface Site extends KubeObject {
  readonly status?: { readonly conditions?: readonly StatusCondition[] };
}

function siteWith(conditions: unknown, generation: number = 3): Site {
  return { metadata: { name: 'web', generation }, status: { conditions: conditions as StatusCondition[] } };
}

const ready = { type: 'Ready', status: 'True', reason: 'AllReady' } as const;
const long = '2020-01-01T00:00:00Z';

describe('the conditions of an object', () => {
  const clock = new VirtualClock();
  const now = Time.format(clock.now());

  test('get the time and the generation of the object', () => {
    expect(conditionsOf(siteWith(undefined), clock).set(ready).list).toEqual([
      { ...ready, lastTransitionTime: now, observedGeneration: 3 },
    ]);
  });

  test('keep the time of the transition until the status flips', () => {
    const conditions = conditionsOf(siteWith([{ ...ready, lastTransitionTime: long }]), clock);
    expect(conditions.set({ ...ready, reason: 'Other' }).get('Ready')?.lastTransitionTime).toBe(long);
    expect(conditions.set({ ...ready, status: 'False' }).get('Ready')?.lastTransitionTime).toBe(now);
  });

  test('are the same where nothing changes', () => {
    const conditions = conditionsOf(
      siteWith([{ ...ready, lastTransitionTime: long, observedGeneration: 3 }]),
      clock,
    );
    expect(conditions.set(ready)).toBe(conditions);
    expect(conditions.remove('Other')).toBe(conditions);
  });

  test('have a message that the server takes, however long the one that is given', () => {
    const { message = '' } =
      conditionsOf(siteWith([]), clock)
        .set({ ...ready, message: 'é'.repeat(40_000) })
        .get('Ready') ?? {};
    expect([Buffer.byteLength(message), message.at(-1)]).toEqual([32_767, '…']);
  });

  test('lose those that are removed, and keep those of others', () => {
    const others = { type: 'Synced', status: 'True', lastTransitionTime: long };
    expect(conditionsOf(siteWith([ready, others]), clock).remove('Ready').list).toEqual([others]);
  });

  test.each([
    ['a text', 'x'],
    ['a member of null', [null, ready, { status: 'True' }]],
    ['nothing', null],
  ])('are read from whatever stands there: %s', (_, conditions) => {
    expect(() => conditionsOf(siteWith(conditions), clock).set(ready)).not.toThrow();
  });
});
