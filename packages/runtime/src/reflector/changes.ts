// A store's changes as an observable that begins with what is there.

import type { KubeObject } from '@kube-rx/core';
import { Observable } from 'rxjs';
import { addedChanges, type Change } from './change.ts';
import { Delivery } from './delivery.ts';
import type { Store } from './store.ts';

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
    const delivery = new Delivery<K>((change) => subscriber.next(change));
    const snapshot = store.snapshot();
    subscriber.add(() => delivery.close());
    subscriber.add(store.observeBatches((batch) => delivery.push(batch)));
    delivery.push(addedChanges(snapshot));
  });
}
