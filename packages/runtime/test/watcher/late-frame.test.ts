// What a watcher makes of a change that is not above its view, by what its consumer holds of the object.

import { describe, expect, test } from '@jest/globals';
import type { DynamicObject, EncodedObject } from '@kube-rx/core';
import { Bench, type BenchReport, busy, failed, gone, reset } from '../support/machine-bench.ts';
import { encoded, page } from '../support/objects.ts';

type Kind = 'ADDED' | 'MODIFIED' | 'DELETED';
type Held = readonly [version: number, uid?: string] | undefined;

/** A machine whose view is at 20, in a watch that has come that far, and whose consumer holds what is in the map. */
function holdingBench(held = new Map<string, EncodedObject<DynamicObject>>()): Bench {
  const bench = Bench.live({}, ({ name }) => held.get(name));
  expect(bench.frame('MODIFIED', 'other', 20)).toBe('Apply(other@20)');
  return bench;
}

function benchOf(held: Held): Bench {
  const objects = new Map<string, EncodedObject<DynamicObject>>();
  if (held) objects.set('x', encoded('x', held[0], { uid: held[1] ?? 'uid-x' }));
  return holdingBench(objects);
}

const refused = 'Interrupted(violation #1 0), wait 0';

describe.each<Kind>(['ADDED', 'MODIFIED', 'DELETED'])('%s of x at', (type) => {
  const [told, gone] = type === 'DELETED' ? ['Delete', true] : ['Apply', false];
  test.each<[version: number, held: Held, expected: string]>([
    [15, undefined, gone ? 'known' : 'told'],
    [20, undefined, gone ? 'known' : 'told'],
    [15, [12], 'told'],
    [20, [12], 'told'],
    [15, [15], gone ? 'told' : 'known'],
    [20, [20], gone ? 'told' : 'known'],
    [15, [16], 'outdated'],
    [15, [12, 'two'], 'told'],
    [20, [12, 'two'], 'told'],
    [15, [16, 'two'], 'outdated'],
    [15, [15, 'two'], 'refused'],
    [20, [20, 'two'], 'refused'],
  ])('%d, where %j is held: %s', (version, held, expected) => {
    const bench = benchOf(held);
    const output = bench.frame(type, 'x', version);
    const { counters, resourceVersion } = bench.machine.status(0);
    expect(output).toBe(
      expected === 'told' ? `${told}(x@${version})` : expected === 'refused' ? refused : '-',
    );
    const isDropped = expected === 'known' || expected === 'outdated';
    expect([resourceVersion, counters.duplicates]).toEqual(['20', isDropped ? 1 : 0]);
    if (expected === 'refused') return;
    // What is known already leaves nothing to be put right.
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual([expected === 'known' ? 'watch from 20' : 'list']);
  });
});

describe('what a deletion was told of', () => {
  test.each<[Kind, number, string]>([
    ['ADDED', 14, '-'],
    ['ADDED', 15, '-'],
    ['MODIFIED', 15, '-'],
    ['ADDED', 16, 'Apply(x@16)'],
    ['DELETED', 15, '-'],
    ['DELETED', 14, '-'],
  ])('is not brought back, by %s at %d after a deletion at 15', (type, version, expected) => {
    const held = new Map([['x', encoded('x', 12)]]);
    const bench = holdingBench(held);
    expect(bench.frame('DELETED', 'x', 15)).toBe('Delete(x@15)');
    held.clear();
    expect(bench.frame(type, 'x', version)).toBe(expected);
  });

  test('is not brought back where the deletion came first, whether it was news or not', () => {
    const bench = holdingBench();
    expect([
      bench.frame('DELETED', 'x', 15),
      bench.frame('ADDED', 'x', 14),
      bench.frame('DELETED', 'y', 22),
      bench.frame('MODIFIED', 'y', 21),
      bench.frame('ADDED', 'y', 18),
    ]).toEqual(['-', '-', 'Delete(y@22)', '-', '-']);
  });

  test('is remembered of 128 objects, and over a new initial state', () => {
    const bench = holdingBench();
    for (let index = 0; index < 128; index += 1) bench.frame('DELETED', `d-${index}`, 100 + index);
    expect([bench.frame('ADDED', 'd-0', 30), bench.frame('ADDED', 'd-127', 30)]).toEqual(['-', '-']);
    bench.frame('DELETED', 'd-128', 228);
    expect([bench.frame('ADDED', 'd-0', 30), bench.frame('ADDED', 'd-1', 30)]).toEqual([
      'Apply(d-0@30)',
      '-',
    ]);
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual(['list']);
    bench.tell({ type: 'page', list: page(300, []) });
    bench.tell({ type: 'opened' });
    expect(bench.frame('ADDED', 'd-2', 31)).toBe('-');
  });

  test('is forgotten, as is the disorder, where the history is another one', () => {
    const bench = holdingBench();
    bench.frame('DELETED', 'x', 25);
    bench.frame('ADDED', 'y', 24);
    bench.tell(failed(gone));
    // It is older, so that it is believed only when it is told again.
    while (bench.machine.status(0).phase === 'waiting') {
      bench.wake();
      bench.tell({ type: 'page', list: page(12, []) });
    }
    expect(bench.machine.status(0)).toMatchObject({ phase: 'connecting', epoch: 1 });
    bench.tell({ type: 'opened' });
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual(['watch from 12']);
    bench.tell({ type: 'opened' });
    expect(bench.frame('ADDED', 'x', 11)).toBe('Apply(x@11)');
  });
});

describe('a watch in which something came late', () => {
  test('is not gone on with from the view, and nor are those after it, however they end', () => {
    const bench = holdingBench();
    expect(bench.frame('ADDED', 'x', 15)).toBe('Apply(x@15)');
    const again: BenchReport[] = [
      failed(reset),
      failed(busy),
      { type: 'ended' },
      { type: 'overdue', idleMs: 255_000 },
    ];
    for (const report of again) {
      bench.now += 240_000;
      const outputs = bench.tell(report);
      expect(outputs.includes('list') ? ['list'] : bench.wake()).toEqual(['list']);
      bench.tell({ type: 'page', list: page(30, []) });
      bench.tell({ type: 'opened' });
    }
  });

  test('is asked for again where it was not opened: no list is of use to a server that is away', () => {
    const bench = holdingBench();
    bench.frame('ADDED', 'x', 15);
    bench.tell({ type: 'ended' });
    bench.tell({ type: 'page', list: page(30, []) });
    bench.tell(failed(reset));
    expect(bench.wake()).toEqual(['watch from 30']);
  });

  test('is read anew once, where what came is older than what is held: it may have been sent again', () => {
    const bench = holdingBench(new Map([['x', encoded('x', 12)]]));
    expect(bench.frame('MODIFIED', 'x', 11)).toBe('-');
    for (const next of ['list', 'watch from 30']) {
      bench.now += 240_000;
      expect(bench.tell({ type: 'ended' })).toEqual([next]);
      if (next === 'list') bench.tell({ type: 'page', list: page(30, []) });
      bench.tell({ type: 'opened' });
    }
  });

  test('is gone on with where a server ignores versions and begins with what exists, or did', () => {
    const bench = Bench.live({}, ({ name }) => (name === 'a' ? encoded('a', 9) : undefined));
    expect([bench.frame('ADDED', 'a', 9), bench.frame('ADDED', 'a', 5)]).toEqual(['-', '-']);
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual(['watch from 10']);
    expect(bench.machine.status(0).counters.duplicates).toBe(2);
  });
});

describe('a bookmark', () => {
  test('that is too high does not hide what comes after it', () => {
    const bench = holdingBench(new Map([['x', encoded('x', 12)]]));
    bench.bookmark('1000');
    expect([
      bench.frame('MODIFIED', 'x', 21),
      bench.frame('ADDED', 'y', 22),
      bench.frame('DELETED', 'z', 23),
    ]).toEqual(['Apply(x@21)', 'Apply(y@22)', '-']);
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual(['list']);
  });

  test('that goes back is a violation, whatever is held', () => {
    expect(holdingBench().bookmark('19')).toBe(refused);
  });
});

describe('where versions have no order, what comes under the version of the view', () => {
  const unordered = (held?: EncodedObject<DynamicObject>): Bench => {
    const bench = new Bench();
    bench.holding = () => held;
    bench.tell({ type: 'start' });
    bench.tell({ type: 'page', list: page('v', []) });
    bench.tell({ type: 'opened' });
    return bench;
  };

  test.each<[Kind, readonly [version: string, uid: string] | undefined, string]>([
    ['ADDED', undefined, 'Apply(x@v)'],
    ['MODIFIED', undefined, 'Apply(x@v)'],
    ['DELETED', undefined, '-'],
    ['ADDED', ['v', 'uid-x'], '-'],
    ['MODIFIED', ['v', 'uid-x'], refused],
    ['DELETED', ['v', 'uid-x'], 'Delete(x@v)'],
    ['MODIFIED', ['w', 'uid-x'], 'Apply(x@v)'],
    ['DELETED', ['w', 'uid-x'], 'Delete(x@v)'],
    ['MODIFIED', ['v', 'other'], 'Apply(x@v)'],
  ])('%s of x, where %j is held: %s', (type, held, expected) => {
    expect(unordered(held && encoded('x', held[0], { uid: held[1] })).frame(type, 'x', 'v')).toBe(expected);
  });

  test('is a violation where the object was just told under it', () => {
    const bench = unordered();
    bench.frame('DELETED', 'x', '7');
    expect(bench.frame('ADDED', 'x', '7')).toBe(refused);
  });
});

describe('without knowing what its consumer holds', () => {
  test('what was told is not told again when a watch begins with what exists, or existed', () => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'a', 12);
    bench.frame('MODIFIED', 'b', 13);
    bench.frame('DELETED', 'c', 14);
    bench.tell(failed(gone));
    bench.wake();
    bench.tell({ type: 'page', list: page(20, [encoded('a', 12), encoded('b', 13)]) });
    bench.tell({ type: 'opened' });
    const again = [
      bench.frame('ADDED', 'a', 12),
      bench.frame('ADDED', 'b', 11),
      bench.frame('ADDED', 'c', 8),
      bench.frame('ADDED', 'd', 7),
    ];
    expect(again).toEqual(['-', '-', '-', 'Apply(d@7)']);
  });

  test('a list may have told more than the watch before: nothing goes back', () => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'a', 12);
    bench.tell(failed(gone));
    bench.wake();
    bench.tell({ type: 'page', list: page(20, [encoded('a', 15)]) });
    bench.tell({ type: 'opened' });
    bench.bookmark('21');
    expect(bench.frame('MODIFIED', 'a', 13)).toContain('Interrupted(violation');
  });

  test.each<[string, (bench: Bench) => string, string]>([
    ['an addition at the begin of a watch is told', (bench) => bench.frame('ADDED', 'c', 9), 'Apply(c@9)'],
    [
      'an addition amid a watch lists again',
      (bench) => (bench.bookmark('11'), bench.frame('ADDED', 'c', 9)),
      refused,
    ],
    ['a change lists again', (bench) => bench.frame('MODIFIED', 'a', 9), refused],
    ['a deletion lists again', (bench) => bench.frame('DELETED', 'a', 9), refused],
    [
      'a deletion that was told is dropped',
      (bench) => (
        bench.frame('DELETED', 'a', 12), bench.frame('ADDED', 'b', 13), bench.frame('DELETED', 'a', 12)
      ),
      '-',
    ],
    [
      'a state from before a deletion that was told lists again: the deletion may be wrong',
      (bench) => (bench.frame('DELETED', 'a', 12), bench.frame('MODIFIED', 'a', 11)),
      refused,
    ],
    [
      'a state from before one that was told lists again, too',
      (bench) => (bench.frame('MODIFIED', 'a', 12), bench.frame('MODIFIED', 'a', 11)),
      refused,
    ],
    [
      'a change that was told is dropped',
      (bench) => (
        bench.frame('MODIFIED', 'a', 12), bench.frame('ADDED', 'b', 13), bench.frame('MODIFIED', 'a', 12)
      ),
      '-',
    ],
    [
      'a change is told that is above what was told last of its object',
      (bench) => (
        bench.frame('MODIFIED', 'a', 12), bench.frame('ADDED', 'b', 14), bench.frame('MODIFIED', 'a', 13)
      ),
      'Apply(a@13)',
    ],
    [
      'a deletion is told that bears the version of what was told last of its object',
      (bench) => (
        bench.frame('MODIFIED', 'a', 12), bench.frame('ADDED', 'b', 14), bench.frame('DELETED', 'a', 12)
      ),
      'Delete(a@12)',
    ],
    [
      'a deletion below what was told of its object lists again',
      (bench) => (bench.frame('MODIFIED', 'a', 12), bench.frame('DELETED', 'a', 11)),
      refused,
    ],
  ])('%s', (_what, act, expected) => {
    expect(act(Bench.live())).toBe(expected);
  });
});
