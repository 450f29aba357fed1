import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, InvalidRequestError } from '@kube-rx/core';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { configMap, encoded } from '../support/objects.ts';
import { parsedBy, StoreBench } from '../support/options-store.ts';

const byUid = ({ metadata }: DynamicObject): (string | undefined)[] => [metadata.uid];
const web = { labels: { app: 'web' } };

/** What an index has under a value. */
const found = ({ store }: StoreBench, name: string, value: string): string[] =>
  store.byIndex(name, value).map(({ metadata }) => metadata.name);

describe('an index that is added to a running store', () => {
  test('has what is there, and follows every change', () => {
    const bench = new StoreBench().list(10, configMap('a', 5), configMap('b', 6));
    bench.store.addIndexes({ indexes: { byUid } });
    expect([found(bench, 'byUid', 'uid-a'), found(bench, 'byUid', 'uid-b')]).toEqual([['a'], ['b']]);
    bench
      .apply(configMap('a', 11, { uid: 'other' }))
      .delete(configMap('b', 12))
      .apply(configMap('c', 13));
    expect(['uid-a', 'other', 'uid-b', 'uid-c'].map((uid) => found(bench, 'byUid', uid))).toEqual([
      [],
      ['a'],
      [],
      ['c'],
    ]);
  });

  test('stands beside those that were there, and more than one may come', () => {
    const byName = ({ metadata }: DynamicObject): string[] => [metadata.name];
    const bench = new StoreBench({ labelIndexes: ['app'] }).list(10, configMap('a', 5, web));
    bench.store.addIndexes({ indexes: { byUid } });
    bench.store.addIndexes({ labelIndexes: ['app', 'tier'], indexes: { byName } });
    bench.apply(configMap('b', 11, web));
    expect([found(bench, 'byUid', 'uid-a'), found(bench, 'byName', 'b')]).toEqual([['a'], ['b']]);
    expect(bench.store.count({ labelSelector: 'app=web' })).toBe(2);
  });

  test.each([
    ['the first list', () => new StoreBench()],
    ['a later list', () => new StoreBench().list(10, configMap('a', 5), configMap('gone', 6))],
  ])('while %s arrives has all of it in the end', (_what, make) => {
    const bench = make();
    const { writer, store } = bench;
    const arrive = (name: string, version: number): void =>
      writer.apply(new ObjectWatcherEvent('InitApply', encoded(name, version)));
    writer.apply({ type: 'Init' });
    arrive('a', 11);
    arrive('b', 12);
    store.addIndexes({ indexes: { byUid } });
    expect(found(bench, 'byUid', 'uid-b')).toEqual([]);
    arrive('a', 13);
    arrive('c', 14);
    writer.apply({ type: 'InitDone', resourceVersion: '20' });
    expect(['a', 'b', 'c', 'gone'].flatMap((name) => found(bench, 'byUid', `uid-${name}`))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('by labels alone decodes no object', () => {
    const bench = new StoreBench().list(10, configMap('a', 5, { ...web, data: { large: 'yes' } }));
    const parsed = parsedBy(() => bench.store.addIndexes({ labelIndexes: ['app'] }));
    expect(parsed.filter((text) => text.includes('large'))).toEqual([]);
  });

  test('costs nothing where it is there already', () => {
    const bench = new StoreBench({ indexes: { byUid } }).list(10, configMap('a', 5));
    expect(parsedBy(() => bench.store.addIndexes({ indexes: { byUid } }))).toEqual([]);
  });

  test('is refused as a whole where a name has another function, or a label cannot be', () => {
    const bench = new StoreBench({ indexes: { byUid } }).list(10, configMap('a', 5));
    const fresh = ({ metadata }: DynamicObject): string[] => [metadata.name];
    expect(() => bench.store.addIndexes({ indexes: { fresh, byUid: fresh } })).toThrow(InvalidRequestError);
    expect(() => bench.store.addIndexes({ labelIndexes: ['?'], indexes: { fresh } })).toThrow(
      InvalidRequestError,
    );
    expect(() => bench.store.byIndex('fresh', 'a')).toThrow(RangeError);
    expect(found(bench, 'byUid', 'uid-a')).toEqual(['a']);
  });
});

describe('an index of controllers', () => {
  const ownedBy = (uid: string, name: string, version: number): DynamicObject => {
    const object = configMap(name, version, { data: { large: 'yes' } });
    const owner = { apiVersion: 'v1', kind: 'Site', name: 'web', uid };
    const ownerReferences = [
      { ...owner, uid: 'other' },
      { ...owner, controller: true },
    ];
    return { ...object, metadata: { ...object.metadata, ownerReferences } };
  };
  const names = ({ store }: StoreBench, uid: string): string[] =>
    store.controlledBy(uid).map(({ metadata }) => metadata.name);

  test('finds what an object controls, and follows it when it changes hands', () => {
    const bench = new StoreBench({ controllerIndex: true }).list(
      10,
      ownedBy('x', 'a', 5),
      ownedBy('x', 'b', 6),
    );
    bench
      .apply(ownedBy('y', 'a', 11))
      .apply(configMap('c', 12))
      .apply(ownedBy('x', 'd', 13));
    expect(['x', 'y', 'other', 'none'].map((uid) => names(bench, uid))).toEqual([['b', 'd'], ['a'], [], []]);
    bench.delete(ownedBy('x', 'b', 14));
    expect(names(bench, 'x')).toEqual(['d']);
  });

  test('may be added to a running store, and decodes no object', () => {
    const bench = new StoreBench().list(10, ownedBy('x', 'a', 5), configMap('b', 6));
    const parsed = parsedBy(() => bench.store.addIndexes({ controllerIndex: true }));
    expect(parsed.filter((text) => text.includes('large'))).toEqual([]);
    expect(names(bench, 'x')).toEqual(['a']);
  });

  test('is missed where nobody asked for it', () => {
    const { store } = new StoreBench().list(10, ownedBy('x', 'a', 5));
    expect(() => store.controlledBy('x')).toThrow(
      new RangeError('the store has no index of controllers; ask for `controllerIndex`'),
    );
  });

  test('leaves out a controller whose uid is no text', () => {
    const bench = new StoreBench({ controllerIndex: true });
    expect(names(bench.list(10, ownedBy(7 as unknown as string, 'a', 5)), '7')).toEqual([]);
  });
});
