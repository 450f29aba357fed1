// A second watch beside one that has become silent, as the machine decides it.

import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '@kube-rx/core';
import { Bench, type BenchReport, busy, failed, gone, reset, status } from '../support/machine-bench.ts';
import { objectEvent } from '../support/objects.ts';

/** A machine whose live watch at version 10 was silent until a second watch was asked for. `second`: its id. */
function suspicious() {
  const bench = Bench.live();
  bench.now = 48_000;
  expect(bench.tell({ type: 'look' })).toEqual(['second watch from 10']);
  if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
  return { bench, first: bench.machine.effectId, second: bench.effect.id };
}

function withSecond() {
  const told = suspicious();
  expect(told.bench.tell({ type: 'opened' }, told.second)).toEqual([]);
  return told;
}

/** Opens a second watch as soon as one is wanted. */
function openSecond(bench: Bench) {
  bench.now = bench.machine.lookAt(bench.machine.effectId);
  bench.tell({ type: 'look' });
  if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
  const { id } = bench.effect;
  bench.tell({ type: 'opened' }, id);
  return { bench, id };
}

/** A machine whose live watch brought a frame each second, up to version 16, and how long it may be silent. */
function busySeconds() {
  const bench = Bench.live();
  for (let version = 11; version <= 16; version += 1) {
    bench.now += 1000;
    bench.frame('MODIFIED', 'a', version);
  }
  return { bench, silenceMs: (): number => bench.machine.lookAt(bench.machine.effectId) - bench.now };
}

/** A second watch beside one whose last frame was of this type, at version 11. */
function silentAfter(type: 'MODIFIED' | 'DELETED') {
  const bench = Bench.live();
  bench.frame(type, 'a', 11);
  return openSecond(bench);
}

describe('the machine beside whose live watch a second one is open', () => {
  test('goes on with the first when that speaks first, and is more patient from then on', () => {
    const { bench, first, second } = withSecond();
    expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11), drop the second');
    expect(bench.machine.effectId).toBe(first);
    expect(bench.tell(objectEvent('ADDED', 'b', 11), second)).toEqual([]);
    expect(bench.machine.lookAt(first)).toBeGreaterThan(bench.now + 120_000);
  });

  test('goes on with the second when that speaks first, and takes nothing of the first any more', () => {
    const { bench, first, second } = withSecond();
    expect(bench.tell(objectEvent('ADDED', 'b', 11), second)).toEqual([
      'Apply(b@11)',
      'go on with the second',
    ]);
    expect(bench.machine.effectId).toBe(second);
    expect(bench.tell(objectEvent('ADDED', 'b', 11), first)).toEqual([]);
    expect(bench.tell({ type: 'ended' }, first)).toEqual([]);
    expect(bench.frame('MODIFIED', 'b', 12)).toBe('Apply(b@12)');
    expect(bench.machine.status(0)).toMatchObject({ phase: 'live', resourceVersion: '12', attempt: 0 });
  });

  test('goes on with the second after two seconds in which neither spoke', () => {
    const { bench, second } = withSecond();
    bench.now += 1999;
    expect(bench.tell({ type: 'look' }, second)).toEqual([]);
    bench.now += 1;
    expect(bench.tell({ type: 'look' }, second)).toEqual(['go on with the other']);
    expect(bench.machine.effectId).toBe(second);
    expect(bench.machine.lookAt(second)).toBe(bench.now + 300_000);
  });

  test('takes a bookmark of the version at which the second began for no news', () => {
    const { bench, first, second } = withSecond();
    const bookmark = { type: 'BOOKMARK', resourceVersion: '10', initialEventsEnd: false } as const;
    expect(bench.tell(bookmark, second)).toEqual([]);
    expect(bench.machine.effectId).toBe(first);
    expect(bench.tell({ ...bookmark, resourceVersion: '15' }, second)).toEqual([
      'Bookmark@15',
      'go on with the second',
    ]);
  });

  test('takes the change at which the second began for no news, nor for a sign that the first is dead', () => {
    const { bench, id } = silentAfter('MODIFIED');
    const first = bench.machine.effectId;
    expect(bench.tell(objectEvent('MODIFIED', 'a', 11), id)).toEqual([]);
    expect(bench.machine.effectId).toBe(first);
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, id)).toEqual(['go on with the other']);
  });

  test.each<[string, BenchReport]>([
    ['ends', { type: 'ended' }],
    ['is reset', failed(reset)],
    ['comes to its deadline', { type: 'overdue', idleMs: 255_000 }],
  ])('goes on with the second, and tells nothing, when the first %s', (_how, report) => {
    for (const opened of [true, false]) {
      const { bench, second } = opened ? withSecond() : suspicious();
      expect(bench.tell(report)).toEqual(['go on with the other']);
      expect(bench.kind).toBe(opened ? 'live' : 'connecting');
      expect(bench.machine.effectId).toBe(second);
      if (!opened) expect(bench.tell({ type: 'opened' })).toEqual([]);
      expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11)');
    }
  });

  test.each<[string, Error, string]>([
    ['that the version is gone', gone, 'expired'],
    ['that it is not allowed', status(403, 'Forbidden'), 'denied'],
  ])('believes either watch %s', (_what, error, verdict) => {
    for (const which of ['first', 'second'] as const) {
      const told = withSecond();
      const [interrupted] = told.bench.tell(failed(error), told[which]);
      expect(interrupted).toContain(`Interrupted(${verdict} #1`);
      expect(told.bench.wake()).toEqual([verdict === 'expired' ? 'list' : 'watch from 10']);
    }
  });

  test('tells that the first is silent where no second can be had, tries on, and is well with any frame', () => {
    const { bench, first, second } = suspicious();
    expect(bench.tell(failed(reset), second)).toEqual(['Interrupted(silent #1 0)', 'drop the second']);
    const { phase, attempt, lastError } = bench.machine.status(0);
    expect([phase, attempt]).toEqual(['live', 1]);
    expect(lastError?.message).toBe('nothing came for 48 s, and a second watch failed: connection reset');
    expect(bench.tell({ type: 'look' })).toEqual(['second watch from 10']);
    const again = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    expect(bench.tell(failed(busy), again)).toEqual(['Interrupted(silent #2 7000)', 'drop the second']);
    bench.now += 6999;
    expect(bench.tell({ type: 'look' })).toEqual([]);
    expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11), drop the second');
    expect(bench.machine.effectId).toBe(first);
    expect(bench.machine.status(0)).toMatchObject({ phase: 'live', attempt: 0 });
    expect(bench.machine.status(0).lastError).toBeUndefined();
    bench.now += 1;
    expect(bench.tell({ type: 'look' })).toEqual([]);
    bench.now = bench.machine.lookAt(first);
    bench.tell({ type: 'look' });
    const next = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    expect(bench.tell(failed(reset), next)[0]).toContain('Interrupted(silent #1');
  });

  test('is as patient as at first once the first was found dead', () => {
    const { bench, silenceMs } = busySeconds();
    openSecond(bench);
    bench.frame('MODIFIED', 'a', 17);
    const patientMs = silenceMs();
    bench.tell(objectEvent('MODIFIED', 'a', 18), openSecond(bench).id);
    expect(silenceMs()).toBeLessThan(patientMs);
  });

  test('is no more patient after a process that stood still, and resumes a watch for it once', () => {
    const { bench, silenceMs } = busySeconds();
    const beforeMs = silenceMs();
    bench.tell({ type: 'standstill' });
    openSecond(bench);
    bench.tell({ type: 'standstill' });
    bench.frame('MODIFIED', 'a', 17);
    expect(silenceMs()).toBe(beforeMs);
  });

  test('has the history asked for when the first breaks off', () => {
    const { bench } = openSecond(Bench.live());
    bench.tell(failed(reset));
    expect(bench.machine.takeFinding(bench.now)).toEqual({ type: 'doubted', since: bench.now });
  });

  test('takes a further deletion under the version at which the second began for news', () => {
    const { bench, id } = silentAfter('DELETED');
    expect(bench.tell(objectEvent('DELETED', 'b', 11), id)).toEqual([
      'Delete(b@11)',
      'go on with the second',
    ]);
  });

  test.each([
    ['asked for after a watch that had news', true],
    ['not asked for after one that never had any', false],
  ])('has the history %s, and after which both are quiet', (_title, hasNews) => {
    const { bench, id } = hasNews ? silentAfter('MODIFIED') : openSecond(Bench.live());
    expect(bench.machine.takeFinding(bench.now)).toBeUndefined();
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, id)).toEqual(['go on with the other']);
    const asked = { type: 'doubted', since: bench.now };
    expect(bench.machine.takeFinding(bench.now)).toEqual(hasNews ? asked : undefined);
  });

  test('asks whether the server knows the version when two more in a row are as quiet', () => {
    const { bench, id } = silentAfter('MODIFIED');
    const said: string[][] = [];
    for (let second = id; said.length < 3; second = openSecond(bench).id) {
      bench.now += 2000;
      said.push(bench.tell({ type: 'look' }, second));
      if (bench.kind !== 'live') break;
    }
    expect(said).toEqual([['go on with the other'], ['go on with the other'], ['list from 11']]);
    expect(bench.kind).toBe('probing');
  });

  test('counts failures anew after a healthy view, though each watch of it lived for less than the last delay', () => {
    const bench = Bench.connecting();
    let failedAt = 0;
    for (let failure = 1; failure <= 8; failure += 1) {
      failedAt = bench.now;
      expect(bench.tell(failed(busy))[0]).toContain(`#${failure}`);
      bench.wake();
    }
    const delayMs = bench.now - failedAt;
    bench.tell({ type: 'opened' });
    // Both together live for longer.
    const lifeMs = delayMs * 0.8;
    bench.now += lifeMs;
    bench.tell({ type: 'standstill' });
    bench.now = bench.machine.lookAt(bench.machine.effectId);
    bench.tell({ type: 'look' });
    const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    bench.tell({ type: 'opened' }, second);
    const openedAt = bench.now;
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, second)).toEqual(['go on with the other']);
    bench.now = openedAt + lifeMs;
    expect(bench.tell(failed(reset))[0]).toContain('Interrupted(retry #1');
  });

  test('asks over a connection that works, and over another one once that brought none', () => {
    const { bench, first, second } = suspicious();
    const connection = () => (bench.effect?.type === 'secondWatch' ? bench.effect.params.connection : 'none');
    expect(connection()).toBe('alive');
    bench.tell(failed(reset), second);
    bench.tell({ type: 'look' });
    expect(connection()).toBe('another');
    bench.frame('ADDED', 'b', 11);
    bench.now = bench.machine.lookAt(first);
    expect(bench.tell({ type: 'look' })).toEqual(['second watch from 11']);
    expect(connection()).toBe('alive');
  });

  test('asks over another one once a watch that was busy and a second one are quiet: both may be held back', () => {
    const bench = Bench.live();
    for (let version = 11; version <= 16; version += 1) {
      bench.now += 1000;
      bench.frame('MODIFIED', 'a', version);
    }
    const look = (): { readonly id: number; readonly connection: string | undefined } => {
      bench.now = bench.machine.lookAt(bench.machine.effectId);
      bench.tell({ type: 'look' });
      if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
      const { id, params } = bench.effect;
      return { id, connection: params.connection };
    };
    const { id, connection } = look();
    expect(connection).toBe('alive');
    bench.tell({ type: 'opened' }, id);
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, id)).toEqual(['go on with the other']);
    expect(look().connection).toBe('another');
    bench.frame('MODIFIED', 'a', 17);
    expect(look().connection).toBe('alive');
  });

  test('starts no more second watches than the bucket of watches grants', () => {
    const { bench, second } = suspicious();
    let id = second;
    const delays: number[] = [];
    for (let tries = 0; tries < 400; tries += 1) {
      bench.tell(failed(reset), id);
      bench.now = bench.machine.lookAt(bench.machine.effectId);
      bench.tell({ type: 'look' });
      if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
      id = bench.effect.id;
      delays.push(bench.effect.delayMs);
      bench.now += bench.effect.delayMs;
      if (tries % 3 === 0) bench.tell({ type: 'opened' }, id);
    }
    expect(bench.machine.status(0).counters.watches).toBeLessThan(20 + (bench.now / 60_000) * 75);
  });

  test('reads a new initial state soon where the end of the first was to lead there', () => {
    for (const speaks of [true, false]) {
      const bench = Bench.live();
      const object = { key: 'shop/x', resourceVersion: '11' };
      bench.tell({ type: 'undecodable', error: new DecodeError('', { fault: 'protocol', object }) });
      bench.now = 92_000;
      expect(bench.tell({ type: 'look' })).toEqual(['second watch from 11']);
      const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
      bench.tell({ type: 'opened' }, second);
      bench.now += 2000;
      if (speaks)
        expect(bench.tell(objectEvent('ADDED', 'b', 12), second)).toEqual([
          'Apply(b@12)',
          'go on with the second',
        ]);
      expect(bench.frame('ADDED', 'c', 13)).toBe(speaks ? 'Apply(c@13)' : 'Apply(c@13), drop the second');
      expect(bench.tell({ type: 'look' })).toEqual(speaks ? ['list from 13'] : []);
    }
    const bench = Bench.live();
    const object = { key: 'shop/x', resourceVersion: '11' };
    bench.tell({ type: 'undecodable', error: new DecodeError('', { fault: 'protocol', object }) });
    bench.now = 92_000;
    bench.tell({ type: 'look' });
    const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    bench.tell({ type: 'opened' }, second);
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, second)).toEqual(['list from 11']);
  });

  test('ends both when it is stopped', () => {
    const { bench, first, second } = withSecond();
    bench.tell({ type: 'stop' });
    for (const id of [first, second]) expect(bench.tell(objectEvent('ADDED', 'b', 11), id)).toEqual([]);
    expect([bench.machine.isUnderWay(first), bench.machine.isUnderWay(second)]).toEqual([false, false]);
  });
});
