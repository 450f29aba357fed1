// The slots of some entries of a table, the one that is due first on top: a binary heap. An entry is in one heap at
// most, so that all of them share the column that says where it is.

import type { Int32Column } from './column.ts';

/** What heaps need of a table. */
export interface OrderedSlots {
  /** Where each slot is in its heap. */
  readonly place: Int32Column;
  isBefore(slot: number, other: number): boolean;
}

export class SlotHeap {
  readonly #table: OrderedSlots;
  readonly #slots: number[] = [];

  constructor(table: OrderedSlots) {
    this.#table = table;
  }

  get size(): number {
    return this.#slots.length;
  }

  /** The slot that is due first; of those due at once, the one that arrived first. */
  get first(): number | undefined {
    return this.#slots[0];
  }

  push(slot: number): void {
    this.#slots.push(slot);
    this.#rise(slot, this.#slots.length - 1);
  }

  /** The slot must be in this heap. */
  remove(slot: number): void {
    const place = this.#table.place.get(slot);
    const last = this.#slots.pop();
    if (last === undefined || last === slot) return;
    this.#settle(last, place);
  }

  /** Says that the slot, which must be in this heap, is due at another time now. */
  moved(slot: number): void {
    this.#settle(slot, this.#table.place.get(slot));
  }

  #at(place: number): number {
    return this.#slots[place] ?? -1;
  }

  #set(slot: number, place: number): void {
    this.#slots[place] = slot;
    this.#table.place.set(slot, place);
  }

  #settle(slot: number, place: number): void {
    if (place > 0 && this.#table.isBefore(slot, this.#at((place - 1) >> 1))) this.#rise(slot, place);
    else this.#sink(slot, place);
  }

  #rise(slot: number, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#at(above);
      if (!this.#table.isBefore(slot, parent)) break;
      this.#set(parent, place);
      place = above;
    }
    this.#set(slot, place);
  }

  // Goes down to the end, and up again as far as needed: most of what is sunk was among the last to come.
  #sink(slot: number, from: number): void {
    let place = from;
    const size = this.#slots.length;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      let child = this.#at(below);
      if (below + 1 < size) {
        const other = this.#at(below + 1);
        if (this.#table.isBefore(other, child)) {
          below += 1;
          child = other;
        }
      }
      this.#set(child, place);
      place = below;
    }
    this.#rise(slot, place);
  }
}
