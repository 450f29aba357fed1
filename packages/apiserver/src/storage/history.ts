// The recent changes of one kind, in order, with the snapshot that each left behind.
//
// Watches read it by sequence number, so a change is queued once for all of them; a watch that falls more
// than the window behind finds its place gone. Compaction moves the oldest version that may be asked for,
// without taking anything from watches that already run.

import type { Change } from './change.ts';
import type { SortedTree } from './sorted-tree.ts';
import type { StoredObject } from './stored-object.ts';

export type Snapshot = SortedTree<StoredObject>;

interface Entry {
  readonly change: Change;
  readonly after: Snapshot;
}

export class History {
  readonly #size: number;
  #entries: Entry[] = [];
  // The sequence number of #entries[0].
  #first = 0;
  // Entries before this sequence number may not be asked for any more.
  #usable = 0;
  #oldest: number;
  #base: Snapshot;

  /** `size` changes are kept; the kind's history starts at `revision` with the state `base`. */
  constructor(size: number, revision: number, base: Snapshot) {
    this.#size = size;
    this.#oldest = revision;
    this.#base = base;
  }

  /** The oldest resourceVersion that a watch can start from. */
  get oldest(): number {
    return this.#oldest;
  }

  /** The sequence number that the next change will have. */
  get end(): number {
    return this.#first + this.#entries.length;
  }

  append(change: Change, after: Snapshot): void {
    this.#entries.push({ change, after });
    if (this.end - this.#usable > this.#size) this.#drop(this.#usable + 1);
    // Cutting off in large pieces keeps an append at constant cost.
    const dead = this.#usable - this.#first;
    if (dead > this.#size) {
      this.#entries = this.#entries.slice(dead);
      this.#first += dead;
    }
  }

  /** Forgets everything up to `revision`, the newest at least as it stands. */
  compact(revision: number): void {
    this.#drop(this.end);
    this.#oldest = revision;
  }

  /** The change with this number, or undefined where it is not there yet. */
  at(sequence: number): Change | undefined {
    return this.#entries[sequence - this.#first]?.change;
  }

  /** Whether a reader who stands at `sequence` can still go on. */
  holds(sequence: number): boolean {
    return this.end - sequence <= this.#size && sequence >= this.#first;
  }

  /** The number of the first change after `revision`, which must not be older than `oldest`. */
  after(revision: number): number {
    let low = this.#usable;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at(middle)?.revision ?? Infinity) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The state at `revision`, or undefined where it is forgotten. */
  snapshotAt(revision: number): Snapshot | undefined {
    if (revision < this.#oldest) return undefined;
    const sequence = this.after(revision);
    return sequence === this.#usable ? this.#base : this.#entries[sequence - 1 - this.#first]?.after;
  }

  #drop(usable: number): void {
    const last = this.#entries[usable - 1 - this.#first];
    this.#usable = usable;
    if (!last) return;
    this.#base = last.after;
    // The real server names the revision before the first change it still has, though the one of the last
    // forgotten change would do.
    this.#oldest = (this.at(usable)?.revision ?? last.change.revision + 1) - 1;
  }
}
