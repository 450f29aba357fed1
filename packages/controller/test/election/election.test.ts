import { describe, expect, test } from '@jest/globals';
import { Election, type ElectionInput, type Moment } from '../../src/election/election.ts';
import { claimedLease, type LeaseObject, newLease } from '../../src/election/lease-record.ts';

const times = { leaseDuration: 15_000, renewDeadline: 10_000, retryPeriod: 2000 };

function at(monotonic: number, wall = 1e12 + monotonic): Moment {
  return { monotonic, wall };
}

/** What another candidate wrote. */
function of(holder: string, spec: object = {}, version = '9'): LeaseObject {
  const metadata = { name: 'web', namespace: 'shop', resourceVersion: version };
  const claim = { holder, durationSeconds: 15, transitions: 3 };
  const { spec: claimed } = claimedLease({ metadata }, claim, 1e12);
  return { metadata, spec: { ...(claimed as object), ...spec } };
}

/** A machine, and its steps and events as words. */
class Bench {
  readonly machine = new Election({ ...times, identity: 'a', blank: newLease('web', 'shop') });
  /** Written last. */
  written: LeaseObject | undefined;

  tell(input: ElectionInput, now: Moment, random = 0.5): string {
    const { step, events } = this.machine.next(input, { now, random });
    if (step.type === 'create' || step.type === 'replace') this.written = step.lease;
    const told = events.map((event) => {
      switch (event.type) {
        case 'renewed':
          return event.path;
        case 'ended':
          return event.reason;
        case 'leader':
          return `leader ${event.holder === '' ? 'nobody' : (event.holder ?? 'unknown')}`;
        case 'began':
        case 'altered':
          return event.type;
      }
    });
    return [...told, step.type === 'wait' ? `wait ${step.delayMs}` : step.type].join(', ');
  }

  due(now: Moment): string {
    return this.tell({ type: 'due' }, now);
  }

  found(lease: LeaseObject, now: Moment, random = 0.5): string {
    return this.tell({ type: 'found', lease }, now, random);
  }

  /** The server stored what was written, or what `as` makes of it. */
  stored(sentAt: Moment, now = sentAt, as: (lease: LeaseObject) => LeaseObject = (lease) => lease): string {
    if (!this.written) throw new Error('nothing was written');
    return this.tell({ type: 'written', lease: as(this.written), sentAt }, now);
  }

  /** Leads since `now`. */
  static leading(now: number): Bench {
    const bench = new Bench();
    bench.due(at(now));
    bench.tell({ type: 'absent' }, at(now));
    bench.stored(at(now));
    return bench;
  }

  get isLeading(): boolean {
    return this.machine.heldUntil !== undefined;
  }
}

describe('a candidate', () => {
  test.each<[what: string, lease: LeaseObject | undefined, does: string]>([
    ['creates a Lease that is not there', undefined, 'create'],
    ['takes a Lease that was released', of('', { leaseDurationSeconds: 1 }), 'replace'],
    ['takes a Lease without a spec', { metadata: { name: 'web' } }, 'replace'],
    ['stands by while another holds it', of('b'), 'leader b, wait 3200'],
    ['stands by where the record names it, as it did not write that', of('a'), 'leader a, wait 3200'],
    ['stands by where the holder is no text', of('b', { holderIdentity: 7 }), 'leader unknown, wait 3200'],
    ['stands by where the server chooses', of('', { strategy: 'OldestEmulationVersion' }), 'wait 3200'],
  ])('%s', (_, lease, does) => {
    const bench = new Bench();
    expect(bench.due(at(0))).toBe('read');
    expect(lease ? bench.found(lease, at(0)) : bench.tell({ type: 'absent' }, at(0))).toBe(does);
  });

  test.each<[what: string, spec: object, freeAt: number]>([
    ['the duration that the record says', { leaseDurationSeconds: 7 }, 7000],
    ['its own duration where the record says none', { leaseDurationSeconds: null }, 15_000],
    ['its own duration where the record says nonsense', { leaseDurationSeconds: -3 }, 15_000],
    ['its own duration where the record says a text', { leaseDurationSeconds: 'x' }, 15_000],
    ['a duration of an hour', { leaseDurationSeconds: 3600 }, 3_600_000],
  ])('waits from when it saw the record change: %s', (_, spec, freeAt) => {
    const bench = new Bench();
    bench.due(at(0));
    bench.found(of('b', spec), at(0));
    bench.due(at(freeAt - 1));
    expect(bench.found(of('b', spec), at(freeAt - 1))).toBe('wait 1');
    bench.due(at(freeAt));
    expect(bench.found(of('b', spec), at(freeAt))).toBe('replace');
    expect(bench.written?.spec).toMatchObject({ holderIdentity: 'a', leaseTransitions: 4 });
  });

  test('never compares the times in the record with its own', () => {
    const bench = new Bench();
    const long = { renewTime: '1999-01-01T00:00:00.000000Z' };
    expect(bench.found(of('b', long), at(0))).toBe('leader b, wait 3200');
    expect(bench.found(of('b', { renewTime: '2999-01-01T00:00:00.000000Z' }), at(14_000))).toBe('wait 3200');
    expect(bench.found(of('b', { renewTime: '2999-01-01T00:00:00.000000Z' }), at(28_999))).toBe('wait 1');
  });

  test('is not kept waiting by who only labels the Lease of a dead leader', () => {
    const bench = new Bench();
    bench.found(of('b', {}, '9'), at(0));
    expect(bench.found(of('b', {}, '10'), at(15_000))).toBe('replace');
    expect(bench.written?.metadata.resourceVersion).toBe('10');
  });

  test.each([
    [0, 2000],
    [0.5, 3200],
    [0.75, 3800],
  ])('waits with jitter: at %d for %d ms', (random, delayMs) => {
    expect(new Bench().found(of('b'), at(0), random)).toBe(`leader b, wait ${delayMs}`);
  });

  test('waits for the rest of a lease only', () => {
    const bench = new Bench();
    bench.found(of('b'), at(0));
    expect(bench.found(of('b'), at(14_000))).toBe('wait 1000');
  });

  test('creates a Lease that was deleted when its holder has had its time', () => {
    const bench = new Bench();
    bench.found(of('b'), at(0));
    expect(bench.tell({ type: 'absent' }, at(1000))).toBe('leader nobody, wait 3200');
    expect(bench.tell({ type: 'absent' }, at(15_000))).toBe('create');
  });

  test('that lost the race waits for the next round', () => {
    const bench = new Bench();
    bench.tell({ type: 'absent' }, at(0));
    expect(bench.tell({ type: 'conflict' }, at(10))).toBe('wait 3200');
    expect(bench.found(of('b'), at(3210))).toBe('leader b, wait 3200');
    expect(bench.isLeading).toBe(false);
  });

  test('whose claim arrived though no answer came leads by it, without another transition', () => {
    const bench = new Bench();
    bench.found(of(''), at(0));
    const first = bench.written as LeaseObject;
    expect(bench.tell({ type: 'failed' }, at(5000))).toBe('wait 3200');
    expect(bench.machine.mayBeNamed).toBe(true);
    expect(bench.found(first, at(8200))).toBe('leader a, replace');
    expect(bench.written?.spec).toMatchObject({ leaseTransitions: 4 });
    expect(bench.stored(at(8200))).toBe('began, wait 2000');
  });

  test('knows its last claims, also where none was answered', () => {
    const bench = new Bench();
    const written: LeaseObject[] = [];
    for (let round = 0; round < 40; round += 1) {
      const now = at(round * 4000);
      bench.found(of(''), now);
      written.push(bench.written as LeaseObject);
      bench.tell({ type: 'failed' }, now);
    }
    const known = written.map((lease) => bench.machine.isOurs(lease));
    expect(known.filter(Boolean)).toHaveLength(16);
    expect(known.at(-1)).toBe(true);
  });

  test('takes a claim of its own for another, where it comes back after somebody else led', () => {
    const bench = new Bench();
    bench.found(of(''), at(0));
    const first = bench.written as LeaseObject;
    bench.tell({ type: 'failed' }, at(5000));
    bench.found(of('b'), at(8000));
    // As where the cluster was restored.
    expect(bench.found(first, at(10_000))).toBe('leader a, wait 3200');
  });

  test('whose claim was answered when its term would be over does not begin one', () => {
    const bench = new Bench();
    bench.tell({ type: 'absent' }, at(0));
    expect(bench.stored(at(0), at(10_000))).toBe('leader a, wait 3200');
    expect(bench.isLeading).toBe(false);
    expect(bench.due(at(13_200))).toBe('read');
  });

  test('does not lead by a Lease that a webhook gave to another, or made shorter', () => {
    const shorter = (lease: LeaseObject): LeaseObject => ({
      ...lease,
      spec: { ...(lease.spec as object), leaseDurationSeconds: 1 },
    });
    for (const change of [shorter, () => of('b')]) {
      const bench = new Bench();
      bench.tell({ type: 'absent' }, at(0));
      expect(bench.stored(at(0), at(5), change)).toMatch(/^altered, leader [ab], wait/);
      expect(bench.isLeading).toBe(false);
    }
  });
});

describe('a leader', () => {
  test('renews by one request each two seconds', () => {
    const bench = Bench.leading(0);
    expect(bench.due(at(2000))).toBe('replace');
    expect(bench.stored(at(2000), at(2100))).toBe('fast, wait 2000');
    expect(bench.machine.heldUntil).toMatchObject({ monotonic: 12_000 });
  });

  test('keeps since when it leads, and the count of transitions', () => {
    const bench = Bench.leading(0);
    const { acquireTime } = bench.written?.spec as { readonly acquireTime: string };
    bench.due(at(2000));
    expect(bench.written?.spec).toMatchObject({ acquireTime, leaseTransitions: 0 });
  });

  test('writes another renewTime each time, also where the time of day stands still', () => {
    const bench = Bench.leading(0);
    const first = bench.written?.spec;
    bench.due(at(2000, 1e12));
    expect(bench.written?.spec).not.toEqual(first);
  });

  test('reads the Lease where it was changed, and renews what it finds', () => {
    const bench = Bench.leading(0);
    const labelled = { ...(bench.written as LeaseObject), metadata: { name: 'web', resourceVersion: '10' } };
    bench.due(at(2000));
    expect(bench.tell({ type: 'conflict' }, at(2010))).toBe('read');
    expect(bench.found(labelled, at(2020))).toBe('replace');
    expect(bench.stored(at(2020))).toBe('slow, wait 2000');
  });

  test('reads the Lease where a renewal failed, and goes on until its time is over', () => {
    const bench = Bench.leading(0);
    bench.due(at(2000));
    expect(bench.tell({ type: 'failed' }, at(7000))).toBe('read');
    expect(bench.tell({ type: 'failed' }, at(9999))).toBe('wait 2000');
    expect(bench.machine.tick(at(9999.9))).toEqual([]);
    expect(bench.machine.tick(at(10_000))).toEqual([{ type: 'ended', reason: 'expired' }]);
    expect(bench.due(at(11_999))).toBe('read');
  });

  test('that has expired leads again at once if nobody took over, by a new term', () => {
    const bench = Bench.leading(0);
    const mine = bench.written as LeaseObject;
    expect(bench.due(at(60_000))).toBe('expired, read');
    expect(bench.found(mine, at(60_010))).toBe('replace');
    expect(bench.stored(at(60_010))).toBe('began, wait 2000');
  });

  test('whose renewal is answered late leads no longer than from when it was sent', () => {
    const bench = Bench.leading(0);
    bench.due(at(9000));
    expect(bench.stored(at(9000), at(11_000))).toBe('expired, began, wait 2000');
    expect(bench.machine.heldUntil).toMatchObject({ monotonic: 19_000 });
  });

  test('that was frozen while it renewed does not lead by the answer', () => {
    const bench = Bench.leading(0);
    bench.due(at(2000));
    expect(bench.stored(at(2000), at(22_000))).toMatch(/^expired, wait/);
    expect(bench.isLeading).toBe(false);
  });

  test('of a machine that slept, whose monotonic clock stood still, leads no longer', () => {
    const bench = Bench.leading(0);
    expect(bench.machine.tick(at(100, 1e12 + 3_600_000))).toEqual([{ type: 'ended', reason: 'expired' }]);
  });

  test('is not made to lead longer by a time of day that is set back', () => {
    const bench = Bench.leading(0);
    expect(bench.machine.tick(at(10_000, 0))).toEqual([{ type: 'ended', reason: 'expired' }]);
  });

  test.each<[what: string, lease: (mine: LeaseObject) => LeaseObject, told: string]>([
    ['names another', () => of('b'), 'leader b, taken, wait 3200'],
    ['names nobody', () => of(''), 'leader nobody, taken, replace'],
    ['names what is no text', () => of('b', { holderIdentity: {} }), 'leader unknown, taken, wait 3200'],
    ['has lost its spec', ({ metadata }) => ({ metadata }), 'leader nobody, taken, replace'],
    [
      'has its own name in a record that it did not write',
      ({ metadata, spec }) => ({ metadata, spec: { ...(spec as object), leaseDurationSeconds: 1 } }),
      'taken, wait 1000',
    ],
    [
      'is left to the server',
      ({ metadata, spec }) => ({ metadata, spec: { ...(spec as object), strategy: 'x' } }),
      'coordinated, wait 3200',
    ],
  ])('ends its term at once where the Lease %s', (_, change, told) => {
    const bench = Bench.leading(0);
    const mine = bench.written as LeaseObject;
    bench.due(at(2000));
    bench.tell({ type: 'conflict' }, at(2010));
    expect(bench.found(change(mine), at(2020))).toBe(told);
    expect(bench.isLeading).toBe(false);
  });

  test('whose Lease was deleted creates it anew, and goes on', () => {
    const bench = Bench.leading(0);
    bench.due(at(2000));
    expect(bench.tell({ type: 'failed' }, at(2010))).toBe('read');
    expect(bench.tell({ type: 'absent' }, at(2020))).toBe('leader nobody, create');
    expect(bench.stored(at(2020))).toBe('leader a, slow, wait 2000');
  });

  test('that gives up leads no longer, and may be named by the Lease', () => {
    const bench = Bench.leading(0);
    expect(bench.machine.giveUp()).toEqual([{ type: 'ended', reason: 'released' }]);
    expect(bench.machine.mayBeNamed).toBe(true);
    expect(bench.machine.isOurs(bench.written as LeaseObject)).toBe(true);
    expect(bench.machine.isOurs(of('a'))).toBe(false);
    expect(bench.machine.giveUp()).toEqual([]);
  });

  test('whose Lease was deleted and created by another sees it in the same round, and asks no more than that', () => {
    const bench = Bench.leading(0);
    expect(bench.due(at(2000))).toBe('replace');
    expect(bench.tell({ type: 'failed' }, at(2010))).toBe('read');
    expect(bench.tell({ type: 'absent' }, at(2020))).toBe('leader nobody, create');
    expect(bench.tell({ type: 'conflict' }, at(2030))).toBe('read');
    // A server that says so again and again is not asked without an end.
    expect(bench.tell({ type: 'absent' }, at(2040))).toBe('create');
    expect(bench.tell({ type: 'conflict' }, at(2050))).toBe('wait 2000');
    expect(bench.due(at(4050))).toBe('read');
    expect(bench.tell({ type: 'absent' }, at(4060))).toBe('create');
    expect(bench.tell({ type: 'conflict' }, at(4070))).toBe('read');
    expect(bench.found(of('b'), at(4080))).toBe('leader b, taken, wait 3200');
  });

  test('does not take for its own what another of its identity wrote in the same millisecond', () => {
    const [one, other] = [new Bench(), new Bench()];
    for (const bench of [one, other]) bench.due(at(0));
    one.tell({ type: 'absent' }, at(0), 0.1);
    other.tell({ type: 'absent' }, at(0), 0.9);
    other.tell({ type: 'conflict' }, at(10));
    other.due(at(3210));
    if (!one.written) throw new Error('nothing was written');
    expect(other.found(one.written, at(3220))).toBe('leader a, wait 3200');
  });
});
