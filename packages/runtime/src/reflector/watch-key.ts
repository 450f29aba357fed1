// One object of a store, now and after each change.

import type { KubeObject } from '@kube-rx/core';
import { Observable } from 'rxjs';
import type { Store } from './store.ts';
import { keyOf, type StoreKey } from './store-key.ts';

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
