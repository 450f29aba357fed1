// A store's changes as observables that begin with what is there.

import type { KubeObject } from '@kube-rx/core';
import { Observable } from 'rxjs';
import { addedChanges, type Change } from './change.ts';
import { Delivery } from './delivery.ts';
import { keyOf, type Store, type StoreKey } from './store.ts';

/**
 * Everything in the store as `added`, then every change: a subscriber sees nothing twice and misses nothing,
 * whenever it comes. Never completes and never errors.
 *
 * Changes are delivered synchronously, in portions of a thousand: a slow subscriber slows the watch. A consumer of
 * `coalescedChanges` does not.
 *
 * @example
 * changesOf(reflector(pods).store).subscribe(({ type, key }) => console.log(type, key));
 */
export function changesOf<K extends KubeObject>(store: Store<K>): Observable<Change<K>> {
  return new Observable((subscriber) => {
    const delivery = new Delivery<K>(store, (change) => subscriber.next(change));
    subscriber.add(() => delivery.close());
    delivery.push(addedChanges(store.snapshot()));
  });
}

/**
 * The object under this key at once, then after each change of it; undefined while there is none. Never
 * completes and never errors. Each subscriber looks at the keys of all changes: for many keys, take `changesOf`.
 *
 * @example
 * watchKey(reflector(pods).store, 'shop/web-0').subscribe((pod) => console.log(pod?.status?.phase));
 */
export function watchKey<K extends KubeObject>(store: Store<K>, key: StoreKey): Observable<K | undefined> {
  const wanted = keyOf(key);
  return new Observable((subscriber) => {
    const first = store.get(wanted);
    const unobserve = store.observe((change) => {
      if (change.key === wanted) subscriber.next(change.type === 'deleted' ? undefined : change.object);
    });
    subscriber.add(unobserve);
    // Last, so that a subscriber hears of changes that it causes itself.
    subscriber.next(first);
  });
}
