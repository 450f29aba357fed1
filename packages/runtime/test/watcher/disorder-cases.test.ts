// Named cases of changes out of order, each written as what the server sends: `M a 12` is a MODIFIED of a at version 12,
// `A a 12 two` an ADDED of another object under the name, `D` a DELETED, `B` a bookmark, `E` the end mark.

import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { reflect } from '../../src/operators/event-operators.ts';
import { reflector } from '../../src/reflector/reflector.ts';
import { createStore } from '../../src/reflector/store.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const types = { A: 'ADDED', M: 'MODIFIED', D: 'DELETED' } as const;

function bytesOf(line: string): Uint8Array {
  const [letter = '', name = '', version = '', uid = 'one'] = line.split(' ');
  if (letter === 'A' || letter === 'M' || letter === 'D')
    return frame(types[letter], configMap(name, version, { uid }));
  const annotations = letter === 'E' ? { 'k8s.io/initial-events-end': 'true' } : {};
  return frame('BOOKMARK', { metadata: { resourceVersion: name, annotations } });
}

const framesOf = (text: string): Uint8Array[] => text.split(', ').map(bytesOf);

function print(objects: Iterable<DynamicObject>): string {
  return Array.from(objects, ({ metadata: { name, resourceVersion, uid } }) => {
    const other = uid === 'one' ? '' : ` ${uid}`;
    return `${name}@${resourceVersion}${other}`;
  })
    .sort()
    .join(', ');
}

const existing = [configMap('a', 5, { uid: 'one' }), configMap('b', 6, { uid: 'one' })];
const optionsOf = (clock: VirtualClock) => ({ clock, random: () => 0.5, initialState: 'list' as const });

/** What a cache holds of a, b and what the server sends after its list at 10, and how often it was read anew. */
async function outcome(watches: readonly string[], listed: string | number = 10) {
  const clock = new VirtualClock();
  const feeds = watches.map(() => new Feed());
  const server = new ScriptedServer([listBody(listed, existing), ...feeds]);
  const cache = reflector(server, optionsOf(clock));
  const told: string[] = [];
  cache.store.observe(({ type, object }) => told.push(`${type} ${print([object])}`));
  await clock.advance(1);
  for (const [index, text] of watches.entries()) {
    if (index > 0) {
      feeds[index - 1]?.end();
      await clock.advance(20_000);
    }
    feeds[index]?.push(...framesOf(text));
    await clock.advance(1);
  }
  const { relists, violations } = cache.status.counters;
  await cache.close();
  return { holds: print(cache.store), told: told.slice(2).join(', '), relists, violations };
}

describe('a cache of a@5 and b@6, listed at 10, holds what exists after', () => {
  test.each<[what: string, sent: string, holds: string]>([
    ['changes of two objects, swapped', 'M b 12, M a 11', 'a@11, b@12'],
    ['an addition from before the list', 'M b 12, A c 9', 'a@5, b@12, c@9'],
    ['an addition from before the list, first', 'A c 9, M b 12', 'a@5, b@12, c@9'],
    ['changes of one object, swapped', 'M a 12, M a 11', 'a@12, b@6'],
    [
      'three of one object, backwards, and twice',
      'M a 13, M a 12, M a 11, M a 13, M a 12, M a 11',
      'a@13, b@6',
    ],
    ['a deletion before the change before it', 'D a 12, M a 11', 'b@6'],
    ['a deletion before the addition', 'D c 12, A c 11', 'a@5, b@6'],
    ['a deletion before the addition, both late', 'M b 20, D c 12, A c 11, M c 11', 'a@5, b@20'],
    ['a deletion that is late', 'M b 12, D a 11', 'b@12'],
    ['a deletion under the listed version', 'D a 5', 'b@6'],
    ['a deletion under the listed version, late', 'M b 12, D a 5', 'b@12'],
    ['a deletion under the version of the addition', 'A c 11, D c 11', 'a@5, b@6'],
    ['a deletion under the version of the addition, before it', 'D c 11, A c 11', 'a@5, b@6'],
    ['deletions again and again', 'D a 11, M b 12, D a 11, D a 11, M b 13, D a 11', 'b@13'],
    ['a deletion of what never was there', 'M b 12, D z 11', 'a@5, b@12'],
    ['a recreated object', 'D a 11, A a 12 two', 'a@12 two, b@6'],
    ['a recreated object before the deletion of the first', 'A a 12 two, D a 11', 'a@12 two, b@6'],
    [
      'a recreated object before the deletion of the first, under its last version',
      'A a 12 two, D a 5',
      'a@12 two, b@6',
    ],
    ['the last state of the first after the second', 'A a 13 two, M a 11, D a 12', 'a@13 two, b@6'],
    ['the end of the second before its begin', 'D a 14 two, A a 13 two, M a 11, D a 12', 'b@6'],
    ['a third before the second', 'A a 16 three, A a 13 two, D a 15 two, D a 12', 'a@16 three, b@6'],
    ['a recreated object that is late', 'M b 20, A a 12 two, D a 11, M a 13 two', 'a@13 two, b@20'],
    ['all of a watch twice', 'M a 11, A c 12, D b 13, M a 11, A c 12, D b 13', 'a@11, c@12'],
    ['all of a watch, after it was listed', 'A a 5, A b 6, M a 11', 'a@11, b@6'],
    ['what comes behind a bookmark', 'B 15, M a 11, A c 12, D b 13', 'a@11, c@12'],
    ['what bears the version of a bookmark', 'B 15, M a 15', 'a@15, b@6'],
    ['two changes under one version', 'M a 11, M b 11, A c 11', 'a@11, b@11, c@11'],
    ['deletions that share a version, in two portions', 'D a 11, M c 12, D b 11', 'c@12'],
    ['what leaves a selection and comes back', 'D a 12, A a 14, M a 11, D a 12, M b 13', 'a@14, b@13'],
  ])('%s: %s', async (_what, sent, holds) => {
    expect(await outcome([sent])).toMatchObject({ holds, relists: 0, violations: 0 });
  });

  test('a late recreation: the change tells that the first was deleted', async () => {
    const { told } = await outcome(['M b 20, A a 12 two, D a 11']);
    expect(told).toBe('updated b@20, deleted a@5, added a@12 two');
  });

  test.each<[what: string, sent: string]>([
    ['two objects of one name and version', 'M b 12, A a 5 two'],
    ['a version beyond all', 'M b 12, M a 99999999999999999999'],
    ['a bookmark that goes back', 'M b 12, B 11'],
  ])('is a violation all the same: %s, as %s', async (_what, sent) => {
    expect(await outcome([sent])).toMatchObject({ violations: 1 });
  });
});

describe('over several watches', () => {
  test('what a server that keeps no order adds late, and sends again, is told once', async () => {
    const again = 'M a 11, A c 12';
    expect(await outcome(['M a 11, B 15', again, again])).toEqual({
      holds: 'a@11, b@6, c@12',
      told: 'updated a@11, added c@12',
      relists: 1,
      violations: 0,
    });
  });

  test('a history that is told anew brings nothing back', async () => {
    const all = 'A c 11, M c 12, D c 13, M a 14';
    expect(await outcome([all, all])).toEqual({
      holds: 'a@14, b@6',
      told: 'added c@11, updated c@12, deleted c@13, updated a@14',
      relists: 0,
      violations: 0,
    });
  });
});

describe('without an order of versions', () => {
  test.each<[what: string, sent: string, holds: string]>([
    ['versions that go up and down are all news', 'M a 9, M b 3, M a 2', 'a@2, b@3'],
    ['versions that are no numbers are all news', 'M a x, M b y, M a w', 'a@w, b@y'],
    ['a deletion under the last version', 'M a x, D a x', 'b@6'],
    ['a deletion under a version from before', 'M a x, M b y, D a x', 'b@y'],
    ['a recreation under a lower version', 'D a 5, A a 1 two', 'a@1 two, b@6'],
    ['what each object counts by itself', 'A c 1, A d 1, D c 1', 'a@5, b@6, d@1'],
  ])('%s: %s', async (_what, sent, holds) => {
    expect(await outcome([sent], 'none')).toMatchObject({ holds, relists: 0, violations: 0 });
  });
});

describe('before the end of a streamed initial state', () => {
  test.each<[what: string, sent: string, holds: string]>([
    ['an older state', 'A a 5, A b 6, M a 12, M a 11, E 12', 'a@12, b@6'],
    ['a deletion and an older state', 'A a 5, A b 6, D a 12, M a 11, E 12', 'b@6'],
    [
      'a deletion, an older state, and the deletion again',
      'A a 5, A b 6, D a 12, M a 11, D a 12, E 12',
      'b@6',
    ],
    ['a deletion before the addition', 'A a 5, A b 6, D c 12, A c 11, E 12', 'a@5, b@6'],
    ['a recreation before the deletion', 'A a 5, A b 6, A a 12 two, D a 11, E 12', 'a@12 two, b@6'],
    [
      'a recreation, the first once more, and its end',
      'A a 5, A b 6, A a 13 two, M a 11, D a 12, E 13',
      'a@13 two, b@6',
    ],
    ['what is late after it', 'A a 5, A b 6, D b 12, E 12, M b 11, M a 10, A c 9', 'a@10, c@9'],
    ['a deletion under the last version', 'A a 5, A b 6, D a 5, E 12', 'b@6'],
    ['a recreation without an order', 'A a 5, A b 6, D a 5, A a 1 two, E none', 'a@1 two, b@6'],
  ])('%s: %s', async (_what, sent, holds) => {
    const clock = new VirtualClock();
    const feed = new Feed();
    const cache = reflector(new ScriptedServer([feed]), { ...optionsOf(clock), initialState: 'stream' });
    await clock.advance(1);
    feed.push(...framesOf(sent));
    await clock.advance(1);
    expect([print(cache.store), cache.status.counters.violations]).toEqual([holds, 0]);
    await cache.close();
  });
});

test('a store behind reflect(writer) is asked as well, and a consumer beside it is told what it is', async () => {
  const clock = new VirtualClock();
  const { store, writer } = createStore<DynamicObject>();
  const feed = new Feed().push(...framesOf('M b 12, M a 11, M a 11, A c 9, D b 8'));
  const told: string[] = [];
  const subscription = watcher(new ScriptedServer([listBody(10, existing), feed]), optionsOf(clock))
    .pipe(reflect(writer))
    .subscribe((event) => told.push('encoded' in event ? `${event.type} ${event.encoded.name}` : event.type));
  await clock.advance(1);
  expect(print(store)).toBe('a@11, b@12, c@9');
  expect(told.slice(4)).toEqual(['Apply b', 'Apply a', 'Apply c']);
  subscription.unsubscribe();
});
