import { describe, expect, test } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { take } from 'rxjs';
import type { Change } from '../../src/reflector/change.ts';
import { changesOf } from '../../src/reflector/changes.ts';
import { decodedObjects } from '../../src/reflector/decoded-cache.ts';
import { createStore, type Store } from '../../src/reflector/store.ts';
import type { StoreWriter } from '../../src/reflector/writer.ts';
import { type Holding, ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { encoded, type ObjectOptions } from '../support/objects.ts';

class Bench {
  readonly store: Store<DynamicObject>;
  readonly writer: StoreWriter<DynamicObject>;
  readonly told: string[] = [];

  constructor() {
    const { store, writer } = createStore<DynamicObject>();
    this.store = store;
    this.writer = writer;
    store.observe((change) => this.told.push(print(change)));
  }

  initial(
    resourceVersion: number,
    ...objects: readonly [name: string, version: number, options?: ObjectOptions][]
  ): this {
    this.writer.apply({ type: 'Init' });
    for (const [name, version, options] of objects)
      this.writer.apply(new ObjectWatcherEvent('InitApply', encoded(name, version, options)));
    this.writer.apply({ type: 'InitDone', resourceVersion: String(resourceVersion) });
    return this;
  }

  apply(name: string, version: number, options?: ObjectOptions): this {
    this.writer.apply(new ObjectWatcherEvent('Apply', encoded(name, version, options)));
    return this;
  }

  delete(name: string, version: number, options?: ObjectOptions): this {
    this.writer.apply(new ObjectWatcherEvent('Delete', encoded(name, version, options)));
    return this;
  }

  /** What was told since the last call. */
  take(): string[] {
    return this.told.splice(0);
  }

  contents(): string[] {
    return Array.from(this.store, ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  }
}

function print(change: Change): string {
  const { type, object, previous, finalStateUnknown } = change;
  const before = previous ? ` was @${previous.metadata.resourceVersion}` : '';
  return `${type} ${object.metadata.name}@${object.metadata.resourceVersion}${before}${finalStateUnknown ? ' unseen' : ''}`;
}

describe('a store', () => {
  test('ends a walk over what is deleted and comes again meanwhile', () => {
    const { store, writer } = createStore<DynamicObject>({ labelIndexes: ['app'] });
    const labels = { app: 'web' };
    writer.apply({ type: 'Init' });
    for (const name of ['a', 'b'])
      writer.apply(new ObjectWatcherEvent('InitApply', encoded(name, 5, { labels })));
    writer.apply({ type: 'InitDone', resourceVersion: '10' });
    let version = 10;
    for (const { metadata } of store.values({ labelSelector: labels })) {
      writer.apply(new ObjectWatcherEvent('Delete', encoded(metadata.name, (version += 1), { labels })));
      writer.apply(new ObjectWatcherEvent('Apply', encoded(metadata.name, (version += 1), { labels })));
      expect(version).toBeLessThan(100);
    }
    expect(store.count({ labelSelector: labels })).toBe(2);
  });

  test.each([
    ['name', { name: 'b' }],
    ['namespace', { namespace: 'other' }],
    ['uid', { uid: 'other' }],
    ['resourceVersion', { resourceVersion: '7' }],
  ])('refuses a transform that makes another %s', (field, change) => {
    const errors: Error[] = [];
    const { store, writer } = createStore<DynamicObject>({
      transform: (object) => ({ ...object, metadata: { ...object.metadata, ...change } }),
      onError: (error) => void errors.push(error),
    });
    writer.apply({ type: 'Init' });
    writer.apply(new ObjectWatcherEvent('InitApply', encoded('a', 5)));
    writer.apply({ type: 'InitDone', resourceVersion: '10' });
    expect([store.size, store.isStale('shop/a')]).toEqual([0, true]);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`the transform of the cache failed for shop/a: it made of the ${field} `),
    ]);
  });

  test('is empty and not ready until the first whole list', async () => {
    const bench = new Bench();
    let ready = false;
    void bench.store.whenReady.then(() => (ready = true));
    bench.writer.apply({ type: 'Init' });
    bench.writer.apply(new ObjectWatcherEvent('InitApply', encoded('a', 5)));
    await Promise.resolve();
    expect([bench.store.size, bench.store.resourceVersion, ready, bench.take()]).toEqual([
      0,
      undefined,
      false,
      [],
    ]);
    bench.writer.apply({ type: 'InitDone', resourceVersion: '10' });
    await bench.store.whenReady;
    expect([bench.store.size, bench.store.resourceVersion, bench.take()]).toEqual([1, '10', ['added a@5']]);
  });

  test('follows changes, and tells each after it can be read', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    bench.store.observe(({ key, object }) => {
      if (object.metadata.resourceVersion !== '13') expect(bench.store.get(key)).toBe(object);
    });
    bench.take();
    bench.apply('b', 11).apply('a', 12).delete('b', 13);
    expect(bench.take()).toEqual(['added b@11', 'updated a@12 was @5', 'deleted b@13 was @11']);
    expect(bench.contents()).toEqual(['a@12']);
    expect(bench.store.resourceVersion).toBe('13');
  });

  test('swaps a relist in as a whole, and tells what the watch did not see (kube-rs W11)', () => {
    const bench = new Bench().initial(10, ['same', 5], ['changed', 6], ['gone', 7]);
    bench.take();
    const seen: string[][] = [];
    bench.store.observe(() => seen.push(bench.contents().sort()));
    bench.initial(20, ['same', 5], ['changed', 16], ['new', 17]);
    expect(bench.take()).toEqual([
      'deleted gone@7 was @7 unseen',
      'updated changed@16 was @6',
      'added new@17',
    ]);
    for (const contents of seen) expect(contents).toEqual(['changed@16', 'new@17', 'same@5']);
  });

  test('keeps the old state while a relist is under way, and discards one that is begun anew', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    bench.take();
    bench.writer.apply({ type: 'Init' });
    bench.writer.apply(new ObjectWatcherEvent('InitApply', encoded('void', 11)));
    expect(bench.contents()).toEqual(['a@5']);
    bench.initial(20, ['b', 15]);
    expect(bench.take()).toEqual(['deleted a@5 was @5 unseen', 'added b@15']);
  });

  test('keeps the identity of an object that a relist finds unchanged', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    const before = bench.store.get('shop/a');
    bench.initial(20, ['a', 5]);
    expect(bench.store.get('shop/a')).toBe(before);
    expect(bench.take()).toEqual(['added a@5']);
  });

  test('takes an object recreated under its name for another one', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    bench.take();
    bench.apply('a', 12, { uid: 'second' });
    expect(bench.take()).toEqual(['deleted a@5 was @5 unseen', 'added a@12']);
    bench.initial(20, ['a', 18, { uid: 'third' }]);
    expect(bench.take()).toEqual(['deleted a@12 was @12 unseen', 'added a@18']);
  });

  test.each([
    ['have no order', 0],
    ['have one', 10],
  ])('takes a deletion under the last version of its object, where versions %s', (_what, listed) => {
    const bench = new Bench().initial(listed, ['a', 5], ['b', 5]);
    bench.take();
    bench.delete('a', 5);
    expect([bench.take(), bench.contents(), bench.writer.dropped]).toEqual([
      ['deleted a@5 was @5'],
      ['b@5'],
      0,
    ]);
  });

  test('accepts older versions from a list, as after a restore, but not from a frame', () => {
    const bench = new Bench().initial(100, ['a', 90]);
    bench.take();
    bench.apply('a', 80).delete('a', 85);
    expect([bench.take(), bench.writer.dropped, bench.store.resourceVersion]).toEqual([[], 2, '100']);
    bench.initial(50, ['a', 40]);
    expect([bench.take(), bench.store.resourceVersion]).toEqual([['updated a@40 was @90'], '50']);
  });

  test('keeps what is held under the version of the deletion of its namesake', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    bench.take();
    bench.delete('a', 5, { uid: 'other' });
    expect([bench.take(), bench.contents(), bench.writer.dropped]).toEqual([[], ['a@5'], 1]);
  });

  test('takes a change that comes late, and does not go back with it', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    bench.apply('b', 12).apply('a', 11).apply('c', 9).take();
    expect([bench.contents(), bench.store.resourceVersion]).toEqual([['a@11', 'b@12', 'c@9'], '12']);
  });

  test('takes the newest of the states of an object that come within an initial state, in whatever order', () => {
    for (const held of [undefined, 11, 12, 13]) {
      const bench = new Bench();
      if (held !== undefined) bench.initial(20, ['a', held]);
      for (const versions of [
        [12, 11],
        [13, 11, 12],
        [11, 13, 12],
      ]) {
        bench.initial(30, ...versions.map((version): [string, number] => ['a', version]));
        expect([held, versions, bench.contents()]).toEqual([held, versions, [`a@${Math.max(...versions)}`]]);
      }
    }
  });

  test('says what it holds under a key, whatever the uid, and nothing of other namespaces than its own', () => {
    const { store, writer } = createStore<DynamicObject>();
    const holdings: Holding[] = [];
    const hold = (holding: Holding): void => void holdings.push(holding);
    writer.apply({ type: 'Init', hold });
    writer.apply(new ObjectWatcherEvent('InitApply', encoded('a', 5)));
    const held = (name: string): string | undefined =>
      holdings[0]?.(encoded(name, 1, { uid: 'another' }))?.resourceVersion;
    expect(held('a')).toBeUndefined();
    writer.apply({ type: 'InitDone', resourceVersion: '10' });
    expect([held('a'), held('b')]).toEqual(['5', undefined]);
    writer.apply(new ObjectWatcherEvent('Apply', encoded('a', 11)));
    expect([held('a'), store.size]).toEqual(['11', 1]);
    writer.apply(new ObjectWatcherEvent('Delete', encoded('a', 12)));
    expect(held('a')).toBeUndefined();
  });

  test('moves its version on with bookmarks and keeps everything through trouble', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    bench.writer.apply({ type: 'Bookmark', resourceVersion: '30' });
    bench.writer.apply({
      type: 'Interrupted',
      error: new Error('x'),
      verdict: 'retry',
      attempt: 1,
      retryInMs: 1,
    });
    expect([bench.store.resourceVersion, bench.contents()]).toEqual(['30', ['a@5']]);
  });

  test('has as stale what the last list could not bring, and forgets the rest', () => {
    let fails = true;
    const { store, writer } = createStore<DynamicObject>({
      transform: (object) => {
        if (fails) throw new Error('not now');
        return object;
      },
      onError: () => undefined,
    });
    const list = (...names: readonly string[]): readonly boolean[] => {
      writer.apply({ type: 'Init' });
      for (const name of names) writer.apply(new ObjectWatcherEvent('InitApply', encoded(name, 5)));
      writer.apply({ type: 'InitDone', resourceVersion: '10' });
      return ['shop/a', 'shop/b'].map((key) => store.isStale(key));
    };
    expect(list('a', 'b')).toEqual([true, true]);
    expect(list('b')).toEqual([false, true]);
    fails = false;
    expect(list('b')).toEqual([false, false]);
    fails = true;
    writer.apply(new ObjectWatcherEvent('Apply', encoded('b', 11)));
    expect([store.isStale('shop/b'), store.get('shop/b')?.metadata.resourceVersion]).toEqual([true, '5']);
  });

  test('answers by key, by reference, by namespace, by label and by predicate', () => {
    const { store } = new Bench().initial(
      10,
      ['a', 5, { labels: { app: 'web' } }],
      ['b', 6, { labels: { app: 'api' } }],
    );
    expect(store.get('shop/a')?.metadata.name).toBe('a');
    expect(store.get({ name: 'a', namespace: 'shop' })).toBe(store.get('shop/a'));
    expect([store.has('shop/b'), store.has('other/b'), store.get('b')]).toEqual([true, false, undefined]);
    expect([...store.keys()]).toEqual(['shop/a', 'shop/b']);
    expect(
      store.list({ labelSelector: { app: ['web', 'db'] } }).map(({ metadata }) => metadata.name),
    ).toEqual(['a']);
    expect(store.list({ namespace: 'other' })).toEqual([]);
    expect(store.list()).toHaveLength(2);
    expect(store.find(({ metadata }) => metadata.name === 'b')?.metadata.resourceVersion).toBe('6');
    expect(() => store.list({ labelSelector: 'a in (' })).toThrow(/label selector/);
  });
});

describe('changes of a store', () => {
  test('are told to a subscriber that comes in the middle of one as what is there, once', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    const told: string[] = [];
    const end = bench.store.observe(() => {
      end();
      changesOf(bench.store).subscribe((change) => told.push(print(change)));
    });
    bench.apply('a', 11);
    expect(told).toEqual(['added a@11']);
  });

  test('are told to everybody in the order in which they took effect, though a listener causes one', () => {
    const bench = new Bench().initial(10, ['a', 5]);
    const told: string[] = [];
    bench.store.observe(({ object }) => {
      if (object.metadata.resourceVersion === '11') bench.apply('a', 12);
    });
    bench.store.observe((change) => told.push(print(change)));
    bench.apply('a', 11);
    expect(told).toEqual(['updated a@11 was @5', 'updated a@12 was @11']);
  });

  test('begin with what is there, and then miss nothing and repeat nothing', () => {
    const bench = new Bench().initial(10, ['a', 5], ['b', 6]);
    const told: string[] = [];
    const subscription = changesOf(bench.store).subscribe((change) => {
      told.push(print(change));
      // A change caused while the snapshot is told comes after it.
      if (told.length === 1) bench.apply('c', 11).delete('b', 12);
    });
    bench.apply('a', 13);
    expect(told).toEqual([
      'added a@5',
      'added b@6',
      'added c@11',
      'deleted b@12 was @6',
      'updated a@13 was @5',
    ]);
    subscription.unsubscribe();
    bench.apply('d', 14);
    expect(told).toHaveLength(5);
  });

  test('end in the middle of a snapshot when the subscriber has enough', () => {
    const bench = new Bench().initial(10, ['a', 5], ['b', 6]);
    const told: string[] = [];
    changesOf(bench.store)
      .pipe(take(1))
      .subscribe((change) => told.push(print(change)));
    bench.apply('c', 11);
    expect(told).toEqual(['added a@5']);
  });

  test('remembers nothing of what only an index decoded while the first list came', () => {
    decodedObjects.resize(64 * 1024 * 1024);
    const { store, writer } = createStore<DynamicObject>({ indexes: { byKind: ({ kind }) => [kind] } });
    writer.apply({ type: 'Init' });
    for (const name of ['a', 'b']) writer.apply(new ObjectWatcherEvent('InitApply', encoded(name, 1)));
    writer.apply({ type: 'InitDone', resourceVersion: '1' });
    expect(decodedObjects.size).toBe(0);
    expect(store.byIndex('byKind', 'ConfigMap')).toHaveLength(2);
    writer.apply(new ObjectWatcherEvent('Apply', encoded('c', 2)));
    expect(decodedObjects.size).toBe(3);
  });
});
