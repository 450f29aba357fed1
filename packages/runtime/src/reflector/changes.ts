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
 * Changes are delivered synchronously, in portions of 250: a slow subscriber slows the watch. A consumer of
 * `coalescedChanges` does not.
 *
 * @example
 * changesOf(reflector(pods).store).subscribe(({ type, key }) => console.log(type, key));
 */
export function changesOf<K extends KubeObject>(
  store: Pick<Store<K>, 'observeBatches' | 'snapshot'>,
): Observable<Change<K>> {
  return new Observable((subscriber) => {
    const delivery = new Delivery<K>(store, (change) => subscriber.next(change));
    subscriber.add(() => delivery.close());
    delivery.push(addedChanges(store.snapshot()));
  });
}

/**
 * What is known of a key:
 * - `pending`: nothing yet, since the first list is not in.
 * - `present`: there is an object.
 * - `absent`: there is none, and none was told before.
 * - `deleted`: there is none any more. `object` is the last state known of it.
 */
export type KeyState<K extends KubeObject> =
  | { readonly type: 'pending' | 'absent' }
  | { readonly type: 'present' | 'deleted'; readonly object: K };

/**
 * What is known of a key, at once and after each change of it. Never completes and never errors. Each subscriber looks
 * at the keys of all changes: for many keys, take `changesOf`.
 *
 * @example
 * watchKey(reflector(pods).store, 'shop/web-0').subscribe((state) => {
 *   if (state.type === 'present') console.log(state.object.status?.phase);
 *   else console.log(state.type);   // pending, absent, deleted
 * });
 */
export function watchKey<K extends KubeObject>(store: Store<K>, key: StoreKey): Observable<KeyState<K>> {
  const wanted = keyOf(key);
  return new Observable((subscriber) => {
    let isPending = false;
    const tell = (state: KeyState<K>): void => {
      isPending = state.type === 'pending';
      subscriber.next(state);
    };
    const current = (): KeyState<K> => {
      const object = store.get(wanted);
      if (object) return { type: 'present', object };
      return { type: store.resourceVersion === undefined ? 'pending' : 'absent' };
    };
    const first = current();
    const note = ({ type, key: changed, encoded }: Change<K>): void => {
      if (changed === wanted) tell({ type: type === 'deleted' ? type : 'present', object: encoded.object });
    };
    // All of the first list was told, and the key was not in it.
    const settle = (): void => {
      if (isPending && store.resourceVersion !== undefined) tell({ type: 'absent' });
    };
    const delivery = new Delivery<K>(store, note, settle);
    subscriber.add(() => delivery.close());
    // Last, so that a subscriber hears of changes that it causes itself.
    tell(first);
  });
}
