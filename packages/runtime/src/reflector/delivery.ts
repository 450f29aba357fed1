// Delivers a store's changes to one listener in order, in portions, so that a first list of half a million objects does not
// block the event loop.

import type { KubeObject } from '@kube-rx/core';
import type { Change } from './change.ts';
import type { BatchListener, ChangeBatch } from './store-state.ts';

// Changes delivered before the event loop turns. A count, not a time, so that a simulation is deterministic. Few, so that
// what a controller is told in a turn it can reconcile in the same one: a first list does not pile up in its queue.
const portion = 250;

export class Delivery<K extends KubeObject> {
  readonly #deliver: (change: Change<K>) => void;
  readonly #onIdle: () => void;
  readonly #unobserve: () => void;
  readonly #waiting: Iterator<Change<K>>[] = [];
  // How many of these have been delivered. They are removed in portions: one by one, a long array would be moved each time.
  #delivered = 0;
  #next: NodeJS.Immediate | undefined;
  #busy = false;
  #closed = false;

  /** Begins with the next change of the store. `onIdle`: all has been delivered. Neither function may throw. */
  constructor(
    store: { observeBatches(listener: BatchListener<K>): () => void },
    deliver: (change: Change<K>) => void,
    onIdle: () => void = () => undefined,
  ) {
    this.#deliver = deliver;
    this.#onIdle = onIdle;
    this.#unobserve = store.observeBatches((batch) => this.push(batch));
  }

  get isIdle(): boolean {
    return this.#delivered === this.#waiting.length;
  }

  /** Delivers the first portion synchronously, unless earlier changes still wait. */
  push(batch: ChangeBatch<K>): void {
    if (this.#closed) return;
    this.#waiting.push(batch[Symbol.iterator]());
    // Reentrant: a change that the listener causes is delivered after those under way.
    if (!this.#busy && !this.#next) this.#drain();
  }

  /** Nothing is delivered any more. */
  close(): void {
    this.#closed = true;
    this.#unobserve();
    this.#waiting.length = 0;
    this.#delivered = 0;
    clearImmediate(this.#next);
  }

  #drain(): void {
    this.#next = undefined;
    this.#busy = true;
    for (let left = portion; left > 0; left -= 1) {
      const change = this.#nextChange();
      if (!change) break;
      this.#deliver(change);
    }
    this.#busy = false;
    if (!this.isIdle) this.#next = setImmediate(() => this.#drain());
    else if (!this.#closed) this.#onIdle();
  }

  #nextChange(): Change<K> | undefined {
    for (;;) {
      const batch = this.#waiting[this.#delivered];
      if (!batch) return undefined;
      const next: IteratorResult<Change<K>, unknown> = batch.next();
      if (!next.done) return next.value;
      // Closed while the batch was asked.
      if (this.#closed) return undefined;
      this.#delivered += 1;
      if (this.#delivered < portion && !this.isIdle) continue;
      this.#waiting.splice(0, this.#delivered);
      this.#delivered = 0;
    }
  }
}
