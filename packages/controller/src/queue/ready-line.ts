// The slots of some keys that are ready, the one that was due first in front. Nearly all come in this order: they are
// linked, each to the next, which costs the same however many there are. What comes late goes into a heap.

import type { Int32Column } from './column.ts';
import { type OrderedSlots, SlotHeap } from './slot-heap.ts';

/** What lines need of a table. A slot is in one line or heap at most, so that all of them share the columns. */
export interface LinkedSlots extends OrderedSlots {
  /** The slot behind each slot of a line; `place` is the one before. */
  readonly next: Int32Column;
  /** Whether it is due before the other; of those due at once, whether it arrived before. */
  isBefore(slot: number, other: number): boolean;
}

const none = -1;

export class ReadyLine {
  readonly #table: LinkedSlots;
  #late: SlotHeap | undefined;
  #front = none;
  #back = none;

  constructor(table: LinkedSlots) {
    this.#table = table;
  }

  /** The slot that was due first; of those due at once, the one that arrived first. */
  get first(): number | undefined {
    const late = this.#late?.first;
    if (this.#front === none) return late;
    return late !== undefined && this.#table.isBefore(late, this.#front) ? late : this.#front;
  }

  push(slot: number): void {
    const { next, place } = this.#table;
    const back = this.#back;
    if (back === none) this.#front = slot;
    else if (this.#table.isBefore(slot, back)) {
      this.#late ??= new SlotHeap(this.#table);
      this.#late.push(slot);
      return;
    } else next.set(back, slot);
    place.set(slot, back);
    next.set(slot, none);
    this.#back = slot;
  }

  /** The slot must be in this line. */
  remove(slot: number): void {
    if (this.#late?.has(slot)) {
      this.#late.remove(slot);
      return;
    }
    const { next, place } = this.#table;
    const before = place.get(slot);
    const after = next.get(slot);
    if (before === none) this.#front = after;
    else next.set(before, after);
    if (after === none) this.#back = before;
    else place.set(after, before);
  }
}
