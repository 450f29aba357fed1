import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../src/watcher/classify.ts';
import { Position } from '../../src/watcher/position.ts';
import { type InitialStateClaim, ServerTrust } from '../../src/watcher/server-trust.ts';

const most = { missing: 9, held: 10 };

/** Whether each of these initial states is believed, one after the other, if the view is at version 10. */
function believed(...claims: readonly InitialStateClaim[]): boolean[] {
  const trust = new ServerTrust();
  const position = new Position();
  position.restart('10');
  return claims.map((claim) => {
    const refused = trust.judgeInitialState(claim, position) !== undefined;
    if (!refused) position.restart(claim.resourceVersion);
    return !refused;
  });
}

describe('an initial state', () => {
  test.each<[string, readonly InitialStateClaim[], boolean[]]>([
    ['as new as the view is believed', [{ resourceVersion: '10' }], [true]],
    [
      'older than the view is believed the third time',
      [{ resourceVersion: '4' }, { resourceVersion: '4' }, { resourceVersion: '4' }],
      [false, false, true],
    ],
    [
      'older than the view needs three in a row',
      [
        { resourceVersion: '4' },
        { resourceVersion: '4' },
        { resourceVersion: '11' },
        { resourceVersion: '4' },
        { resourceVersion: '4' },
      ],
      [false, false, true, false, false],
    ],
    [
      'without most of the objects is believed the second time',
      [
        { resourceVersion: '11', doubt: most },
        { resourceVersion: '11', doubt: most },
      ],
      [false, true],
    ],
    [
      'without most of the objects needs two in a row',
      [
        { resourceVersion: '11', doubt: most },
        { resourceVersion: '11' },
        { resourceVersion: '11', doubt: most },
      ],
      [false, true, false],
    ],
    [
      'that is older and lacks most needs what each of the two does',
      [
        { resourceVersion: '4', doubt: most },
        { resourceVersion: '4' },
        { resourceVersion: '4', doubt: most },
        { resourceVersion: '4', doubt: most },
      ],
      [false, false, false, true],
    ],
    ['whose version cannot be ordered is believed', [{ resourceVersion: 'abc' }], [true]],
  ])('%s', (_what, claims, expected) => {
    expect(believed(...claims)).toEqual(expected);
  });

  test('is asked for as new as the server has it after what contradicts the view, and only until then', () => {
    const contradicts: readonly Verdict[] = ['expired', 'tooLarge', 'regressed'];
    for (const verdict of ['retry', 'faulty', 'denied', ...contradicts] as const) {
      const trust = new ServerTrust();
      trust.noteFailure(verdict);
      expect([verdict, trust.needsConsistentRead]).toEqual([verdict, contradicts.includes(verdict)]);
      trust.judgeInitialState({ resourceVersion: '12' }, new Position());
      expect(trust.needsConsistentRead).toBe(false);
    }
  });
});

describe('a silent server', () => {
  const silent = (trust: ServerTrust): number => {
    let watches = 0;
    while (!trust.needsProbe) {
      trust.noteEnd({ hasNews: false });
      watches += 1;
    }
    return watches;
  };

  test.each<[string, (trust: ServerTrust) => unknown, number]>([
    ['that was never away is asked after sixteen watches', () => undefined, 16],
    ['that may have been away is asked after two', (trust) => trust.suspectRestart(), 2],
    ['that failed is asked after two', (trust) => trust.noteFailure('retry'), 2],
    [
      'is asked after two when an initial state was read',
      (trust) => trust.judgeInitialState({ resourceVersion: '1' }, new Position()),
      2,
    ],
    [
      'that said something since is believed again',
      (trust) => {
        trust.noteFailure('retry');
        trust.noteNews();
      },
      16,
    ],
  ])('%s', (_what, prepare, watches) => {
    const trust = new ServerTrust();
    prepare(trust);
    expect(silent(trust)).toBe(watches);
  });

  test('is believed again when it shows that it knows the version, and not when it lacks it', () => {
    const position = new Position();
    position.restart('10');
    const trust = new ServerTrust();
    trust.suspectRestart();
    silent(trust);
    expect(trust.judgeProbe('9', position)?.verdict).toBe('regressed');
    expect(trust.needsProbe).toBe(true);
    expect(trust.judgeProbe('10', position)).toBeUndefined();
    expect([trust.needsProbe, silent(trust)]).toEqual([false, 16]);
  });
});

property.prop([fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.boolean()), { maxLength: 40 })])(
  'whatever a server claims, it is believed when it says the same often enough, and at once when it says what is known',
  (claims) => {
    const position = new Position();
    position.restart('10');
    const trust = new ServerTrust();
    for (const [version, lacks] of claims) {
      const claim = { resourceVersion: String(version), doubt: lacks ? most : undefined };
      const contradicts = lacks || position.isBefore(claim.resourceVersion);
      let refusals = 0;
      while (trust.judgeInitialState(claim, position)) refusals += 1;
      expect(refusals).toBeLessThanOrEqual(contradicts ? 3 : 0);
      position.restart(claim.resourceVersion);
    }
  },
);
