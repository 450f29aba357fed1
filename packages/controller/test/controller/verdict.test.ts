import { describe, expect, test } from '@jest/globals';
import { Action } from '../../src/controller/action.ts';
import { actionOf } from '../../src/controller/verdict.ts';

describe('what a run returned', () => {
  test.each([
    [undefined, { type: 'done' }],
    [Action.done(), { type: 'done' }],
    [Action.requeueAfter(0), { type: 'requeueAfter', ms: 0 }],
    [Action.requeueAfter(300_000), { type: 'requeueAfter', ms: 300_000 }],
    [Action.backoff(), { type: 'backoff' }],
    [Action.terminal('no such host'), { type: 'terminal', reason: 'no such host' }],
  ])('is an Action, or nothing for done: %p', (returned, action) => {
    expect(actionOf(returned)).toEqual(action);
  });

  test.each([
    [NaN, 'NaN'],
    [-1, '-1'],
    [Infinity, 'Infinity'],
    ['5s', '"5s"'],
    [undefined, 'undefined'],
  ])('is refused where a time is none: %p', (ms, told) => {
    expect(() => actionOf({ type: 'requeueAfter', ms })).toThrow(
      `Action.requeueAfter needs a finite number of milliseconds, 0 or more, not ${told}`,
    );
  });

  test.each([
    [null, 'null'],
    [5000, '5000'],
    ['done', '"done"'],
    [{}, 'another object'],
    [{ requeueAfter: 5 }, 'another object'],
    [{ type: 'requeue' }, 'another object'],
    [[], 'another object'],
    [() => Action.done(), 'a function'],
  ])('is refused where it is no Action: %p', (returned, told) => {
    expect(() => actionOf(returned)).toThrow(
      `reconcile must return an Action, as Action.requeueAfter(60_000), or nothing; it returned ${told}`,
    );
  });

  test('is refused where a terminal reason is no text', () => {
    expect(() => actionOf({ type: 'terminal' })).toThrow(
      'Action.terminal needs a reason in words, not undefined',
    );
  });

  test('is read once, so that a getter cannot say something else later', () => {
    const reasons = ['no such host', undefined];
    const action = actionOf({
      type: 'terminal',
      get reason() {
        return reasons.shift();
      },
    });
    expect([action, action]).toEqual([Action.terminal('no such host'), Action.terminal('no such host')]);
  });
});
