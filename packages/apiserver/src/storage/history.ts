// The recent changes of one kind, in order, with the snapshot that each left behind.
//
// Watches read it by sequence number, so a change is queued once for all of them; a watch that falls more
// than the window behind finds its place gone. Compaction moves the oldest version that may be asked for,
// without taking anything from watches that already run.

import type { SortedTree } from './sorted-tree.ts';
import type { StoredChange } from './stored-change.ts';
import type { StoredObject } from './stored-object.ts';

export type Snapshot = SortedTree<StoredObject>;

interface Entry {
  readonly change: StoredChange;
  readonly after: Snapshot;
}

export interface HistoryLimits {
  /** How many changes are kept. */
  readonly changes: number;
  /** How many bytes of objects these may hold; the newest change is kept whatever its size. */
  readonly bytes: number;
}

export class History {
  readonly #limits: HistoryLimits;
  #entries: Entry[] = [];
  // The sequence number of #entries[0].
  #first = 0;
  // Entries before this sequence number may not be asked for any more.
  #usable = 0;
  // What the entries hold that may be asked for, and those before them.
  #usableBytes = 0;
  #deadBytes = 0;
  #oldest: number;
  #base: Snapshot;

  /** The kind's history starts at `revision` with the state `base`. */
  constructor(limits: HistoryLimits, revision: number, base: Snapshot) {
    this.#limits = limits;
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

  append(change: StoredChange, after: Snapshot): void {
    this.#entries.push({ change, after });
    this.#usableBytes += change.stored.bytes.length;
    const { changes, bytes } = this.#limits;
    if (this.end - this.#usable > changes) this.#drop(this.#usable + 1);
    while (this.#usableBytes > bytes && this.#usable < this.end - 1) this.#drop(this.#usable + 1);
    // Cutting off in large pieces keeps an append at constant cost.
    const dead = this.#usable - this.#first;
    if (dead > changes || this.#deadBytes > bytes) {
      this.#entries = this.#entries.slice(dead);
      this.#first += dead;
      this.#deadBytes = 0;
    }
  }

  /** Forgets everything up to `revision`, the newest at least as it stands. */
  compact(revision: number): void {
    this.#drop(this.end);
    this.#oldest = revision;
  }

  /** The change with this number, or undefined where it is not there yet. */
  at(sequence: number): StoredChange | undefined {
    return this.#entries[sequence - this.#first]?.change;
  }

  /** Whether a reader who stands at `sequence` can still go on. */
  holds(sequence: number): boolean {
    return this.end - sequence <= this.#limits.changes && sequence >= this.#first;
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
    for (let at = this.#usable; at < usable; at += 1) {
      const size = this.at(at)?.stored.bytes.length ?? 0;
      this.#usableBytes -= size;
      this.#deadBytes += size;
    }
    this.#usable = usable;
    if (!last) return;
    this.#base = last.after;
    // The real server names the revision before the first change it still has, though the one of the last
    // forgotten change would do.
    this.#oldest = (this.at(usable)?.revision ?? last.change.revision + 1) - 1;
  }
}
