// The slots of some entries of a table, the one that is due first on top: a binary heap. An entry is in one heap at
// most, so that all of them share the column that says where it is.

import type { EntryTable } from './entry-table.ts';

export class SlotHeap {
  readonly #table: EntryTable;
  readonly #slots: number[] = [];

  constructor(table: EntryTable) {
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

  clear(): void {
    this.#slots.length = 0;
  }

  #at(place: number): number {
    return this.#slots[place] ?? -1;
  }

  #isBefore(one: number, other: number): boolean {
    const { readyAt, arrival } = this.#table;
    const difference = readyAt.get(one) - readyAt.get(other);
    return difference === 0 ? arrival.get(one) < arrival.get(other) : difference < 0;
  }

  #set(slot: number, place: number): void {
    this.#slots[place] = slot;
    this.#table.place.set(slot, place);
  }

  #settle(slot: number, place: number): void {
    if (place > 0 && this.#isBefore(slot, this.#at((place - 1) >> 1))) this.#rise(slot, place);
    else this.#sink(slot, place);
  }

  #rise(slot: number, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#at(above);
      if (!this.#isBefore(slot, parent)) break;
      this.#set(parent, place);
      place = above;
    }
    this.#set(slot, place);
  }

  #sink(slot: number, from: number): void {
    let place = from;
    const size = this.#slots.length;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#isBefore(this.#at(below + 1), this.#at(below))) below += 1;
      const child = this.#at(below);
      if (!this.#isBefore(child, slot)) break;
      this.#set(child, place);
      place = below;
    }
    this.#set(slot, place);
  }
}
