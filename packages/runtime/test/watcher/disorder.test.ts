// Changes that come in another order than that of their versions, and more than once. Nothing is lost, and no object
// goes back.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { reflect } from '../../src/operators/event-operators.ts';
import type { Change } from '../../src/reflector/change.ts';
import { reflector } from '../../src/reflector/reflector.ts';
import { createStore, type Store } from '../../src/reflector/store.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import type { WatcherStatus } from '../../src/watcher/status.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import {
  type DisorderedHistory,
  disorderedHistory,
  frameOf,
  printObjects,
} from '../support/disordered-history.ts';
import { frame, listBody } from '../support/objects.ts';
import { Feed, LentFeed, ScriptedServer } from '../support/script.ts';

/** A consumer with a store, and its status. */
interface Consumer {
  readonly store: Store<DynamicObject>;
  readonly status: WatcherStatus | undefined;
  close(): unknown;
}

type Consume = (server: ScriptedServer, clock: VirtualClock) => Consumer;

const options = (clock: VirtualClock, initialState: 'list' | 'stream') =>
  ({ clock, random: () => 0.5, initialState }) as const;

const consumers: Readonly<
  Record<'a reflector' | 'reflect(writer)' | 'a part of several namespaces', Consume>
> = {
  'a reflector': (server, clock) => reflector(server, options(clock, 'list')),
  'reflect(writer)': (server, clock) => {
    const { store, writer } = createStore<DynamicObject>();
    let status: WatcherStatus | undefined;
    const onStatus = (told: WatcherStatus): void => void (status = told);
    const subscription = watcher(server, { ...options(clock, 'list'), onStatus })
      .pipe(reflect(writer))
      .subscribe();
    return {
      store,
      get status() {
        return status;
      },
      close: () => subscription.unsubscribe(),
    };
  },
  'a part of several namespaces': (server, clock) => {
    const source = Object.assign(new ScriptedServer([]), { inNamespace: () => server });
    return reflector(source, { ...options(clock, 'list'), namespaces: ['shop'] });
  },
};

/** Answers the first list and watch by these, later ones by what exists in the end. */
function serverOf({ before, listed, after, version }: DisorderedHistory, watch: Feed): ScriptedServer {
  const server = new ScriptedServer([listBody(listed, before), watch]);
  server.answerWith((request, count) => {
    if (count < 2) return undefined;
    return request.startsWith('list') ? listBody(version, after) : new Feed();
  });
  return server;
}

/** What went back: each version that was told of a key after one that is as new. */
function regressions(changes: readonly Change<DynamicObject>[]): string[] {
  const newest = new Map<string, number>();
  return changes.flatMap(({ type, key, object }) => {
    const version = Number(object.metadata.resourceVersion);
    const before = newest.get(key) ?? 0;
    newest.set(key, Math.max(version, before));
    const isBack = type === 'deleted' ? version < before : version <= before;
    return isBack ? [`${type} ${key}@${version} after ${before}`] : [];
  });
}

const kinds = Object.keys(consumers) as (keyof typeof consumers)[];

describe.each(kinds)('%s', (kind) => {
  property.prop([disorderedHistory, fc.boolean(), fc.boolean()], { numRuns: 150 })(
    'holds what exists, whatever the order of the changes, at once and after the watch has ended',
    async (history, lends, isCut) => {
      const clock = new VirtualClock();
      const feed = lends ? new LentFeed() : new Feed();
      const server = serverOf(history, feed);
      const consumer = consumers[kind](server, clock);
      const changes: Change<DynamicObject>[] = [];
      consumer.store.observe((change) => changes.push(change));
      await clock.advance(1);
      feed.push(...history.told.map(frameOf));
      await clock.advance(1);
      expect(printObjects(consumer.store)).toEqual(printObjects(history.after));
      expect(consumer.status?.counters).toMatchObject({ relists: 0, violations: 0 });
      feed.end(isCut ? new Error('cut') : undefined);
      await clock.advance(100_000);
      expect(printObjects(consumer.store)).toEqual(printObjects(history.after));
      expect(regressions(changes)).toEqual([]);
      await consumer.close();
    },
  );
});

describe('a streamed initial state', () => {
  const endMark = (version: number): Uint8Array =>
    frame('BOOKMARK', {
      metadata: { resourceVersion: String(version), annotations: { 'k8s.io/initial-events-end': 'true' } },
    });

  property.prop([disorderedHistory, fc.nat(14), fc.boolean()], { numRuns: 300 })(
    'ends right, where its end comes amid the disorder, in an empty store and in one that it replaces',
    async (history, mark, isKnown) => {
      const clock = new VirtualClock();
      const { before, told, listed, version, after } = history;
      const initial = before.map((object) => frameOf({ type: 'ADDED', object }));
      const feeds = [new Feed(), new Feed()];
      const server = new ScriptedServer(feeds);
      const cache = reflector(server, options(clock, 'stream'));
      await clock.advance(1);
      if (isKnown) {
        feeds[0]?.push(
          ...initial,
          endMark(listed),
          frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired' }),
        );
        await clock.advance(10_000);
        expect(printObjects(cache.store)).toEqual(printObjects(before));
      }
      const frames = told.map(frameOf);
      feeds[isKnown ? 1 : 0]?.push(
        ...initial,
        ...frames.slice(0, mark),
        endMark(version),
        ...frames.slice(mark),
      );
      await clock.advance(1);
      expect(printObjects(cache.store)).toEqual(printObjects(after));
      expect(cache.status.counters.violations).toBe(0);
      await cache.close();
    },
  );
});

describe('a consumer without a store', () => {
  property.prop([disorderedHistory], { numRuns: 300 })(
    'is told what exists, at the latest after another initial state, and nothing is dropped that it may not have',
    async (history) => {
      const clock = new VirtualClock();
      const feed = new Feed();
      const server = serverOf(history, feed);
      const view = new Map<string, DynamicObject>();
      const newest = new Map<string, number>();
      const wentBack: string[] = [];
      let status: WatcherStatus | undefined;
      const onStatus = (told: WatcherStatus): void => void (status = told);
      const subscription = watcher(server, { ...options(clock, 'list'), onStatus }).subscribe((event) => {
        if (event.type === 'Init') view.clear();
        if (!(event instanceof ObjectWatcherEvent)) return;
        const { key, object, resourceVersion } = event.encoded;
        if (Number(resourceVersion) < (newest.get(key) ?? 0)) wentBack.push(`${key}@${resourceVersion}`);
        newest.set(key, Number(resourceVersion));
        if (event.type === 'Delete') view.delete(key);
        else view.set(key, object);
      });
      await clock.advance(1);
      feed.push(...history.told.map(frameOf));
      await clock.advance(1);
      if (status?.counters.violations === 0) {
        // What was not told came after the deletion of its object, which was.
        expect(printObjects(view.values())).toEqual(printObjects(history.after));
      }
      feed.end();
      await clock.advance(100_000);
      expect(printObjects(view.values())).toEqual(printObjects(history.after));
      expect(wentBack).toEqual([]);
      subscription.unsubscribe();
    },
  );
});
