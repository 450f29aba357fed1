// Changes for a slow consumer: the newest state of each object, not every state in between.

import { type KubeObject, onAbort, PullQueue } from '@kube-rx/core';
import { addedChanges, Change } from './change.ts';
import { Delivery } from './delivery.ts';
import type { Store } from './store.ts';

// Changes told before the event loop turns. A consumer that never waits would block it otherwise.
const mostInATurn = 100;

// A consumer that is garbage, and has not left its loop, would keep its backlog for ever.
const forgotten = new FinalizationRegistry<Reading>((reading) => reading.close());

/** What goes on behind a consumer. It does not know the consumer, which may be garbage. */
interface Reading {
  close: () => void;
}

/**
 * Everything in the store as `added`, then what changes. Level-triggered: changes of one object between two turns of
 * the loop are coalesced, and only the outcome is told (without `previous`). The backlog of a slow consumer is bounded
 * by the objects in the store and those that it was told of. It slows neither the watch nor other consumers.
 *
 * Guarantees: the changes are consistent in order: nothing is updated or deleted that was not added.
 * Ends by leaving the loop, or when the signal fires. What a consumer left behind that was dropped without a word is
 * given up when it is collected as garbage.
 *
 * @example
 * const { store } = reflector(pods);
 * for await (const { type, key } of coalescedChanges(store, { signal })) console.log(type, key);
 */
export function coalescedChanges<K extends KubeObject>(
  store: Store<K>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Change<K>, undefined, undefined> {
  const reading: Reading = { close: () => undefined };
  const changes = readChanges(store, options.signal, reading);
  forgotten.register(changes, reading);
  return changes;
}

async function* readChanges<K extends KubeObject>(
  store: Store<K>,
  signal: AbortSignal | undefined,
  reading: Reading,
): AsyncGenerator<Change<K>, undefined, undefined> {
  const changes = new PullQueue<Change<K>>({ pull: () => (signal?.aborted ? undefined : backlog.shift()) });
  // A waiting consumer reads when the caller that changes the store is done: what it is told is the outcome.
  let isWaking = false;
  const backlog = new Backlog<K>(store, () => {
    if (isWaking) return;
    isWaking = true;
    queueMicrotask(() => {
      isWaking = false;
      changes.wake();
    });
  });
  const stopListening = onAbort(signal, () => changes.end());
  reading.close = () => {
    backlog.close();
    stopListening();
  };
  try {
    let told = 0;
    for await (const change of changes) {
      yield change;
      told += 1;
      if (told % mostInATurn === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return undefined;
  } finally {
    reading.close();
  }
}

/** What a consumer has not been told of one object. */
interface Pending<K extends KubeObject> {
  /** The consumer was told of the object that has this key now. */
  known: boolean;
  /** The deletion of the object that the consumer knows. */
  gone: Change<K> | undefined;
  /** The store has an object under this key. It is read when it is told: an object kept here would pin a slab. */
  exists: boolean;
}

/** The changes that a consumer was not told yet: for each changed key, in order, what the consumer knows. */
class Backlog<K extends KubeObject> {
  readonly #store: Store<K>;
  readonly #delivery: Delivery<K>;
  readonly #pending = new Map<string, Pending<K>>();
  // Kept between calls: a new iterator would step over every deleted entry again.
  #keys: Iterator<string> | undefined;
  // A key whose deletion was told, and whose new object comes next.
  #again: string | undefined;

  /** Everything in the store, to be told as `added`. `onMore` is called when there may be something to shift. */
  constructor(store: Store<K>, onMore: () => void) {
    this.#store = store;
    this.#delivery = new Delivery<K>(store, (change) => this.#note(change), onMore);
    this.#delivery.push(addedChanges(store.snapshot()));
  }

  shift(): Change<K> | undefined {
    // The store is ahead of changes that were not noted yet.
    if (!this.#delivery.isIdle) return undefined;
    for (let key = this.#nextKey(); key !== undefined; key = this.#nextKey()) {
      const pending = this.#pending.get(key);
      if (!pending) continue;
      const { gone, exists, known } = pending;
      if (gone) {
        pending.gone = undefined;
        if (exists) this.#again = key;
        else this.#pending.delete(key);
        return gone;
      }
      const now = this.#store.encoded(key);
      // Gone from the store already, in the middle of telling its deletion: it is noted next, and needs what is known.
      if (!now) continue;
      this.#pending.delete(key);
      return new Change(known ? 'updated' : 'added', now);
    }
    return undefined;
  }

  close(): void {
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
