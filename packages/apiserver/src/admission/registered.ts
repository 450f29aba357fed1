// What is made of stored configurations, which every write asks for.

import type { Snapshot } from '../storage/history.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import type { StoredObject } from '../storage/stored-object.ts';

interface Entry<Made> {
  readonly stored: StoredObject;
  readonly made: Made;
}

/**
 * What `make` makes of each object of a store: once for each, and of those alone that are stored now. The history of the
 * store keeps older objects, so that nothing here may hang on them.
 */
export class Registered<Made> {
  readonly #store: Pick<ResourceStore, 'snapshot'>;
  readonly #make: (stored: StoredObject) => Made;
  #seen: Snapshot | undefined;
  #entries: ReadonlyMap<string, Entry<Made>> = new Map();
  #all: readonly Made[] = [];

  constructor(store: Pick<ResourceStore, 'snapshot'>, make: (stored: StoredObject) => Made) {
    this.#store = store;
    this.#make = make;
  }

  /** In the order of the names; the same list until an object changes. */
  get all(): readonly Made[] {
    const { snapshot } = this.#store;
    if (snapshot === this.#seen) return this.#all;
    const entries = new Map<string, Entry<Made>>();
    for (const [key, stored] of snapshot.entries()) {
      const known = this.#entries.get(key);
      entries.set(key, known?.stored === stored ? known : { stored, made: this.#make(stored) });
    }
    this.#entries = entries;
    this.#all = Array.from(entries.values(), ({ made }) => made);
    this.#seen = snapshot;
    return this.#all;
  }
}
