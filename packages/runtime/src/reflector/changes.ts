// A store's changes as an observable that begins with what is there.

import type { KubeObject } from '@kube-rx/core';
import { Observable } from 'rxjs';
import { Change } from './change.ts';
import type { Store } from './store.ts';

/**
 * Everything in the store as `added`, then every change: a subscriber sees nothing twice and misses nothing,
 * whenever it comes. Never completes and never errors.
 *
 * Changes are delivered synchronously, so nothing is buffered: a slow subscriber slows the watch.
 */
export function changesOf<K extends KubeObject>(store: Store<K>): Observable<Change<K>> {
  return new Observable((subscriber) => {
    // A subscriber may cause a change while the snapshot is told; that change comes after it.
    const snapshot = Array.from(store.entries(), ([, encoded]) => new Change('added', encoded));
    let pending: Change<K>[] | undefined = [];
    const unobserve = store.observe((change) => {
      if (pending) pending.push(change);
      else subscriber.next(change);
    });
    subscriber.add(unobserve);
    for (const change of snapshot) {
      if (subscriber.closed) return;
      subscriber.next(change);
    }
    for (let change = pending.shift(); change; change = pending.shift()) subscriber.next(change);
    pending = undefined;
  });
}
