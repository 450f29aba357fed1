import { describe, expect, test } from '@jest/globals';
import { ElectionWitness } from '../../src/election/election-witness.ts';
import { leaseStateOf } from '../../src/election/lease-state.ts';

const timings = {
  leaseDurationMs: 15_000,
  renewDeadlineMs: 10_000,
  retryPeriodMs: 2000,
  jitter: 1.2,
  latencyMs: 10,
};

let renewals = 0;

/** What the Lease says, where its holder has just renewed it. */
function spec(holderIdentity: string, more: object = {}): object {
  renewals += 1;
  return { holderIdentity, leaseDurationSeconds: 15, leaseTransitions: 0, renewTime: renewals, ...more };
}

/** Two candidates, `a` and `b`, whose clocks go as they are told, and what they do to one Lease. */
class Scene {
  readonly witness: ElectionWitness = new ElectionWitness(timings);

  constructor(rates: { readonly a?: number; readonly b?: number } = {}) {
    this.witness.started('a', { rate: rates.a ?? 1, freeSince: () => undefined });
    this.witness.started('b', { rate: rates.b ?? 1, freeSince: () => undefined });
  }

  /** A candidate's claim is stored, a millisecond after it was sent. */
  claims(
    by: string,
    at: number,
    more: { readonly sentAt?: number; readonly [field: string]: unknown } = {},
  ): this {
    const { sentAt = at - 1, ...fields } = more;
    this.witness.stored({ at, by, sentAt, lease: leaseStateOf(spec(by, fields)) });
    return this;
  }

  releases(by: string, at: number): this {
    this.witness.givesUp(by, { at, inFlight: 0 });
    this.witness.stored({ at, by, sentAt: at, lease: leaseStateOf(spec('', { leaseDurationSeconds: 1 })) });
    return this;
  }

  edited(at: number, fields: object | undefined): this {
    this.witness.stored({
      at,
      by: undefined,
      sentAt: at,
      lease: fields && leaseStateOf(fields),
    });
    return this;
  }

  sends(by: string, sentAt: number): this {
    this.witness.sent({ by, sentAt });
    return this;
  }

  /** The promises that were broken. */
  get broken(): string[] {
    return this.witness.violations.map((violation) => violation.slice(0, 2));
  }
}

describe('the witness of elections', () => {
  test('finds nothing in a calm hand-over', () => {
    const scene = new Scene().claims('a', 1).sends('a', 5000).releases('a', 6000);
    expect(scene.claims('b', 6500, { leaseTransitions: 1 }).sends('b', 7000).broken).toEqual([]);
  });

  test.each<[string, Scene, string[]]>([
    ['who never led', new Scene().claims('a', 1).sends('b', 2), ['L1']],
    ['within the deadline', new Scene().claims('a', 1).sends('a', 10_000), []],
    ['behind the deadline', new Scene().claims('a', 1).sends('a', 10_001), ['L1']],
    ['behind the deadline by a fast clock', new Scene({ a: 1.1 }).claims('a', 1).sends('a', 9500), ['L1']],
    ['before the deadline by a slow clock', new Scene({ a: 0.9 }).claims('a', 1).sends('a', 11_000), []],
    [
      'as if it counted from the answer',
      new Scene().claims('a', 5000, { sentAt: 1 }).sends('a', 12_000),
      ['L1'],
    ],
    ['who has given the Lease up', new Scene().claims('a', 1).releases('a', 2000).sends('a', 2001), ['L1']],
    [
      'who was replaced',
      new Scene().claims('a', 1).releases('a', 2).claims('b', 3, { leaseTransitions: 1 }).sends('a', 4),
      ['L1'],
    ],
    [
      'who was robbed, until its time is over',
      new Scene().claims('a', 1).edited(2, spec('')).claims('b', 3, { leaseTransitions: 1 }).sends('a', 9000),
      [],
    ],
    [
      'who was robbed, when its time is over',
      new Scene()
        .claims('a', 1)
        .edited(2, spec(''))
        .claims('b', 3, { leaseTransitions: 1 })
        .sends('a', 10_001),
      ['L1'],
    ],
  ])('judges a write of one %s', (_, { broken }, expected) => {
    expect(broken).toEqual(expected);
  });

  test.each<[string, Scene, string[]]>([
    ['when it has run out', new Scene().claims('a', 1).claims('b', 15_001, { leaseTransitions: 1 }), []],
    [
      'before it has run out',
      new Scene().claims('a', 1).claims('b', 15_000, { leaseTransitions: 1 }),
      ['L4'],
    ],
    [
      'when it has run out by a fast clock',
      new Scene({ b: 1.25 }).claims('a', 1).claims('b', 12_001, { leaseTransitions: 1 }),
      [],
    ],
    [
      'when it has run out by a slow clock',
      new Scene({ b: 0.8 }).claims('a', 1).claims('b', 18_000, { leaseTransitions: 1 }),
      ['L4'],
    ],
    [
      'which says a longer time by hand',
      new Scene()
        .edited(1, spec('stranger', { leaseDurationSeconds: 40 }))
        .claims('b', 30_000, { leaseTransitions: 1 }),
      ['L4'],
    ],
    ['which is gone', new Scene().claims('a', 1).edited(2, undefined).claims('b', 3), []],
    ['without counting it', new Scene().claims('a', 1).claims('b', 15_001), ['L5']],
    [
      'in the name of another',
      new Scene().claims('a', 1).claims('a', 20_000, { holderIdentity: 'b' }),
      ['L5'],
    ],
  ])('judges one who takes a Lease %s', (_, { broken }, expected) => {
    expect(broken).toEqual(expected);
  });

  test('takes a change that was taken back for none', () => {
    const held = spec('a');
    const scene = new Scene();
    scene.witness.stored({ at: 1, by: 'a', sentAt: 0, lease: leaseStateOf(held) });
    scene.edited(5000, { ...held, strategy: 'x' }).edited(6000, held);
    expect(scene.claims('b', 15_001, { leaseTransitions: 1 }).broken).toEqual([]);
  });

  test('finds two who say that they lead, and one whose time is over', () => {
    const scene = new Scene().claims('a', 1).edited(2, spec('')).claims('b', 3, { leaseTransitions: 1 });
    scene.witness.holding(['a', 'b'], 4);
    expect(scene.broken).toEqual([]);
    scene.witness.holding(['a', 'b'], 10_001);
    expect(scene.broken).toEqual(['L3']);
  });

  test('judges a write that is stored after another took over by how long it was under way', () => {
    const { witness } = new Scene({ b: 1.2 }).claims('a', 1).claims('b', 12_501, { leaseTransitions: 1 });
    // The margin is 12,500 less 10,000 ms.
    witness.committed({ by: 'a', sentAt: 10_000 }, 12_502);
    expect(witness.violations).toEqual([]);
    witness.committed({ by: 'a', sentAt: 10_003 }, 12_502);
    expect(witness.violations).toEqual(['L2: a write of a was stored after b took over (at 12.502 s)']);
  });

  test('finds who gives the Lease up with writes in flight', () => {
    const { witness } = new Scene().claims('a', 1);
    witness.givesUp('a', { at: 5000, inFlight: 2 });
    expect(witness.violations).toEqual(['L6: a gave the Lease up with 2 writes in flight (at 5.000 s)']);
  });

  test.each([
    // leaseDuration + 1.2 x retryPeriod + two rounds of latency
    ['a holder', spec('a'), 17_421],
    ['nobody', spec('', { leaseDurationSeconds: 1 }), 2411],
  ])('finds that nobody has taken a Lease of %s in time', (_, lease, at) => {
    const made = (): ElectionWitness => {
      const { witness } = new Scene();
      witness.started('b', { rate: 1, freeSince: () => 0 });
      witness.stored({ at: 1, by: 'a', sentAt: 0, lease: leaseStateOf(lease) });
      return witness;
    };
    const [intime, late] = [made(), made()];
    intime.ended(at);
    expect(intime.violations).toEqual([]);
    late.ended(at + 1);
    expect(late.violations.map((violation) => violation.slice(0, 2))).toEqual(['L7']);
  });

  test.each([
    [2012, []],
    [2013, ['L3']],
  ])('finds who has not seen for %i ms that the Lease was edited', (waitedMs, expected) => {
    const scene = new Scene();
    scene.witness.started('a', { rate: 1, freeSince: () => 0 });
    scene.claims('a', 1).edited(2, spec(''));
    scene.witness.holding(['a'], waitedMs);
    expect(scene.broken).toEqual(expected);
  });

  test('counts the time from when nothing disturbs a candidate any more', () => {
    const { witness } = new Scene().claims('a', 1);
    witness.started('b', { rate: 1, freeSince: () => 20_000 });
    witness.ended(37_000);
    expect(witness.violations).toEqual([]);
  });
});

test.each<[unknown, [string | undefined, number | undefined, number]]>([
  [undefined, ['', undefined, 0]],
  [null, ['', undefined, 0]],
  ['text', ['', undefined, 0]],
  [{ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 3 }, ['a', 15_000, 3]],
  [{ holderIdentity: null, leaseDurationSeconds: -5, leaseTransitions: -1 }, ['', undefined, 0]],
  [{ holderIdentity: 7, leaseDurationSeconds: '15', leaseTransitions: 1.5 }, [undefined, undefined, 0]],
])('a Lease of %j names somebody, for so long, after so many moves: %j', (spec, expected) => {
  const { holder, durationMs, transitions } = leaseStateOf(spec);
  expect([holder, durationMs, transitions]).toEqual(expected);
});
