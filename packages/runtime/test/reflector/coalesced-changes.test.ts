import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, settle } from '@kube-rx/core';
import { coalescedChanges } from '../../src/reflector/coalesced-changes.ts';
import { createStore } from '../../src/reflector/store.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { encoded } from '../support/objects.ts';

function setUp(...names: string[]) {
  const { store, writer } = createStore<DynamicObject>();
  let version = 0;
  const event = (type: 'Apply' | 'Delete' | 'InitApply', name: string, uid: string): void => {
    version += 1;
    writer.apply(new ObjectWatcherEvent(type, encoded(name, version, { uid })));
  };
  writer.apply({ type: 'Init' });
  for (const name of names) event('InitApply', name, name);
  writer.apply({ type: 'InitDone', resourceVersion: '1' });
  return {
    store,
    put: (name: string, uid: string = name) => event('Apply', name, uid),
    drop: (name: string, uid: string = name) => event('Delete', name, uid),
  };
}

async function take(
  changes: AsyncGenerator<{ type: string; key: string; object: DynamicObject }>,
  count: number,
) {
  const told: string[] = [];
  while (told.length < count) {
    const next = await changes.next();
    if (next.done) break;
    const { value } = next;
    told.push(`${value.type} ${value.object.metadata.name}@${value.object.metadata.resourceVersion}`);
  }
  return told;
}

describe('coalesced changes', () => {
  test('tell no deletion of what was never told, though a listener asks during the deletion', async () => {
    const { store, put, drop } = setUp('a', 'b');
    const asked: Promise<string[]>[] = [];
    const changes = coalescedChanges(store);
    store.observe(({ type }) => {
      if (type === 'deleted') asked.push(take(changes, 1));
    });
    expect(await take(changes, 1)).toEqual(['added a@1']);
    drop('b');
    await settle();
    put('c');
    expect(await Promise.all(asked)).toEqual([['added c@4']]);
    await changes.return(undefined);
  });

  test('begin with what is there, and go on with what changes', async () => {
    const { store, put, drop } = setUp('a', 'b');
    const changes = coalescedChanges(store);
    expect(await take(changes, 2)).toEqual(['added a@1', 'added b@2']);
    const next = take(changes, 3);
    put('a');
    put('c');
    drop('b');
    expect(await next).toEqual(['updated a@3', 'added c@4', 'deleted b@5']);
    await changes.return(undefined);
  });

  test('tell only the outcome to a consumer that already waits, too', async () => {
    const { store, put, drop } = setUp();
    const changes = coalescedChanges(store);
    const next = take(changes, 1);
    await settle();
    put('a');
    drop('a');
    put('b');
    put('b');
    expect(await next).toEqual(['added b@4']);
    await changes.return(undefined);
  });

  test('tell of many changes of an object only the outcome', async () => {
    const { store, put, drop } = setUp('a', 'b', 'c');
    const changes = coalescedChanges(store);
    expect(await take(changes, 3)).toHaveLength(3);
    for (let times = 0; times < 1000; times += 1) put('a');
    drop('b');
    put('b', 'another');
    put('c');
    drop('c');
    put('new');
    drop('new');
    put('last');
    expect(await take(changes, 5)).toEqual([
      'updated a@1003',
      'deleted b@1004',
      'added b@1005',
      'deleted c@1007',
      'added last@1010',
    ]);
    await changes.return(undefined);
  });

  test('end when the signal fires, and when the loop is left', async () => {
    const { store, put } = setUp('a');
    const abort = new AbortController();
    const changes = coalescedChanges(store, { signal: abort.signal });
    await take(changes, 1);
    const next = changes.next();
    abort.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    for await (const change of coalescedChanges(store)) {
      expect(change.type).toBe('added');
      break;
    }
    put('a');
  });

  test('keep no more than the objects there are, however slow the consumer', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `o-${index}`);
    const { store, put } = setUp(...names);
    const changes = coalescedChanges(store);
    await take(changes, 50);
    for (let times = 0; times < 20_000; times += 1) put(names[times % 50] ?? '');
    const told = await take(changes, 50);
    expect(new Set(told.map((text) => text.split('@')[0])).size).toBe(50);
    const idle = await Promise.race([changes.next().then(() => 'more'), Promise.resolve('none')]);
    expect(idle).toBe('none');
  });

  test('let the event loop go round, however little the consumer waits', async () => {
    const { store } = setUp(...Array.from({ length: 350 }, (_, index) => `o-${index}`));
    let rounds = 0;
    const count = (): void => {
      rounds += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    let left = 350;
    for await (const { type } of coalescedChanges(store)) {
      expect(type).toBe('added');
      left -= 1;
      if (left === 0) break;
    }
    clearImmediate(next);
    expect(rounds).toBeGreaterThanOrEqual(3);
  });

  test('add up, where thousands are there and some change before they have been read', async () => {
    const names = Array.from({ length: 2500 }, (_, index) => `o-${index}`);
    const { store, put, drop } = setUp(...names);
    const changes = coalescedChanges(store);
    const told = take(changes, 2500);
    // In the first portion and beyond it: a changed, a deleted, a recreated and a new object.
    for (const name of ['o-1', 'o-2400']) put(name);
    for (const name of ['o-2', 'o-2401']) drop(name);
    for (const name of ['o-3', 'o-2402']) {
      drop(name);
      put(name, 'another');
    }
    put('new');
    put('newer');
    drop('newer');
    put('o-2401', 'another');
    const lines = await told;
    expect(lines.filter((line) => !line.startsWith('added '))).toEqual([]);
    expect(lines.map((line) => line.slice('added '.length)).sort()).toEqual(
      Array.from(store.values(), ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).sort(),
    );
    drop('o-2402', 'another');
    expect(await take(changes, 1)).toEqual([expect.stringMatching(/^deleted o-2402@/)]);
    await changes.return(undefined);
  });

  test('stop reading what is there once the loop is left', async () => {
    const { store } = setUp(...Array.from({ length: 2500 }, (_, index) => `o-${index}`));
    const abort = new AbortController();
    const changes = coalescedChanges(store, { signal: abort.signal });
    const first = changes.next();
    abort.abort();
    expect(await first).toEqual({ done: true, value: undefined });
  });

  test.each([
    ['before it read', 0],
    ['in the middle', 1],
    ['when it had read all', 2],
  ])(
    'cost the store nothing once a consumer is garbage that never left its loop: dropped %s',
    async (_when, count) => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const { store, put } = setUp('a', 'b');
      const abort = new AbortController();
      let listeners = 0;
      const observe = store.observeBatches.bind(store);
      store.observeBatches = (listener) => {
        listeners += 1;
        const stop = observe(listener);
        return () => {
          listeners -= 1;
          stop();
        };
      };
      const drop = async (): Promise<WeakRef<object>> => {
        const changes = coalescedChanges(store, { signal: abort.signal });
        await take(changes, count);
        return new WeakRef(changes);
      };
      const dropped = await Promise.all([drop(), drop(), drop()]);
      put('a');
      expect(listeners).toBe(count === 0 ? 0 : 3);
      // The collector says when it has run its callbacks: they come with a later turn of the loop.
      for (let turn = 0; turn < 100 && (listeners > 0 || dropped.some((ref) => ref.deref())); turn += 1) {
        await settle();
        collect();
      }
      expect(dropped.map((ref) => ref.deref())).toEqual([undefined, undefined, undefined]);
      expect([listeners, getEventListeners(abort.signal, 'abort').length]).toEqual([0, 0]);
    },
  );
});
