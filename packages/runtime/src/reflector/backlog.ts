// The changes that a consumer was not told yet, coalesced: for each changed key, in order, what the consumer knows.

import type { KubeObject } from '@kube-rx/core';
import { addedChanges, Change } from './change.ts';
import { Delivery } from './delivery.ts';
import type { Store } from './store.ts';

/** What a consumer has not been told of one object. */
interface Pending<K extends KubeObject> {
  /** The consumer was told of the object that has this key now. */
  known: boolean;
  /** The deletion of the object that the consumer knows. */
  gone: Change<K> | undefined;
  /** The store has an object under this key. It is read when it is told: an object kept here would pin a slab. */
  exists: boolean;
}

export class Backlog<K extends KubeObject> {
  readonly #store: Store<K>;
  readonly #delivery: Delivery<K>;
  readonly #unobserve: () => void;
  readonly #pending = new Map<string, Pending<K>>();
  // Kept between calls: a new iterator would step over every deleted entry again.
  #keys: Iterator<string> | undefined;
  // A key whose deletion was told, and whose new object comes next.
  #again: string | undefined;

  /** Everything in the store, to be told as `added`. `onMore` is called when there may be something to shift. */
  constructor(store: Store<K>, onMore: () => void) {
    this.#store = store;
    this.#delivery = new Delivery((change) => this.#note(change), onMore);
    this.#unobserve = store.observeBatches((batch) => this.#delivery.push(batch));
    this.#delivery.push(addedChanges(store.snapshot()));
  }

  shift(): Change<K> | undefined {
    // The store is ahead of changes that were not noted yet.
    if (!this.#delivery.isIdle) return undefined;
    for (let key = this.#nextKey(); key !== undefined; key = this.#nextKey()) {
      const pending = this.#pending.get(key);
      if (!pending) continue;
      const { gone, exists, known } = pending;
      if (gone && exists) {
        pending.gone = undefined;
        this.#again = key;
      } else this.#pending.delete(key);
      if (gone) return gone;
      const now = exists ? this.#store.encoded(key) : undefined;
      if (now) return new Change(known ? 'updated' : 'added', now);
    }
    return undefined;
  }

  close(): void {
    this.#unobserve();
    this.#delivery.close();
  }

  #note(change: Change<K>): void {
    const { type, key, encoded, finalStateUnknown } = change;
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = { known: type !== 'added', gone: undefined, exists: false };
      this.#pending.set(key, pending);
    }
    if (type === 'deleted') {
      // A copy, so that it pins no slab while it waits.
      if (pending.known)
        pending.gone = finalStateUnknown
          ? Change.unseenDeletion(encoded.own())
          : new Change('deleted', encoded.own());
      pending.known = false;
      pending.exists = false;
      if (!pending.gone) this.#pending.delete(key);
    } else pending.exists = true;
  }

  #nextKey(): string | undefined {
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) return again;
    this.#keys ??= this.#pending.keys();
    const next = this.#keys.next();
    if (!next.done) return next.value;
    this.#keys = undefined;
    return undefined;
  }
}
