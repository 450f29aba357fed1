import { describe, expect, test } from '@jest/globals';
import {
  getCondition,
  isConditionFalse,
  isConditionTrue,
  type StatusCondition,
  setCondition,
} from '../../src/resource/conditions.ts';

const ready: StatusCondition = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
const object = { status: { conditions: [ready, { type: 'Stalled', status: 'Unknown' }] } };
const now = Date.UTC(2026, 3, 22);

describe('conditions', () => {
  test('are found by type, and true only when they say True', () => {
    expect(getCondition(object, 'Ready')).toBe(ready);
    expect([isConditionTrue(object, 'Ready'), isConditionFalse(object, 'Ready')]).toEqual([true, false]);
    expect([isConditionTrue(object, 'Stalled'), isConditionFalse(object, 'Stalled')]).toEqual([false, false]);
    expect([isConditionTrue(object, 'Missing'), isConditionTrue({}, 'Ready')]).toEqual([false, false]);
  });

  test.each<[string, unknown]>([
    ['a text', 'Ready'],
    ['an object', { Ready: 'True' }],
    ['a number', 5],
    ['null', null],
    ['a list of other things', [null, 5, 'Ready', { status: 'True' }, { type: 5 }]],
  ])('are not found, and can be set, where a status has %s in their place', (_what, conditions) => {
    const odd = { status: { conditions: conditions as readonly StatusCondition[] } };
    expect([getCondition(odd, 'Ready'), isConditionTrue(odd, 'Ready')]).toEqual([undefined, false]);
    expect(setCondition(odd.status.conditions, ready, now)).toEqual([ready]);
  });

  test('are found among other things, which go when one is set', () => {
    const conditions = [null, { type: 5 }, ready] as unknown as readonly StatusCondition[];
    expect(getCondition({ status: { conditions } }, 'Ready')).toBe(ready);
    expect(setCondition(conditions, ready, now)).toEqual([ready]);
  });

  test('set to another status move their time', () => {
    expect(setCondition([ready], { type: 'Ready', status: 'False', reason: 'Down' }, now)).toEqual([
      { type: 'Ready', status: 'False', reason: 'Down', lastTransitionTime: '2026-04-22T00:00:00Z' },
    ]);
  });

  test('set to the same status keep their time', () => {
    expect(setCondition([ready], { type: 'Ready', status: 'True', message: 'fine' }, now)).toEqual([
      { ...ready, message: 'fine' },
    ]);
  });

  test('lose what is said no more of them, as a message of the earlier state', () => {
    const down: StatusCondition = {
      type: 'Ready',
      status: 'False',
      reason: 'Down',
      message: 'no database',
      observedGeneration: 1,
    };
    expect(setCondition([down], { type: 'Ready', status: 'True', reason: 'Up' }, now)).toEqual([
      { type: 'Ready', status: 'True', reason: 'Up', lastTransitionTime: '2026-04-22T00:00:00Z' },
    ]);
    const slow: StatusCondition = { ...ready, message: 'slow' };
    expect(setCondition([slow], { type: 'Ready', status: 'True' }, now)).toEqual([ready]);
  });

  test('set to what they are give the very same list', () => {
    const list = [ready];
    expect(setCondition(list, { type: 'Ready', status: 'True' }, now)).toBe(list);
  });

  test('not there yet are added at the end', () => {
    const types = setCondition([ready], { type: 'Synced', status: 'True' }, now).map(({ type }) => type);
    expect(types).toEqual(['Ready', 'Synced']);
  });
});
