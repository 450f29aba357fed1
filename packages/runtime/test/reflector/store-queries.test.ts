// How many objects a query looks at. Of an object whose name is not ASCII nothing is known without decoding it: in a
// store of such objects, the decoded ones are those that the query looked at.

import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { decodedObjects } from '../../src/reflector/decoded-cache.ts';
import type { StoreSelection } from '../../src/reflector/store.ts';
import { configMap } from '../support/objects.ts';
import { parsedBy, StoreBench } from '../support/options-store.ts';

const enough = 64 * 1024 * 1024;

beforeEach(() => decodedObjects.resize(enough));

function opaque(namespace: string, labels: Record<string, string>, index: number): DynamicObject {
  const object = configMap(`ö-${index}`, index + 1, { labels });
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** 20 of them are in `shop`, 4 of those `web` and 2 `db`; 80 are in `lab`, 40 of those `web`. */
function opaqueStore() {
  const { store } = new StoreBench({
    labelIndexes: ['app'],
    indexes: { byTier: ({ metadata }) => [metadata.labels?.['tier']] },
  }).list(
    1000,
    ...Array.from({ length: 100 }, (_, index) => {
      const tier = index < 3 ? 'front' : 'back';
      if (index < 20)
        return opaque('shop', { app: index < 4 ? 'web' : index < 6 ? 'db' : 'api', tier }, index);
      return opaque('lab', { app: index < 60 ? 'web' : 'api', tier }, index);
    }),
  );
  return store;
}

describe('a query touches only the matches', () => {
  const selections: readonly [what: string, selection: StoreSelection, matches: number, touched: number][] = [
    ['of an indexed label', { labelSelector: { app: 'db' } }, 2, 2],
    ['of several values of an indexed label', { labelSelector: 'app in (db,web)' }, 46, 46],
    ['of a value that no object has', { labelSelector: { app: 'none' } }, 0, 0],
    ['of a namespace', { namespace: 'shop' }, 20, 20],
    ['of a namespace without objects', { namespace: 'none' }, 0, 0],
    ['of a namespace of which the label has more', { namespace: 'shop', labelSelector: 'app=web' }, 4, 20],
    ['of a label of which the namespace has more', { namespace: 'lab', labelSelector: 'app=web' }, 40, 44],
    ['of two labels, those of the one with an index', { labelSelector: 'tier=front,app=db' }, 0, 2],
    ['but of a label without an index, all', { labelSelector: { tier: 'front' } }, 3, 100],
    ['but of what an index cannot tell, all', { labelSelector: 'app notin (web,db)' }, 54, 100],
  ];

  test.each(selections)('%s', (_what, ...[selection, matches, touched]) => {
    const store = opaqueStore();
    const queries = [
      () => store.count(selection),
      () => store.list(selection).length,
      () => [...store.keys(selection)].length,
      () => [...store.values(selection)].length,
    ];
    for (const query of queries) {
      decodedObjects.resize(enough);
      expect([query(), decodedObjects.size]).toEqual([matches, touched]);
    }
  });

  test('of an index by a function', () => {
    const store = opaqueStore();
    decodedObjects.resize(enough);
    expect([store.byIndex('byTier', 'front').length, decodedObjects.size]).toEqual([3, 3]);
    expect([store.byIndex('byTier', 'none').length, decodedObjects.size]).toEqual([0, 3]);
  });

  test('and an index follows what changes and what is deleted', () => {
    const bench = new StoreBench({ labelIndexes: ['app'] }).list(
      10,
      configMap('a', 1, { labels: { app: 'web' } }),
      configMap('b', 2, { labels: { app: 'web' } }),
      configMap('c', 3),
    );
    const keys = (app: string): string[] => [...bench.store.keys({ labelSelector: { app } })];
    expect(keys('web')).toEqual(['shop/a', 'shop/b']);
    bench.apply(configMap('a', 11, { labels: { app: 'api' } }));
    bench.delete(configMap('b', 12, { labels: { app: 'web' } }));
    bench.apply(configMap('c', 13, { labels: { app: 'web' } }));
    expect([keys('web'), keys('api')]).toEqual([['shop/c'], ['shop/a']]);
  });
});

describe('of objects as servers write them', () => {
  const secret = 'a-large-payload';
  const some = Array.from({ length: 10 }, (_, index) =>
    configMap(`o-${index}`, index + 1, { labels: { app: index < 2 ? 'web' : 'api' }, data: { secret } }),
  );
  const filled = () => new StoreBench().list(100, ...some).store;

  test('keys, presence, size and counts of a namespace are known without parsing anything', () => {
    const store = filled();
    const parsed = parsedBy(() => {
      expect([...store.keys()]).toHaveLength(10);
      expect([...store.keys({ namespace: 'shop' })]).toHaveLength(10);
      expect([store.has('shop/o-3'), store.has({ name: 'o-3', namespace: 'lab' })]).toEqual([true, false]);
      expect([store.size, store.count(), store.count({ namespace: 'shop' })]).toEqual([10, 10, 10]);
    });
    expect([parsed, decodedObjects.size]).toEqual([[], 0]);
  });

  test('what an entry and a snapshot say without its object is known without parsing anything', () => {
    const store = filled();
    const parsed = parsedBy(() => {
      for (const [key, { name, namespace, uid, resourceVersion }] of store.entries())
        expect([`${namespace}/${name}`, uid, Number(resourceVersion) > 0]).toEqual([
          key,
          `uid-${name}`,
          true,
        ]);
      expect([...store.snapshot()]).toHaveLength(10);
    });
    expect([parsed, decodedObjects.size]).toEqual([[], 0]);
  });

  test('labels and metadata are known without decoding the rest', () => {
    const store = filled();
    const parsed = parsedBy(() => {
      expect(store.encoded('shop/o-1')?.labels).toEqual({ app: 'web' });
      expect(store.encoded('shop/o-2')?.metadata.uid).toBe('uid-o-2');
      expect(store.count({ labelSelector: { app: 'web' } })).toBe(2);
      expect([...store.keys({ labelSelector: { app: 'web' } })]).toEqual(['shop/o-0', 'shop/o-1']);
    });
    expect(parsed.filter((text) => text.includes(secret))).toEqual([]);
    expect(decodedObjects.size).toBe(0);
  });

  test('a list decodes what matches only, and a walk only what is asked for', () => {
    const store = filled();
    expect(store.list({ labelSelector: { app: 'web' } })).toHaveLength(2);
    expect(decodedObjects.size).toBe(2);
    decodedObjects.resize(enough);
    expect(store.find(({ metadata }) => metadata.name === 'o-2')?.metadata.name).toBe('o-2');
    expect(decodedObjects.size).toBe(3);
  });
});
