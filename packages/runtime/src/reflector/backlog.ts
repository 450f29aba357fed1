// What a consumer has still to be told: the keys of what changed, in order, and of each what the consumer knows.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
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

// Keys that are read in one go; counted and not timed, so that a simulation does the same every time.
const portion = 1000;

export class Backlog<K extends KubeObject> {
  readonly #store: Store<K>;
  readonly #pending = new Map<string, Pending<K>>();
  // Goes on where it was: a new one would step over all that was deleted before.
  #keys: Iterator<string> | undefined;
  // Of which the successor is to be told yet.
  #again: string | undefined;
  // What was there at first, and has not been read. Until it has been, nobody knows of which changes to tell.
  #rest: Iterator<EncodedObject<K>> | undefined;
  #next: NodeJS.Immediate | undefined;
  #wake: (() => void) | undefined;

  /** Everything in the store, to be told as `added`. */
  constructor(store: Store<K>) {
    this.#store = store;
    this.#rest = store.snapshot()[Symbol.iterator]();
    this.#readOn();
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
      if (pending.known)
        pending.gone = finalStateUnknown
          ? Change.unseenDeletion(encoded.own())
          : new Change('deleted', encoded.own());
      pending.known = false;
      pending.exists = false;
      if (!pending.gone) this.#pending.delete(key);
    } else pending.exists = true;
    this.wake();
  }

  shift(): Change<K> | undefined {
    if (this.#rest) return undefined;
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

  /** Resolves when there may be something to shift. */
  more(): Promise<void> {
    return new Promise((resolve) => void (this.#wake = resolve));
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  close(): void {
    this.#rest = undefined;
    clearImmediate(this.#next);
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

  #readOn(): void {
    for (let left = portion; left > 0; left -= 1) {
      const next: IteratorResult<EncodedObject<K>, unknown> | undefined = this.#rest?.next();
      if (!next || next.done) {
        this.#rest = undefined;
        this.wake();
        return;
      }
      this.#begin(next.value.key);
    }
    this.#next = setImmediate(() => this.#readOn());
  }

  #begin(key: string): void {
    const pending = this.#pending.get(key);
    if (!pending) this.#pending.set(key, { known: false, gone: undefined, exists: true });
    else {
      // What it became since is all that is to be told.
      pending.known = false;
      pending.gone = undefined;
      if (!pending.exists) this.#pending.delete(key);
    }
  }
}
