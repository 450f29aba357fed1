// Random histories against a store and a plain Map: every query, every index and every kind of subscription has
// to say what the Map says.

import { fc, test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import type { Change } from '../../src/reflector/change.ts';
import { changesOf } from '../../src/reflector/changes.ts';
import { coalescedChanges } from '../../src/reflector/coalesced-changes.ts';
import { decodedObjects } from '../../src/reflector/decoded-cache.ts';
import { liveQuery } from '../../src/reflector/live-query.ts';
import { createStore } from '../../src/reflector/store.ts';
import { watchKey } from '../../src/reflector/watch-key.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { encoded } from '../support/objects.ts';
import { settle } from '../support/virtual-clock.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const apps = ['web', 'api', 'db'];

const step = fc.record({
  name: fc.constantFrom(...names),
  app: fc.constantFrom(...apps),
  note: fc.string({ maxLength: 20 }),
  action: fc.constantFrom(
    'write',
    'write',
    'write',
    'recreate',
    'delete',
    'relist',
    'abandoned',
    'repeat',
    'late',
    'read',
  ),
});

interface Stored {
  readonly version: number;
  readonly uid: string;
  readonly app: string;
  readonly note: string;
}

const print = (object: DynamicObject): string =>
  `${object.metadata.name}@${object.metadata.resourceVersion} ${object.metadata.uid} ${object.metadata.labels?.['app']} ${JSON.stringify(object['data'])}`;

class World {
  readonly server = new Map<string, Stored>();
  readonly store;
  readonly writer;
  version = 0;

  constructor() {
    const { store, writer } = createStore<DynamicObject>({
      labelIndexes: ['app'],
      indexes: {
        byNote: ({ data }) => [(data as { note: string }).note],
        broken: ({ metadata }) => {
          if (metadata.name === 'c') throw new Error('of the user');
          return [metadata.name];
        },
      },
      onError: () => undefined,
    });
    this.store = store;
    this.writer = writer;
  }

  event(type: 'InitApply' | 'Apply' | 'Delete', name: string, stored: Stored): void {
    const { version, uid, app, note } = stored;
    this.writer.apply(
      new ObjectWatcherEvent(type, encoded(name, version, { uid, labels: { app }, data: { note } })),
    );
  }

  begin(): void {
    this.writer.apply({ type: 'Init' });
    for (const [name, stored] of this.server) this.event('InitApply', name, stored);
  }

  relist(): void {
    this.begin();
    this.writer.apply({ type: 'InitDone', resourceVersion: String(this.version) });
  }

  expected(where: (stored: Stored, name: string) => boolean = () => true): string[] {
    return [...this.server]
      .filter(([name, stored]) => where(stored, name))
      .map(
        ([name, { version, uid, app, note }]) =>
          `${name}@${version} ${uid} ${app} ${JSON.stringify({ note })}`,
      )
      .sort();
  }

  take(
    { name, app, note, action }: { name: string; app: string; note: string; action: string },
    seen: boolean,
  ): void {
    const held = this.server.get(name);
    this.version += 1;
    switch (action) {
      case 'relist':
        this.relist();
        return;
      case 'abandoned':
        this.begin();
        if (seen) this.relist();
        return;
      case 'repeat':
        if (held && seen) this.event('Apply', name, held);
        return;
      case 'delete':
        this.server.delete(name);
        if (held && seen) this.event('Delete', name, { ...held, version: this.version });
        return;
      case 'read':
        if (seen) this.store.get(`shop/${name}`);
        return;
      default: {
        const uid = held && action === 'write' ? held.uid : `${name}-${this.version}`;
        const next = { version: this.version, uid, app, note };
        this.server.set(name, next);
        if (seen) this.event('Apply', name, next);
      }
    }
  }
}

/** What a subscriber believes, from what it is told. */
class Believer {
  readonly objects = new Map<string, string>();

  hear({ type, key, object }: Change<DynamicObject>): void {
    if (type === 'deleted') expect(this.objects.delete(key)).toBe(true);
    else {
      expect(this.objects.has(key)).toBe(type === 'updated');
      this.objects.set(key, print(object));
    }
  }

  get sorted(): string[] {
    return [...this.objects.values()].sort();
  }
}

test.prop([fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 5 })], { numRuns: 200 })(
  'a store, its indexes and its subscriptions say what a plain Map says, after any history',
  async (steps, patience) => {
    const world = new World();
    const { store } = world;
    world.relist();
    const believers: Believer[] = [];
    const subscribe = (): void => {
      const believer = new Believer();
      believers.push(believer);
      changesOf(store).subscribe((change) => believer.hear(change));
    };
    subscribe();
    let queried: readonly DynamicObject[] = [];
    liveQuery(store, { labelSelector: { app: 'web' }, throttleMs: 0 }).subscribe(
      (objects) => (queried = objects),
    );
    let watched: DynamicObject | undefined;
    watchKey(store, 'shop/a').subscribe((object) => (watched = object));
    const slow = new Believer();
    const abort = new AbortController();
    const consumer = (async () => {
      for await (const change of coalescedChanges(store, { signal: abort.signal })) slow.hear(change);
    })();
    let seen = true;
    for (const [index, each] of steps.entries()) {
      // What happens while the watch is away is made up for by the next list.
      if (index % 17 === 11) seen = false;
      if (each.action === 'relist') seen = true;
      if (each.action === 'late') subscribe();
      world.take(each, seen);
      if (index % patience === 0) await Promise.resolve();
      if (index % patience === 0) decodedObjects.resize(index % 2 === 0 ? 0 : 1024);
    }
    world.relist();
    const expected = world.expected();
    expect(Array.from(store, print).sort()).toEqual(expected);
    expect([store.size, store.count(), [...store.keys()].length]).toEqual(Array(3).fill(expected.length));
    for (const believer of believers) expect(believer.sorted).toEqual(expected);
    for (const app of apps) {
      const matches = world.expected((stored) => stored.app === app);
      expect(store.list({ labelSelector: { app } }).map(print).sort()).toEqual(matches);
      expect(store.count({ namespace: 'shop', labelSelector: `app in (${app},none)` })).toBe(matches.length);
    }
    expect(store.list({ labelSelector: 'app!=web' }).map(print).sort()).toEqual(
      world.expected(({ app }) => app !== 'web'),
    );
    for (const { note } of steps)
      expect(store.byIndex('byNote', note).map(print).sort()).toEqual(
        world.expected((stored) => stored.note === note),
      );
    for (const name of names)
      expect(store.byIndex('broken', name)).toHaveLength(name === 'c' ? 0 : Number(world.server.has(name)));
    expect(queried.map(print).sort()).toEqual(world.expected(({ app }) => app === 'web'));
    expect(watched && print(watched)).toEqual(world.expected((_, name) => name === 'a')[0]);
    expect(() => store.byIndex('none', '')).toThrow(RangeError);
    await settle();
    abort.abort();
    await consumer;
    expect(slow.sorted).toEqual(expected);
    decodedObjects.resize(64 * 1024 * 1024);
  },
);
