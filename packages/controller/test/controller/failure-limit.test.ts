import { describe, expect, test } from '@jest/globals';
import { FailureLimit } from '../../src/controller/failure-limit.ts';

const refused = { error: 'refused', errorName: 'TransportError', errorCode: 'ECONNREFUSED' };
const thrown = { error: 'boom', errorName: 'TypeError', stack: '    at a (web.ts:1)\n    at b (web.ts:2)' };

describe('how often a failure is told', () => {
  test('is bounded for each kind, and the next one tells how many were left out', () => {
    const limit = new FailureLimit();
    const told = Array.from({ length: 21_000 }, () => limit.admit(refused, 0)).filter(
      (each) => each !== undefined,
    );
    expect(told).toEqual(Array.from({ length: 100 }, () => 0));
    expect(limit.admit(refused, 6000)).toBe(20_900);
    expect(limit.admit(refused, 6001)).toBeUndefined();
  });

  test('is some hundred times in an hour', () => {
    const limit = new FailureLimit();
    const hour = Array.from({ length: 36_000 }, (_, turn) => limit.admit(refused, turn * 100));
    expect(hour.filter((each) => each !== undefined).length).toBeLessThanOrEqual(700);
  });

  test('is not less for a failure of another name, code or place', () => {
    const limit = new FailureLimit();
    for (let turn = 0; turn < 1000; turn += 1) limit.admit(refused, 0);
    expect(limit.admit({ ...refused, errorCode: 'ECONNRESET' }, 0)).toBe(0);
    for (let turn = 0; turn < 1000; turn += 1) limit.admit(thrown, 0);
    expect(limit.admit({ ...thrown, stack: '    at c (web.ts:3)' }, 0)).toBe(0);
    expect(limit.admit({ error: 'no Error' }, 0)).toBe(0);
  });

  test('is bounded also where each failure has a code of its own', () => {
    const limit = new FailureLimit();
    const told = Array.from({ length: 10_000 }, (_, turn) =>
      limit.admit({ ...refused, errorCode: `E${turn}` }, 0),
    );
    expect(told.filter((each) => each !== undefined).length).toBe(200);
  });
});
