// What equal watches have in common: which objects they see, and how. A change is looked at once for all of them.

import type { Representation, StoredChange } from '../storage/stored-change.ts';
import type { StoredObject } from '../storage/stored-object.ts';

export class Selection {
  readonly selects: (stored: StoredObject) => boolean;
  readonly as: Representation;
  // Of the change that was asked for last: watches that keep up ask for the same one after the other.
  #change: StoredChange | undefined;
  #frame: Uint8Array | undefined;

  constructor(selects: (stored: StoredObject) => boolean, as: Representation) {
    this.selects = selects;
    this.as = as;
  }

  /** What a watch sends of a change; undefined where it concerns no selected object. */
  frame(change: StoredChange): Uint8Array | undefined {
    if (change === this.#change) return this.#frame;
    this.#frame = change.frame(this.selects, this.as);
    this.#change = change;
    return this.#frame;
  }
}

interface Shared {
  readonly selection: Selection;
  watches: number;
}

/** The selections of a resource's watches, each for as long as a watch has it. */
export class Selections {
  readonly #shared = new Map<string, Shared>();

  /** Equal keys promise equal selections. */
  take(key: string, make: () => Selection): Selection {
    const shared = this.#shared.get(key) ?? { selection: make(), watches: 0 };
    shared.watches += 1;
    this.#shared.set(key, shared);
    return shared.selection;
  }

  release(key: string): void {
    const shared = this.#shared.get(key);
    if (!shared) return;
    shared.watches -= 1;
    if (shared.watches === 0) this.#shared.delete(key);
  }
}
