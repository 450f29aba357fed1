// Drops what did not change in the way that matters.

import { type Clock, type KubeObject, objectKey, systemClock } from '@kube-rx/core';
import { LRUCache } from 'lru-cache';
import { defer, filter, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import { Change } from '../reflector/change.ts';
import { ObjectWatcherEvent, type WatcherEvent } from '../watcher/event.ts';
import type { Predicate } from './predicates.ts';

export interface PredicateFilterOptions {
  /** How many objects are remembered. The least recently seen is evicted, and passes once more. Default 100,000. */
  readonly maxEntries?: number;
  /** How long an object is remembered after it was last seen, in ms; then it passes once more. Default one hour. */
  readonly rememberMs?: number;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
}

interface Memory {
  readonly uid: string | undefined;
  readonly value: string | number | bigint | boolean;
  readonly seenAt: number;
}

/**
 * Lets an object through when its predicate's value is another than before. Works on objects and on watcher events,
 * where it remembers the last value of each object (by uid), and on a store's changes, which know the object before.
 *
 * ```
 * a(generation 1) a(generation 1) a(generation 2)
 * a                               a
 * ```
 *
 * Guarantees: of events, only `Apply` is ever dropped, and of changes only `updated`: additions and deletions always
 * pass, and an initial state stays whole. Among objects a deletion cannot be told apart: put the filter before
 * `touchedObjects`.
 *
 * @example
 * watcher(pods).pipe(appliedObjects(), predicateFilter(predicates.generation));
 */
export function predicateFilter<K extends KubeObject, T extends K | WatcherEvent<K> | Change<K> = K>(
  predicate: Predicate<K>,
  options: PredicateFilterOptions = {},
): MonoTypeOperatorFunction<T> {
  const { maxEntries = 100_000, rememberMs = 3_600_000, clock = systemClock } = options;
  return (source: Observable<T>) =>
    defer(() => {
      const seen = new LRUCache<string, Memory>({ max: maxEntries });
      const isNews = (object: K): boolean => {
        const { name, namespace, uid } = object.metadata;
        const key = objectKey(name, namespace);
        const value = predicate(object);
        const last = seen.get(key);
        const now = clock.monotonic();
        if (value === undefined) seen.delete(key);
        else seen.set(key, { uid, value, seenAt: now });
        return !last || last.value !== value || last.uid !== uid || now - last.seenAt >= rememberMs;
      };
      const matters = (change: Change<K>): boolean => {
        if (change.type === 'deleted') return true;
        const { type, object, previous } = change;
        // Of coalesced changes only the outcome is known, so it is remembered, as that of an addition.
        if (!previous) return isNews(object) || type === 'added';
        const value = predicate(object);
        return value === undefined || value !== predicate(previous);
      };
      const passes = (item: K | WatcherEvent<K> | Change<K>): boolean => {
        if ('metadata' in item) return isNews(item);
        if (item instanceof Change) return matters(item);
        if (!(item instanceof ObjectWatcherEvent)) return true;
        if (item.type === 'Delete') {
          seen.delete(item.encoded.key);
          return true;
        }
        return isNews(item.object) || item.type === 'InitApply';
      };
      return source.pipe(filter((item) => passes(item)));
    });
}
