// Drops what did not change in the way that matters.

import { type Clock, type KubeObject, objectKey, systemClock } from '@kube-rx/core';
import { LRUCache } from 'lru-cache';
import { defer, filter, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import { ObjectWatcherEvent, type WatcherEvent } from '../watcher/event.ts';

/** What of an object matters; undefined for an object that this predicate cannot judge, which then passes. */
export type Predicate<K extends KubeObject> = (object: K) => string | number | boolean | undefined;

export interface PredicateFilterOptions {
  /** Objects remembered at most; the least recently seen is forgotten and then passes once more. Default 100,000. */
  readonly maxEntries?: number;
  /** How long an object is remembered after it was last seen, in ms; then it passes once more. Default one hour. */
  readonly rememberMs?: number;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
}

interface Memory {
  readonly uid: string | undefined;
  readonly value: string | number | boolean;
  readonly seenAt: number;
}

/** `metadata.generation`: the spec, for kinds that count it. */
export const generation: Predicate<KubeObject> = ({ metadata }) => metadata.generation;
/** `metadata.resourceVersion`: any change. */
export const resourceVersion: Predicate<KubeObject> = ({ metadata }) => metadata.resourceVersion;
export const labels: Predicate<KubeObject> = ({ metadata }) => printSorted(metadata.labels ?? {});
export const annotations: Predicate<KubeObject> = ({ metadata }) => printSorted(metadata.annotations ?? {});
export const finalizers: Predicate<KubeObject> = ({ metadata }) => JSON.stringify(metadata.finalizers ?? []);

/** Judges by all of them together: what one lets through, passes. */
export function combinePredicates<K extends KubeObject>(
  ...predicates: readonly Predicate<K>[]
): Predicate<K> {
  return (object) => {
    const values = predicates.map((predicate) => predicate(object));
    return values.includes(undefined) ? undefined : JSON.stringify(values);
  };
}

/**
 * Lets an object through when its predicate's value differs from the last one of the same object (by uid).
 * Works on objects and on watcher events.
 *
 * ```
 * a(generation 1) a(generation 1) a(generation 2)
 * a                               a
 * ```
 *
 * Guarantees: of events, only `Apply` is ever dropped; a deletion always passes, and an initial state stays
 * whole. Among objects a deletion cannot be told apart: put the filter before `touchedObjects`.
 *
 * @example
 * watcher(pods).pipe(appliedObjects(), predicateFilter(generation))
 */
export function predicateFilter<K extends KubeObject, T extends K | WatcherEvent<K> = K>(
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
      const passes = (item: K | WatcherEvent<K>): boolean => {
        if ('metadata' in item) return isNews(item);
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

function printSorted(record: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
