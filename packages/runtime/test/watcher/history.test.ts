// What the machine makes of doubts of its server's history, its own and those of others.

import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { DecodedObject } from '@kube-rx/core/encoding';
import type { Change } from '../../src/reflector/change.ts';
import { createStore } from '../../src/reflector/store.ts';
import { GuardedInit, ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { Bench, failed, gone, reset } from '../support/machine-bench.ts';
import { configMap, encoded, frame, listBody, page } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const replaced = { type: 'historyReplaced', resourceVersion: '5', akin: true } as const;
const finding = (bench: Bench): string => {
  const found = bench.machine.takeFinding(bench.now);
  if (!found) return '-';
  return found.type === 'doubted' ? `doubted since ${found.since}` : `replaced by ${found.resourceVersion}`;
};

describe('a watch that is open again', () => {
  test('after it was lost doubts the history, since it failed last, once', () => {
    const bench = Bench.live();
    bench.now = 3000;
    bench.tell(failed(reset));
    bench.wake();
    expect(finding(bench)).toBe('-');
    bench.tell({ type: 'opened' });
    expect([finding(bench), finding(bench)]).toEqual(['doubted since 3000', '-']);
  });

  test('after it ended early doubts it, too, and not where it ended in its own time', () => {
    for (const [livedMs, expected] of [
      [60_000, 'doubted since 60000'],
      [240_000, '-'],
    ] as const) {
      const bench = Bench.live();
      bench.now = livedMs;
      bench.tell({ type: 'ended' });
      bench.tell({ type: 'opened' });
      expect(finding(bench)).toBe(expected);
    }
  });

  test('doubts nothing where there was no view', () => {
    const bench = new Bench();
    bench.tell({ type: 'start' });
    bench.tell(failed(reset));
    bench.wake();
    bench.tell({ type: 'page', list: page(10, []) });
    bench.tell({ type: 'opened' });
    expect(finding(bench)).toBe('-');
  });

  // An API server sends such a bookmark also for a version that it does not have.
  test.each([
    ['10', 'list from 10', 'the version that it began at is no news'],
    ['11', 'watch from 11', 'a newer version is'],
  ])('and brings a bookmark %s: %s, as %s', (version, expected) => {
    const bench = Bench.live();
    bench.now = 60_000;
    bench.tell({ type: 'ended' });
    bench.tell({ type: 'opened' });
    bench.bookmark(version);
    bench.now += 240_000;
    expect(bench.tell({ type: 'ended' })).toEqual([expected]);
  });
});

describe('a watcher whose history was replaced', () => {
  test.each<[string, number, number]>([
    ['before', 7, 7],
    ['not before', 12, 12],
  ])('begins a new epoch at once by a list %s its view', (_what, version) => {
    const bench = Bench.live();
    expect(bench.machine.historyVersion).toBe('10');
    expect(bench.tell(replaced)).toEqual(['Interrupted(regressed #1 0)', 'wait 0']);
    expect(bench.machine.historyVersion).toBeUndefined();
    expect(bench.wake()).toEqual(['list']);
    expect(bench.effect).toMatchObject({ params: { limit: 500 } });
    expect(bench.effect).not.toMatchObject({ params: { resourceVersion: expect.anything() } });
    expect(bench.tell({ type: 'page', list: page(version, []) })).toEqual([
      'Init',
      `InitDone@${version}`,
      `watch from ${version}`,
    ]);
    expect(bench.machine.status(0).epoch).toBe(1);
    expect([finding(bench), bench.machine.historyVersion]).toEqual(['-', String(version)]);
  });

  test('begins anew within two seconds, not together with all others', () => {
    const { machine } = Bench.live();
    const { effect } = machine.handle(replaced, { effectId: machine.effectId, now: 0, random: 0.5 });
    expect(effect).toMatchObject({ type: 'wait', delayMs: 1000 });
  });

  test('does not wait for a further opinion any more', () => {
    const bench = Bench.live();
    bench.tell(failed(gone));
    bench.wake();
    expect(bench.tell({ type: 'page', list: page(6, []) }).at(-1)).toBe('wait 10000');
    expect(bench.tell(replaced)).toEqual(['Interrupted(regressed #2 0)', 'wait 0']);
    bench.wake();
    expect(bench.tell({ type: 'page', list: page(6, []) })).toContain('watch from 6');
  });

  test('waits as long as it has to for a server that cannot be reached, and reads an initial state then', () => {
    const bench = Bench.live();
    for (let tries = 0; tries < 3; tries += 1) {
      bench.tell(failed(reset));
      if (tries < 2) bench.wake();
    }
    expect(bench.tell(replaced)).toEqual([]);
    expect(bench.kind).toBe('waiting');
    expect(bench.tell({ type: 'alarm' })).toEqual(['list']);
  });

  test('has nothing to begin anew before it has a view', () => {
    const bench = new Bench();
    bench.tell({ type: 'start' });
    expect(bench.tell(replaced)).toEqual([]);
    bench.tell({ type: 'page', list: page(10, []) });
    expect(bench.machine.status(0).epoch).toBe(0);
  });
});

describe('a watcher that comes to believe in an older history', () => {
  const relisted = (bench: Bench, version: number): string[] => {
    bench.wake();
    return bench.tell({ type: 'page', list: page(version, []) });
  };

  test('asks for each opinion over another connection, and tells others of what it found', () => {
    const bench = Bench.live();
    bench.tell(failed(reset));
    bench.wake();
    bench.tell(failed(gone));
    relisted(bench, 6);
    bench.wake();
    expect(bench.effect).toMatchObject({ type: 'list', params: { connection: 'another' } });
    expect(finding(bench)).toBe('-');
    expect(bench.tell({ type: 'page', list: page(7, []) })).toContain('InitDone@7');
    expect(bench.effect).not.toMatchObject({ params: { connection: 'another' } });
    expect([finding(bench), finding(bench)]).toEqual(['replaced by 7', '-']);
  });

  test('tells nobody where only its own version was wrong', () => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'a', '999999');
    expect(bench.bookmark('12')).toContain('violation');
    expect(relisted(bench, 14)).toContain('InitDone@14');
    expect([bench.machine.status(0).epoch, finding(bench)]).toEqual([1, '-']);
  });
});

describe('a store in a new history', () => {
  test('takes an object that differs under its version, and leaves one that does not', () => {
    for (const anew of [true, false]) {
      const { store, writer } = createStore<DynamicObject>();
      const init = (isAnew: boolean, ...values: readonly string[]): void => {
        writer.apply(new GuardedInit(isAnew));
        values.forEach((value, index) =>
          writer.apply(new ObjectWatcherEvent('InitApply', encoded(`o-${index}`, 5, { data: { value } }))),
        );
        writer.apply({ type: 'InitDone', resourceVersion: '9' });
      };
      init(false, 'same', 'old');
      const changes: Change<DynamicObject>[] = [];
      store.observeBatches((batch) => void changes.push(...batch));
      init(anew, 'same', 'new');
      expect(changes.map(({ type, key }) => `${type} ${key}`)).toEqual(anew ? ['updated shop/o-1'] : []);
      expect(store.get('shop/o-1')?.['data']).toEqual({ value: anew ? 'new' : 'old' });
      expect(store.size).toBe(2);
    }
  });
});

test('a store in a new history leaves an object whose fields merely come in another order, as in a list', () => {
  const { store, writer } = createStore<DynamicObject>();
  const { apiVersion, kind, ...rest } = configMap('a', 5, { data: { value: 'same' } });
  const changes: Change<DynamicObject>[] = [];
  store.observeBatches((batch) => void changes.push(...batch));
  for (const object of [
    { apiVersion, kind, ...rest },
    { kind, apiVersion, ...rest },
  ]) {
    writer.apply(new GuardedInit(true));
    writer.apply(new ObjectWatcherEvent('InitApply', DecodedObject.from(object)));
    writer.apply({ type: 'InitDone', resourceVersion: '9' });
  }
  expect(changes.map(({ type, key }) => `${type} ${key}`)).toEqual(['added shop/a']);
});

test('a watcher of a client hears by a small list of another one that its history was replaced', async () => {
  const clock = new VirtualClock();
  const client = {};
  const cut = new Feed();
  const busy = new ScriptedServer(
    [listBody(500, [configMap('busy', 400)]), cut, new Feed(), listBody(310, []), new Feed()],
    client,
  );
  const quiet = new ScriptedServer(
    [listBody(100, [configMap('quiet', 90)]), new Feed(), listBody(311, []), new Feed()],
    client,
  );
  busy.answerQuestions(listBody(300, []), listBody(305, []));
  const told: string[][] = [];
  const closing = [busy, quiet].map((server) => {
    const events: string[] = [];
    told.push(events);
    return watcher(server, { clock, random: () => 0, initialState: 'list' }).subscribe(({ type }) =>
      events.push(type),
    );
  });
  await clock.advance(1000);
  cut.push(frame('MODIFIED', configMap('busy', 501))).end(reset);
  await clock.advance(30_000);
  expect(busy.requests).toEqual(['list', 'watch 500', 'watch 501', 'list', 'watch 310']);
  expect(quiet.requests).toEqual(['list', 'watch 100', 'list', 'watch 311']);
  expect([busy.questions, quiet.questions]).toEqual([2, 0]);
  expect(told[1]).toEqual(['Init', 'InitApply', 'InitDone', 'Interrupted', 'Init', 'InitDone']);
  for (const each of closing) each.unsubscribe();
  expect(clock.pending).toBe(0);
});
