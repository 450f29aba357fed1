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

describe('an initial state older than the view', () => {
  const older = { resourceVersion: '4' };
  const viewAt10 = (): Position => {
    const position = new Position();
    position.restart('10');
    return position;
  };
  /** How many of them are refused. */
  const refusals = (prepare: (trust: ServerTrust, position: Position) => unknown, claim = older): number => {
    const trust = new ServerTrust();
    const position = viewAt10();
    prepare(trust, position);
    let count = 0;
    while (trust.judgeInitialState(claim, position)) count += 1;
    return count;
  };

  test.each<[string, (trust: ServerTrust, position: Position) => unknown, number]>([
    ['of a server that was never away needs two more', () => undefined, 2],
    ['after a lost connection needs one more', (trust) => trust.noteFailure('retry'), 1],
    ['after a server that failed needs one more', (trust) => trust.noteFailure('faulty'), 1],
    ['of a server that lacks our version needs one more', (trust) => trust.noteFailure('tooLarge'), 1],
    ['after a watch that ended early needs one more', (trust) => trust.noteOutage(undefined, 0), 1],
    ['after a watch whose history was gone needs two more', (trust) => trust.noteFailure('expired'), 2],
    ['after a refusal of rights needs two more', (trust) => trust.noteFailure('denied'), 2],
    [
      'of a server that has shown since that it knows our version needs two more',
      (trust) => {
        trust.noteFailure('retry');
        trust.noteNews();
      },
      2,
    ],
    [
      'of a server that a small list found well needs two more',
      (trust) => {
        trust.noteOutage('retry', 5);
        trust.keepHistory(6, true);
      },
      2,
    ],
    [
      'of a server that was away again after a small list needs one more',
      (trust) => {
        trust.noteOutage('retry', 7);
        trust.keepHistory(6, true);
      },
      1,
    ],
    [
      'needs one more after a probe that said the same',
      (trust, position) => trust.judgeProbe('4', position),
      1,
    ],
    [
      'in a history that was found out is believed',
      (trust) => trust.replaceHistory({ resourceVersion: '4', akin: true }),
      0,
    ],
    [
      'in a history of another database that was found out is believed',
      (trust) => trust.replaceHistory({ resourceVersion: '3', akin: false }),
      0,
    ],
    [
      'and than the history that was found out needs one more',
      (trust) => trust.replaceHistory({ resourceVersion: '5', akin: true }),
      1,
    ],
  ])('%s', (_what, prepare, expected) => {
    expect(refusals(prepare)).toBe(expected);
  });

  test.each<[string, boolean, number]>([
    ['lacks much is believed where it is of the history that was found out', true, 0],
    ['lacks much is doubted where that was of another database', false, 1],
  ])('or not, that %s', (_what, akin, expected) => {
    const claim = { resourceVersion: '12', doubt: most };
    expect(refusals((trust) => trust.replaceHistory({ resourceVersion: '11', akin }), claim)).toBe(expected);
  });

  test('is believed at once where one watch went back, if it is not older than what that watch had come from', () => {
    for (const [before, expected] of [
      ['4', 0],
      ['5', 1],
      [undefined, 1],
    ] as const)
      expect(refusals((trust) => trust.disputeVersion(before))).toBe(expected);
  });

  test('is asked for again after 10 s, then 20 s, each up to a fifth longer, over another connection', () => {
    const trust = new ServerTrust();
    const position = viewAt10();
    expect([trust.needsOpinion, trust.mayBeAnew, trust.opinionInMs(1)]).toEqual([false, false, 0]);
    trust.judgeInitialState(older, position);
    expect([trust.opinionInMs(0), trust.opinionInMs(1)]).toEqual([10_000, 12_000]);
    trust.judgeInitialState(older, position);
    expect([trust.opinionInMs(0), trust.opinionInMs(1)]).toEqual([20_000, 24_000]);
    expect([trust.needsOpinion, trust.mayBeAnew]).toEqual([true, true]);
    trust.judgeInitialState({ resourceVersion: '11' }, position);
    expect([trust.needsOpinion, trust.mayBeAnew, trust.opinionInMs(1)]).toEqual([false, false, 0]);
  });
});

test('a view that was found to be wrong is read anew over another connection', () => {
  const trust = new ServerTrust();
  trust.noteFailure('drifted');
  expect([trust.needsOpinion, trust.needsConsistentRead, trust.opinionInMs(0)]).toEqual([true, true, 0]);
  trust.judgeInitialState({ resourceVersion: '11' }, new Position());
  expect(trust.needsOpinion).toBe(false);
});

describe('what others are asked for', () => {
  test('is the history since the server was away last, as soon as it answers again, once', () => {
    const trust = new ServerTrust();
    trust.noteOutage('retry', 5);
    trust.noteOutage('faulty', 7);
    trust.noteOutage('denied', 8);
    expect(trust.takeDoubt(9, false)).toBeUndefined();
    expect(trust.takeDoubt(9, true)).toEqual({ type: 'doubted', since: 7 });
    expect(trust.takeDoubt(9, true)).toBeUndefined();
  });

  test('is the history again, where the server was found well while the view had no watch', () => {
    const trust = new ServerTrust();
    trust.noteOutage('retry', 5);
    trust.keepHistory(6, false);
    expect(trust.takeDoubt(9, false)).toBeUndefined();
    expect(trust.takeDoubt(9, true)).toEqual({ type: 'doubted', since: 9 });
    expect(trust.takeDoubt(9, true)).toBeUndefined();
    trust.noteOutage('retry', 10);
    trust.keepHistory(11, false);
    trust.noteOutage('retry', 12);
    expect(trust.takeDoubt(13, true)).toEqual({ type: 'doubted', since: 12 });
  });

  test('is the history, at once, where a frame is of another one, and not while a new one is read', () => {
    const trust = new ServerTrust();
    trust.doubtHistory();
    expect(trust.takeDoubt(9, true)).toEqual({ type: 'doubted', since: 9 });
    expect(trust.takeDoubt(9, true)).toBeUndefined();
    trust.replaceHistory({ resourceVersion: '4', akin: true });
    trust.doubtHistory();
    expect(trust.takeDoubt(9, true)).toBeUndefined();
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
