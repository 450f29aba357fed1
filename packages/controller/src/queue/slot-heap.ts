// The slots of some entries of a table, the one that is due first on top. An entry is in one heap at most, so that all
// of them share the column that says where it is.
//
// Each has four below it, and the times are here once more, beside the slots: what is compared lies together, and there
// are half as many steps from the top to the bottom.

import type { Float64Column, Int32Column } from './column.ts';

/** What heaps need of a table. */
export interface OrderedSlots {
  /** When each slot is due. */
  readonly readyAt: Float64Column;
  /** Counts up; no two slots have the same. */
  readonly arrival: Float64Column;
  /** Where each slot is in its heap. */
  readonly place: Int32Column;
}

const arity = 4;
const smallestCapacity = 64;

export class SlotHeap {
  readonly #table: OrderedSlots;
  #slots = new Int32Array();
  #times = new Float64Array();
  #size = 0;

  constructor(table: OrderedSlots) {
    this.#table = table;
  }

  get size(): number {
    return this.#size;
  }

  /** The slot that is due first; of those due at once, the one that arrived first. */
  get first(): number | undefined {
    return this.#size > 0 ? this.#slots[0] : undefined;
  }

  has(slot: number): boolean {
    const place = this.#table.place.get(slot);
    return place >= 0 && place < this.#size && this.#slots[place] === slot;
  }

  push(slot: number): void {
    const place = this.#size;
    if (place === this.#slots.length) this.#resize(Math.max(smallestCapacity, Math.ceil(place * 1.25)));
    this.#size += 1;
    this.#rise(slot, this.#table.readyAt.get(slot), place);
  }

  /** The slot must be in this heap. */
  remove(slot: number): void {
    const place = this.#table.place.get(slot);
    this.#size -= 1;
    const last = this.#slots[this.#size] ?? slot;
    if (last !== slot) this.#settle(last, this.#times[this.#size] ?? NaN, place);
    // Gives back the memory of many slots.
    else if (this.#size === 0 && this.#slots.length > smallestCapacity) this.#resize(smallestCapacity);
  }

  /** Says that the slot, which must be in this heap, is due at another time now. */
  moved(slot: number): void {
    this.#settle(slot, this.#table.readyAt.get(slot), this.#table.place.get(slot));
  }

  #set(slot: number, time: number, place: number): void {
    this.#slots[place] = slot;
    this.#times[place] = time;
    this.#table.place.set(slot, place);
  }

  #isBefore(slot: number, time: number, place: number): boolean {
    const other = this.#times[place] ?? NaN;
    if (time !== other) return time < other;
    const { arrival } = this.#table;
    return arrival.get(slot) < arrival.get(this.#slots[place] ?? 0);
  }

  #settle(slot: number, time: number, place: number): void {
    if (place > 0 && this.#isBefore(slot, time, (place - 1) >> 2)) this.#rise(slot, time, place);
    else this.#sink(slot, time, place);
  }

  #rise(slot: number, time: number, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if (!this.#isBefore(slot, time, above)) break;
      this.#set(this.#slots[above] ?? 0, this.#times[above] ?? NaN, place);
      place = above;
    }
    this.#set(slot, time, place);
  }

  #sink(slot: number, time: number, from: number): void {
    let place = from;
    for (;;) {
      let below = arity * place + 1;
      if (below >= this.#size) break;
      const end = Math.min(below + arity, this.#size);
      let first = this.#slots[below] ?? 0;
      let firstTime = this.#times[below] ?? NaN;
      for (let other = below + 1; other < end; other += 1) {
        if (this.#isBefore(first, firstTime, other)) continue;
        below = other;
        first = this.#slots[other] ?? 0;
        firstTime = this.#times[other] ?? NaN;
      }
      if (this.#isBefore(slot, time, below)) break;
      this.#set(first, firstTime, place);
      place = below;
    }
    this.#set(slot, time, place);
  }

  #resize(capacity: number): void {
    const [slots, times] = [new Int32Array(capacity), new Float64Array(capacity)];
    slots.set(this.#slots.subarray(0, capacity));
    times.set(this.#times.subarray(0, capacity));
    this.#slots = slots;
    this.#times = times;
  }
}
