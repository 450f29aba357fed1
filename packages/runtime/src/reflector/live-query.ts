// The objects of a selection as an array, again after each change: for user interfaces.

import {
  type Clock,
  type EncodedObject,
  type KubeObject,
  LabelQuery,
  systemClock,
  type Timer,
} from '@kube-rx/core';
import { Observable } from 'rxjs';
import type { Change } from './change.ts';
import type { Store, StoreSelection } from './store.ts';

export interface LiveQueryOptions<K extends KubeObject> extends StoreSelection {
  /** What else the objects must satisfy; decodes those that the others admit. Must not throw. */
  readonly filter?: (object: K) => boolean;
  /** Default: none that may be relied upon. */
  readonly sort?: (a: K, b: K) => number;
  /** The least time between two arrays, in milliseconds. Default 100; 0 tells each change by itself. */
  readonly throttleMs?: number;
  readonly clock?: Clock;
}

/**
 * The selected objects as an array: at once, and after changes of them. Changes of other objects tell nothing.
 * Each array is a new one; its objects are shared. Never completes and never errors.
 *
 * Holds what it selects decoded, for as long as it is subscribed to.
 *
 * @throws InvalidRequestError at once for a bad selector.
 * @example
 * liveQuery(reflector(pods).store, { namespace: 'shop' }).subscribe((shop) => console.log(shop.length));
 */
export function liveQuery<K extends KubeObject>(
  store: Store<K>,
  options: LiveQueryOptions<K> = {},
): Observable<readonly K[]> {
  const { namespace, labelSelector, filter, throttleMs = 100, clock = systemClock, sort } = options;
  const labels = labelSelector === undefined ? undefined : LabelQuery.of(labelSelector);
  const selects = (encoded: EncodedObject<K>): boolean =>
    (namespace === undefined || encoded.namespace === namespace) &&
    (!labels || labels.matches(encoded.labels)) &&
    (!filter || filter(encoded.object));
  return new Observable((subscriber) => {
    const selected = new Map<string, K>();
    let timer: Timer | undefined;
    let isNews = false;
    const tell = (): void => {
      isNews = false;
      const objects = [...selected.values()];
      if (sort) objects.sort(sort);
      if (throttleMs > 0) timer = clock.schedule(throttleMs, settle);
      subscriber.next(objects);
    };
    const settle = (): void => {
      timer = undefined;
      if (isNews) tell();
    };
    const note = ({ type, key, encoded }: Change<K>): void => {
      const had = selected.has(key);
      const has = type !== 'deleted' && selects(encoded);
      if (has) selected.set(key, encoded.object);
      else selected.delete(key);
      if (!had && !has) return;
      isNews = true;
      if (!timer) tell();
    };
    for (const [key, encoded] of store.entries()) if (selects(encoded)) selected.set(key, encoded.object);
    subscriber.add(store.observe(note));
    subscriber.add(() => timer?.cancel());
    tell();
  });
}
