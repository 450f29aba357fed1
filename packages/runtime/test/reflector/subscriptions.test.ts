import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { settle, VirtualClock } from '@kube-rx/core';
import { changesOf, type KeyState, watchKey } from '../../src/reflector/changes.ts';
import { liveQuery } from '../../src/reflector/live-query.ts';
import { createStore } from '../../src/reflector/store.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { encoded, type ObjectOptions } from '../support/objects.ts';

function setUp(...objects: readonly (readonly [name: string, version: number, options?: ObjectOptions])[]) {
  const { store, writer } = createStore<DynamicObject>();
  const event = (type: 'Apply' | 'Delete' | 'InitApply', ...object: Parameters<typeof encoded>): void =>
    writer.apply(new ObjectWatcherEvent(type, encoded(...object)));
  writer.apply({ type: 'Init' });
  for (const object of objects) event('InitApply', ...object);
  writer.apply({ type: 'InitDone', resourceVersion: '10' });
  return { store, writer, event };
}

const printKey = (state: KeyState<DynamicObject>): string =>
  'object' in state ? `${state.type} ${state.object.metadata.resourceVersion}` : state.type;

describe('a watched key', () => {
  test('tells the object as it is and becomes, and when there is none', () => {
    const { store, event } = setUp(['a', 5], ['b', 6]);
    const told: string[] = [];
    const subscription = watchKey(store, { namespace: 'shop', name: 'a' }).subscribe((state) =>
      told.push(printKey(state)),
    );
    event('Apply', 'b', 11);
    event('Apply', 'a', 12);
    event('Delete', 'a', 13);
    event('Apply', 'a', 14, { uid: 'another' });
    subscription.unsubscribe();
    event('Apply', 'a', 15, { uid: 'another' });
    expect(told).toEqual(['present 5', 'present 12', 'deleted 13', 'present 14']);
  });

  test('of which nothing is known is told apart from one without an object', () => {
    const { store, writer } = createStore<DynamicObject>();
    const told: Record<string, string[]> = { a: [], b: [] };
    for (const name of ['a', 'b'])
      watchKey(store, name === 'a' ? 'shop/a' : 'shop/b').subscribe((state) =>
        told[name]?.push(printKey(state)),
      );
    writer.apply({ type: 'Init' });
    writer.apply(new ObjectWatcherEvent('InitApply', encoded('a', 5)));
    expect(told).toEqual({ a: ['pending'], b: ['pending'] });
    writer.apply({ type: 'InitDone', resourceVersion: '10' });
    writer.apply(new ObjectWatcherEvent('Apply', encoded('b', 11)));
    writer.apply(new ObjectWatcherEvent('Delete', encoded('a', 12)));
    expect(told).toEqual({
      a: ['pending', 'present 5', 'deleted 12'],
      b: ['pending', 'absent', 'present 11'],
    });
    const late: string[] = [];
    watchKey(store, 'shop/a').subscribe((state) => late.push(printKey(state)));
    expect(late).toEqual(['absent']);
  });

  test('that a list does not have any more was deleted, with its last state', () => {
    const { store, writer } = setUp(['a', 5]);
    const told: string[] = [];
    watchKey(store, 'shop/a').subscribe((state) => told.push(printKey(state)));
    writer.apply({ type: 'Init' });
    writer.apply({ type: 'InitDone', resourceVersion: '20' });
    expect(told).toEqual(['present 5', 'deleted 5']);
  });

  test('is told as absent when the first list is empty', () => {
    const { store, writer } = createStore<DynamicObject>();
    const told: string[] = [];
    watchKey(store, 'shop/a').subscribe((state) => told.push(printKey(state)));
    writer.apply({ type: 'Init' });
    writer.apply({ type: 'InitDone', resourceVersion: '10' });
    writer.apply({ type: 'Init' });
    writer.apply({ type: 'InitDone', resourceVersion: '11' });
    expect(told).toEqual(['pending', 'absent']);
  });
});

describe('a live query', () => {
  test('tells what it selects, sorted, and is silent about the rest', () => {
    const { store, event } = setUp(
      ['b', 5, { labels: { app: 'web' } }],
      ['a', 6, { labels: { app: 'web' } }],
      ['x', 7],
    );
    const told: string[] = [];
    liveQuery(store, {
      labelSelector: { app: 'web' },
      filter: ({ metadata }) => metadata.name !== 'hidden',
      sort: (one, other) => (one.metadata.name < other.metadata.name ? -1 : 1),
      throttleMs: 0,
    }).subscribe((objects) => told.push(objects.map(({ metadata }) => metadata.name).join()));
    event('Apply', 'x', 11);
    event('Apply', 'hidden', 12, { labels: { app: 'web' } });
    event('Apply', 'c', 13, { labels: { app: 'web' } });
    event('Apply', 'b', 14, { labels: { app: 'api' } });
    event('Delete', 'a', 15);
    expect(told).toEqual(['a,b', 'a,b,c', 'a,c', 'c']);
  });

  test('tells no more often than it is asked to, and the last state always', async () => {
    const clock = new VirtualClock();
    const { store, event } = setUp();
    const told: number[] = [];
    const subscription = liveQuery(store, { throttleMs: 100, clock }).subscribe(({ length }) =>
      told.push(length),
    );
    for (let index = 0; index < 50; index += 1) event('Apply', `o-${index}`, 20 + index);
    expect(told).toEqual([0]);
    await clock.advance(100);
    expect(told).toEqual([0, 50]);
    await clock.advance(1000);
    event('Delete', 'o-1', 99);
    expect(told).toEqual([0, 50, 49]);
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });
});

describe('many changes at once', () => {
  const many = Array.from({ length: 3500 }, (_, index) => [`o-${index}`, index + 1] as const);

  test('take effect together, are told in portions, and in order with what comes after', async () => {
    const { store, writer, event } = setUp();
    const told: string[] = [];
    changesOf(store).subscribe(({ type, key }) => told.push(`${type} ${key}`));
    writer.apply({ type: 'Init' });
    for (const [name, version] of many) event('InitApply', name, version);
    writer.apply({ type: 'InitDone', resourceVersion: '4000' });
    expect([store.size, told.length]).toEqual([3500, 250]);
    event('Delete', 'o-7', 4001);
    const late: string[] = [];
    changesOf(store).subscribe(({ type, key }) => late.push(`${type} ${key}`));
    for (let turn = 0; turn < 3500 / 250 + 1; turn += 1) await settle();
    expect([told.length, told.at(-1), told.filter((text) => text.endsWith('o-7'))]).toEqual([
      3501,
      'deleted shop/o-7',
      ['added shop/o-7', 'deleted shop/o-7'],
    ]);
    expect([late.length, late.includes('added shop/o-7')]).toEqual([3499, false]);
  });

  test('are not told to who left in the middle', async () => {
    const { store } = setUp(...many);
    const told: string[] = [];
    changesOf(store)
      .subscribe(({ key }) => told.push(key))
      .unsubscribe();
    await settle();
    expect(told).toHaveLength(250);
  });
});

test('a late subscriber keeps nothing of the state that it began with', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { store } = setUp(['a', 5], ['b', 6]);
  const states: WeakRef<object>[] = [];
  const watched: Pick<typeof store, 'observeBatches' | 'snapshot'> = {
    observeBatches: (listener) => store.observeBatches(listener),
    snapshot: () => {
      const state = store.snapshot();
      states.push(new WeakRef(state));
      return state;
    },
  };
  const told: string[] = [];
  const subscription = changesOf(watched).subscribe(({ key }) => told.push(key));
  await settle();
  collect();
  expect(told).toEqual(['shop/a', 'shop/b']);
  expect(states.map((state) => state.deref())).toEqual([undefined]);
  subscription.unsubscribe();
});
