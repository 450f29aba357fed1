// What the server tells of versions may be wrong, by mistake or on purpose. No such answer makes a watch deaf.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { DecodeError, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import type { WatcherStatus } from '../../src/watcher/status.ts';
import { type Claim, type Lie, LyingServer } from '../support/lying-server.ts';
import { Bench, failed, gone } from '../support/machine-bench.ts';
import { encoded, page } from '../support/objects.ts';

const foreign = [
  '-5',
  '+5',
  '1.5',
  '007',
  ' 12',
  '12 ',
  '1e3',
  'abc',
  '0x10',
  '0',
  '\u0661\u0662',
  '9223372036854775808',
];

describe('a frame whose version no history like the one listed can have', () => {
  test.each(foreign)('%j is a violation, told by its name, and the view is listed anew', (version) => {
    for (const type of ['ADDED', 'MODIFIED', 'DELETED'] as const) {
      const bench = Bench.live();
      expect(bench.frame(type, 'b', version)).toBe('Interrupted(violation #1 0), wait 0');
      const { lastError, resourceVersion } = bench.machine.status(0);
      expect(lastError?.message).toContain('of shop/b bears the version');
      expect(lastError?.message).toContain('which cannot follow 10');
      expect(resourceVersion).toBe('10');
      expect(bench.wake()).toEqual(['list from 10']);
    }
    const bench = Bench.live();
    expect(bench.bookmark(version)).toBe('Interrupted(violation #1 0), wait 0');
  });

  test.each(['abc', '0'])('does not matter after a list of version %j, which has no order', (listed) => {
    const bench = Bench.connecting(listed);
    bench.tell({ type: 'opened' });
    expect([
      bench.frame('ADDED', 'a', 'xyz'),
      bench.frame('MODIFIED', 'a', '7'),
      bench.frame('ADDED', 'b', '5'),
    ]).toEqual(['Apply(a@xyz)', 'Apply(a@7)', 'Apply(b@5)']);
  });
});

describe('the newest object of a status', () => {
  const newest = (bench: Bench): string | undefined => bench.machine.status(0).newestObject;

  test('is of what was listed or told, whatever a bookmark claims', () => {
    const bench = Bench.live();
    const listed = newest(bench);
    expect(Number(listed)).toBeLessThanOrEqual(10);
    bench.bookmark('999999999');
    expect([newest(bench), bench.machine.status(0).resourceVersion]).toEqual([listed, '999999999']);
    bench.frame('DELETED', 'b', '1000000001');
    expect(newest(bench)).toBe('1000000001');
  });
});

describe('versions that go back within one watch', () => {
  test.each<[string, (bench: Bench) => string]>([
    ['a change', (bench) => bench.frame('MODIFIED', 'a', 12)],
    ['an addition', (bench) => bench.frame('ADDED', 'c', 12)],
    ['an addition of what may be known', (bench) => bench.frame('ADDED', 'a', 5)],
    ['a deletion', (bench) => bench.frame('DELETED', 'a', 12)],
    ['a bookmark', (bench) => bench.bookmark('12')],
  ])('are a violation: %s', (_what, goBack) => {
    for (const poison of ['999999999', '13'])
      for (const poisoned of [
        (bench: Bench) => bench.frame('MODIFIED', 'b', poison),
        (bench: Bench) => bench.bookmark(poison),
      ]) {
        const bench = Bench.live();
        poisoned(bench);
        expect(goBack(bench)).toBe('Interrupted(violation #1 0), wait 0');
        expect(bench.machine.status(0).lastError?.message).toContain(`after the watch had come to ${poison}`);
        // Not "not older than" the version in doubt, and what is older than that is believed at once.
        expect(bench.wake()).toEqual(['list']);
        expect(bench.tell({ type: 'page', list: page(14, [encoded('a', 12)]) })).toContain('watch from 14');
        expect(bench.machine.status(0)).toMatchObject({
          resourceVersion: '14',
          epoch: poison === '13' ? 0 : 1,
        });
      }
  });

  test.each<[string, (bench: Bench) => string]>([
    ['a change', (bench) => bench.frame('MODIFIED', 'a', 9)],
    ['a deletion', (bench) => bench.frame('DELETED', 'a', 9)],
    ['a bookmark', (bench) => bench.bookmark('9')],
  ])('are a violation in the first frame too: %s', (_what, first) => {
    expect(first(Bench.live())).toBe('Interrupted(violation #1 0), wait 0');
  });

  test('are told once more where a server ignores versions and begins each watch with what exists', () => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'a', 12);
    bench.tell(failed(gone));
    bench.wake();
    bench.tell({ type: 'page', list: page(12, [encoded('a', 12)]) });
    bench.tell({ type: 'opened' });
    expect([
      bench.frame('ADDED', 'a', 12),
      bench.frame('ADDED', 'b', 8),
      bench.frame('ADDED', 'c', 13),
    ]).toEqual(['-', 'Apply(b@8)', 'Apply(c@13)']);
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual(['watch from 13']);
  });

  test('are a violation after the end of a streamed initial state as well', () => {
    const bench = new Bench({}, 'stream');
    bench.tell({ type: 'start' });
    bench.tell({ type: 'opened' });
    bench.frame('ADDED', 'a', 8);
    bench.frame('ADDED', 'b', 5);
    bench.tell({ type: 'endMark', resourceVersion: '10' });
    expect(bench.frame('ADDED', 'a', 8)).toBe('Interrupted(violation #1 0), wait 0');
  });
});

describe('one version for two changes', () => {
  test.each<[string, (bench: Bench) => string]>([
    ['of two objects', (bench) => bench.frame('MODIFIED', 'b', 12)],
  ])('is a violation: %s', (_what, second) => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'a', 12);
    expect(second(bench)).toBe('Interrupted(violation #1 0), wait 0');
  });

  test('is told where the second deletes what the first has told, and the rest is read anew', () => {
    for (const bench of [Bench.live(), Bench.connecting('abc')]) {
      bench.tell({ type: 'opened' });
      bench.frame('ADDED', 'b', '12');
      expect(bench.frame('DELETED', 'b', '12')).toBe('Delete(b@12)');
      expect(bench.frame('DELETED', 'b', '12')).toBe('-');
      bench.now += 240_000;
      expect(bench.tell({ type: 'ended' })).toEqual(['list']);
    }
  });

  test('is told where both are deletions of objects that shared a lease, and once where one comes again', () => {
    const bench = Bench.live();
    expect([
      bench.frame('DELETED', 'a', 12),
      bench.frame('DELETED', 'b', 12),
      bench.frame('DELETED', 'b', 12),
      bench.frame('DELETED', 'c', 12),
      bench.frame('ADDED', 'd', 13),
      bench.frame('DELETED', 'a', 12),
    ]).toEqual(['Delete(a@12)', 'Delete(b@12)', '-', 'Delete(c@12)', 'Apply(d@13)', '-']);
    expect(bench.machine.status(0).counters).toMatchObject({ duplicates: 2, violations: 0 });
  });

  test('is told where versions have no order, as where each object counts its own', () => {
    const bench = Bench.connecting('abc');
    bench.tell({ type: 'opened' });
    expect([
      bench.frame('ADDED', 'a', '1'),
      bench.frame('ADDED', 'b', '1'),
      bench.frame('ADDED', 'b', '1'),
      bench.frame('MODIFIED', 'b', '1'),
    ]).toEqual(['Apply(a@1)', 'Apply(b@1)', '-', 'Interrupted(violation #1 0), wait 0']);
  });

  test.each<[string, (bench: Bench) => string]>([
    ['a change after deletions', (bench) => bench.frame('MODIFIED', 'b', 12)],
    ['a deletion behind the bookmark', (bench) => (bench.bookmark('13'), bench.frame('DELETED', 'b', 12))],
  ])('is a violation all the same: %s', (_what, second) => {
    const bench = Bench.live();
    bench.frame('DELETED', 'a', 12);
    expect(second(bench)).toContain('Interrupted(violation');
  });

  test('is a violation where a bookmark said that all up to it was told', () => {
    const bench = Bench.live();
    bench.bookmark('12');
    expect(bench.frame('MODIFIED', 'a', 12)).toBe('Interrupted(violation #1 0), wait 0');
  });
});

describe("an initial state whose version is not its objects'", () => {
  test.each<[string, string]>([
    ['11', 'shop/a bears the version 11, from after that of the initial state, 10'],
    ['99999999999999999999', 'shop/a bears the version 99999999999999999999, which has no order'],
    ['-1', 'shop/a bears the version "-1", which has no order with that of the initial state, 10'],
  ])('is a violation, listed or streamed: an object of version %j', (version, message) => {
    const listed = Bench.listing();
    listed.tell({ type: 'page', list: page(10, [encoded('b', 7), encoded('a', version), encoded('c', 8)]) });
    const streamed = new Bench({}, 'stream');
    streamed.tell({ type: 'start' });
    streamed.tell({ type: 'opened' });
    for (const [name, each] of [
      ['b', 7],
      ['a', version],
      ['c', 8],
    ] as const)
      streamed.frame('ADDED', name, each);
    streamed.tell({ type: 'endMark', resourceVersion: '10' });
    for (const bench of [listed, streamed]) {
      expect(bench.machine.status(0)).toMatchObject({ phase: 'waiting', synced: false });
      expect(bench.machine.status(0).lastError?.message).toContain(message);
    }
  });

  test('is refused as often as it comes, each time later', () => {
    const bench = Bench.listing();
    const delays = Array.from({ length: 8 }, () => {
      bench.tell({ type: 'page', list: page(10, [encoded('a', 11)]) });
      const delay = bench.effect?.type === 'wait' ? bench.effect.delayMs : -1;
      bench.wake();
      return delay;
    });
    expect(delays).toEqual([0, 400, 800, 1600, 3200, 6400, 12_800, 15_000]);
  });
});

test('a server that never tells right versions is asked ever later, and each time it is said why', () => {
  const bench = Bench.live();
  const delays: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    bench.frame('MODIFIED', 'a', 'no version');
    delays.push(bench.effect?.type === 'wait' ? bench.effect.delayMs : -1);
    expect(bench.machine.status(0).lastError?.message).toContain('"no version"');
    bench.wake();
    bench.tell({ type: 'page', list: page(10, [encoded('a', 5)]) });
    bench.tell({ type: 'opened' });
  }
  expect(delays).toEqual([0, 400, 800, 1600, 3200, 6400, 12_800, 15_000]);
  expect(bench.machine.status(0).counters.violations).toBe(8);
});

test('a version with more digits is probed soon, should the server fall silent', () => {
  const bench = Bench.live({ watchSeconds: { min: 240, max: 240 } });
  bench.now += 240_000;
  bench.frame('MODIFIED', 'a', '999999');
  bench.tell({ type: 'ended' });
  for (let silent = 0; silent < 2; silent += 1) {
    bench.tell({ type: 'opened' });
    bench.now += 240_000;
    bench.tell({ type: 'ended' });
  }
  expect(bench.kind).toBe('probing');
});

const claim: fc.Arbitrary<Claim> = fc.oneof(
  fc.constantFrom<Claim>(...foreign, '', null, undefined, 7),
  fc.integer({ min: 1, max: 140 }).map(String),
  fc.constantFrom('1000', '999999999999', '9223372036854775807'),
);
// Lies that nobody can see: a list with an old version of an object, or with the version of the server's next change.
const itemClaim = claim.filter((version) => version !== '0' && (isForeign(version) || Number(version) > 140));
const listClaim = claim.filter((version) => !/^10[3-6]$/.test(String(version)));
const name = fc.constantFrom('a', 'b', 'c');
const lie: fc.Arbitrary<Lie> = fc.oneof(
  fc.record({ listVersion: listClaim, itemVersion: itemClaim }, { requiredKeys: [] }),
  fc.record({
    frames: fc.array(
      fc.oneof(
        fc.record({ type: fc.constantFrom('ADDED', 'MODIFIED', 'DELETED'), name, version: claim }),
        fc.record({ type: fc.constant('BOOKMARK' as const), version: claim }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

// After a list whose version has no order, frames may bear any, and what they say cannot be doubted.
const lies = fc
  .array(lie, { maxLength: 12 })
  .map((each) => (each.some(isUnordered) ? each.filter(({ frames }) => !frames) : each));

function isUnordered(each: Lie): boolean {
  return 'listVersion' in each && isForeign(each.listVersion);
}

function isForeign(version: Claim): boolean {
  return typeof version !== 'string' || version === '' || foreign.includes(version);
}

property.prop([lies, fc.array(fc.tuple(name, fc.boolean()), { maxLength: 4 }), fc.boolean()], {
  numRuns: 150,
})(
  'whatever versions a server told, once it is well the cache is as the server, and what was wrong was said',
  async (told, writes, acceptsFuture) => {
    const clock = new VirtualClock();
    const server = new LyingServer(clock, told, acceptsFuture);
    const violations = new Set<Error>();
    const onStatus = ({ phase, lastError }: WatcherStatus): void => {
      if (phase === 'waiting') expect(lastError?.message).toEqual(expect.any(String));
      if (lastError instanceof DecodeError) violations.add(lastError);
    };
    await using cache = reflector(server, { clock, random: () => 0.5, initialState: 'list', onStatus });
    for (const [written, deletes] of writes) {
      await clock.advance(1000);
      server.write(written, deletes);
    }
    // Some lies are found only by a probe, after two silent watches.
    await clock.advance(20 * 300_000);
    const held = Array.from(cache.store, ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
    expect(held.sort()).toEqual(server.contents.sort());
    expect(cache.status).toMatchObject({ phase: 'live', synced: true });
    // No request in a hurry.
    expect(server.requests).toBeLessThan(told.length * 4 + 60);
    expect(violations.size).toBe(cache.status.counters.violations);
    if (server.lied.some((frames) => frames.some(({ version }) => isForeign(version))))
      expect(violations.size).toBeGreaterThan(0);
  },
);
