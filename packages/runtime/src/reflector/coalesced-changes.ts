// Changes for a consumer that takes its time: what is, not everything that was.

import type { KubeObject } from '@kube-rx/core';
import { Change } from './change.ts';
import type { Store } from './store.ts';

/** What a consumer has not been told of one object. */
interface Pending<K extends KubeObject> {
  /** Whether the consumer knows the object it has now under this key. */
  known: boolean;
  /** The last state of the object it knows, which is gone. */
  gone: Change<K> | undefined;
  /** Whether there is one now. The store is asked for it when it is told: kept here, each would pin a slab. */
  exists: boolean;
}

/**
 * Everything in the store as `added`, then what changes, for as long as the loop goes on. Level-triggered: of
 * several changes of one object between two turns only the outcome is told (without `previous`), so that a slow
 * consumer's backlog is bounded by the number of objects, and it never slows the watch or anybody else.
 *
 * Guarantees: told in turn, the changes always add up: nothing is deleted or updated that was not added.
 * Ends by leaving the loop, or when the signal fires.
 */
export async function* coalescedChanges<K extends KubeObject>(
  store: Store<K>,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Change<K>, undefined, undefined> {
  const { signal } = options;
  const backlog = new Backlog<K>(store);
  const unobserve = store.observeBatches((batch) => {
    for (const change of batch) backlog.note(change);
  });
  const abort = (): void => backlog.wake();
  signal?.addEventListener('abort', abort);
  try {
    while (!signal?.aborted) {
      const change = backlog.take();
      if (change) yield change;
      else await backlog.more();
    }
    return undefined;
  } finally {
    unobserve();
    signal?.removeEventListener('abort', abort);
  }
}

class Backlog<K extends KubeObject> {
  readonly #store: Store<K>;
  readonly #pending = new Map<string, Pending<K>>();
  #wake: (() => void) | undefined;

  constructor(store: Store<K>) {
    this.#store = store;
    for (const key of store.keys()) this.#pending.set(key, { known: false, gone: undefined, exists: true });
  }

  note(change: Change<K>): void {
    const { type, key, encoded, finalStateUnknown } = change;
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = { known: type !== 'added', gone: undefined, exists: false };
      this.#pending.set(key, pending);
    }
    if (type === 'deleted') {
      // On bytes of its own, so that what waits pins no slab.
      if (pending.known) pending.gone = new Change('deleted', encoded.own(), undefined, finalStateUnknown);
      pending.known = false;
      pending.exists = false;
      if (!pending.gone) this.#pending.delete(key);
    } else pending.exists = true;
    this.wake();
  }

  take(): Change<K> | undefined {
    for (const [key, pending] of this.#pending) {
      const { gone, exists, known } = pending;
      if (gone && exists) pending.gone = undefined;
      else this.#pending.delete(key);
      if (gone) return gone;
      const now = exists ? this.#store.encoded(key) : undefined;
      if (now) return new Change(known ? 'updated' : 'added', now);
    }
    return undefined;
  }

  /** Resolves when there may be something to take. */
  more(): Promise<void> {
    return new Promise((resolve) => void (this.#wake = resolve));
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
