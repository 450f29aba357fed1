// The slot of each key.
//
// It is a Map of V8, made anew now and then. A Map itself moves to another table every so often, and the table that it
// leaves keeps the next one alive: where keys come and go, one that has become old keeps all that follow, and the keys in
// them, until V8 collects its whole heap.

// Deleted keys until it is made anew: this many, or so many for each key that is there, if that is more.
const fewestDeleted = 500;
const deletedPerKey = 4;

export class KeySlots {
  #slots = new Map<string, number>();
  #deleted = 0;

  get size(): number {
    return this.#slots.size;
  }

  get(key: string): number | undefined {
    return this.#slots.get(key);
  }

  set(key: string, slot: number): void {
    this.#slots.set(key, slot);
  }

  delete(key: string): void {
    this.#slots.delete(key);
    this.#deleted += 1;
    if (this.#deleted < Math.max(fewestDeleted, deletedPerKey * this.#slots.size)) return;
    this.#slots = new Map(this.#slots);
    this.#deleted = 0;
  }

  /** The keys that are here when the walk begins and still are when it comes to them, with the slots they have then. */
  *entries(): Generator<[key: string, slot: number]> {
    // A copy: the walk of a Map that is made anew meanwhile would miss a key that went and has come back.
    for (const key of [...this.#slots.keys()]) {
      const slot = this.#slots.get(key);
      if (slot !== undefined) yield [key, slot];
    }
  }
}
