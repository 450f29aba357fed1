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
