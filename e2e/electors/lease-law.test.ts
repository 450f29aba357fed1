// The judge of elections knows a history that is well, and each way in which one is not.

import { describe, expect, test } from '@jest/globals';
import type { Version } from './history.ts';
import { type LeaseSpec, tenures, violations } from './lease-law.ts';

const time = (second: number): string => new Date(second * 1000).toISOString().replace('Z', '000Z');

function spec(
  holderIdentity: string,
  seconds: readonly [acquired: number, renewed: number],
  leaseTransitions = 0,
) {
  return {
    holderIdentity,
    leaseDurationSeconds: holderIdentity === '' ? 1 : 3,
    acquireTime: time(seconds[0]),
    renewTime: time(seconds[1]),
    leaseTransitions,
  };
}

const history = (...specs: readonly LeaseSpec[]): Version<LeaseSpec>[] =>
  specs.map((content, index) => ({ revision: index + 1, content }));

const begun = spec('one', [1, 1]);
const renewed = spec('one', [1, 2]);

describe('the law of Leases', () => {
  test('is kept by renewals, by a release, and by a takeover once a Lease has run out', () => {
    const kept = history(
      begun,
      renewed,
      spec('', [3, 3]),
      spec('two', [3.1, 3.1], 1),
      spec('two', [3.1, 4], 1),
      spec('one', [7, 7], 2),
    );
    expect(violations(kept)).toEqual([]);
    expect(tenures(kept)).toMatchObject([
      { holder: 'one', from: 1, until: 3, renewedAt: 2000 },
      { holder: 'two', from: 4, until: 6, renewedAt: 4000 },
      { holder: 'one', from: 6, until: Number.POSITIVE_INFINITY },
    ]);
  });

  test.each([
    ['a takeover while another may lead', spec('two', [4.9, 4.9], 1), 'one could lead for 100.000 ms more'],
    ['a takeover that is not counted', spec('two', [9, 9]), 'a transition is not counted'],
    ['a renewal that counts', spec('one', [1, 3], 1), 'a renewal counts as a transition'],
    ['a renewal that changes when it began', spec('one', [3, 3]), 'a renewal changes acquireTime'],
    ['a time that goes back', spec('one', [1, 1.5]), 'renewTime goes back'],
    ['a release that counts', spec('', [3, 3], 1), 'a release counts as a transition'],
    ['a release that lasts', { ...spec('', [3, 3]), leaseDurationSeconds: 3 }, 'not for one second'],
    [
      'a time without microseconds',
      { ...renewed, renewTime: '1970-01-01T00:00:02Z' },
      'renewTime is no MicroTime',
    ],
    ['a field of its own', { ...renewed, who: 'one' }, 'it has the fields'],
  ])('is broken by %s', (_, last, problem) => {
    expect(violations(history(begun, renewed, last))).toEqual([expect.stringContaining(problem)]);
  });

  test('is told of who looks at its clock before it reads: what was free then may be released later', () => {
    const early = (holder: string): boolean => holder === 'two';
    const takenFree = (by: string) =>
      history(begun, renewed, spec('', [3, 3]), spec(by, [2.9, 2.9], 1), spec(by, [2.9, 2.8], 1));
    expect(violations(takenFree('two'), early)).toEqual([
      expect.stringMatching(/^version 5: renewTime goes back/),
    ]);
    expect(violations(takenFree('three'), early)).toHaveLength(2);
  });

  test('is told of who sees seconds: renewals of one second are one for it, and no others', () => {
    const sees = (holder: string): boolean => holder === 'two';
    const takenOver = (at: number, by: string) =>
      history(begun, spec('one', [1, 2.1]), spec('one', [1, 2.7]), spec(by, [at, at], 1));
    expect(violations(takenOver(5.1, 'two'), sees)).toEqual([]);
    expect(violations(takenOver(5, 'two'), sees)).toHaveLength(1);
    expect(violations(takenOver(5.1, 'three'), sees)).toHaveLength(1);
    expect(violations(takenOver(5.7, 'three'), sees)).toEqual([]);
  });
});
