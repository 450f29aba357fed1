// A hash table of slots outside of V8's heap: open addressing with linear probing, pairs of a hash and its slot. At most
// half of them are used.

const empty = -1;

/**
 * No more places than these are taken in a row, so that no operation looks at more. Of hashes that nobody can foresee, so
 * many in a row are as good as impossible: half full, a row of 256 begins at one place in 10 ** 21.
 */
export const longestRow = 256;

export class SlotTable {
  #pairs = new Int32Array(16).fill(empty);
  #mask = 7;
  #size = 0;

  find(hash: number, isIt: (slot: number) => boolean): number | undefined {
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const slot = this.#pairs[at * 2 + 1] as number;
      if (slot === empty) return undefined;
      if (this.#pairs[at * 2] === hash && isIt(slot)) return slot;
    }
  }

  /** False if there is no place for it. `onLost` gets each slot that has none any more, as the table had to grow. */
  add(hash: number, slot: number, onLost: (slot: number) => void): boolean {
    if (this.#size * 2 > this.#mask) this.#grow(onLost);
    return this.#put(hash, slot);
  }

  /** False if it is not here. */
  delete(hash: number, slot: number): boolean {
    let hole = hash & this.#mask;
    while (this.#pairs[hole * 2 + 1] !== slot) {
      if (this.#pairs[hole * 2 + 1] === empty) return false;
      hole = (hole + 1) & this.#mask;
    }
    this.#size -= 1;
    // Entries that were displaced by the deleted one move up.
    for (let at = (hole + 1) & this.#mask; this.#pairs[at * 2 + 1] !== empty; at = (at + 1) & this.#mask) {
      const home = (this.#pairs[at * 2] as number) & this.#mask;
      if (((at - home) & this.#mask) < ((at - hole) & this.#mask)) continue;
      this.#pairs.copyWithin(hole * 2, at * 2, at * 2 + 2);
      hole = at;
    }
    this.#pairs[hole * 2 + 1] = empty;
    return true;
  }

  #put(hash: number, slot: number): boolean {
    const home = hash & this.#mask;
    let at = home;
    while (this.#isTaken(at)) at += 1;
    let first = home;
    while (this.#isTaken(first - 1)) first -= 1;
    let last = at;
    while (this.#isTaken(last + 1)) last += 1;
    if (last - first >= longestRow) return false;
    this.#pairs[(at & this.#mask) * 2] = hash;
    this.#pairs[(at & this.#mask) * 2 + 1] = slot;
    this.#size += 1;
    return true;
  }

  #isTaken(at: number): boolean {
    return this.#pairs[(at & this.#mask) * 2 + 1] !== empty;
  }

  #grow(onLost: (slot: number) => void): void {
    const before = this.#pairs;
    this.#pairs = new Int32Array(before.length * 2).fill(empty);
    this.#mask = this.#mask * 2 + 1;
    this.#size = 0;
    for (let at = 0; at < before.length; at += 2) {
      const slot = before[at + 1] as number;
      if (slot !== empty && !this.#put(before[at] as number, slot)) onLost(slot);
    }
  }
}
