// Which slots belong together, as those of a namespace: outside of the engine's heap, and without order.

import { SlotArray } from './slot-array.ts';

export class SlotList {
  // Where in its list a slot stands.
  readonly #indexOf: SlotArray;
  #slots = new Int32Array(4);
  #length = 0;

  /** `indexOf`: shared by lists of which no two have the same slot. */
  constructor(indexOf: SlotArray = new SlotArray()) {
    this.#indexOf = indexOf;
  }

  get length(): number {
    return this.#length;
  }

  /** The slot was not in it. */
  add(slot: number): void {
    if (this.#length === this.#slots.length) {
      const more = new Int32Array(this.#length * 2);
      more.set(this.#slots);
      this.#slots = more;
    }
    this.#indexOf.set(slot, this.#length);
    this.#slots[this.#length] = slot;
    this.#length += 1;
  }

  /** The slot was in it. The last one takes its place. */
  delete(slot: number): void {
    const index = this.#indexOf.get(slot);
    this.#length -= 1;
    const last = this.#slots[this.#length] as number;
    this.#slots[index] = last;
    this.#indexOf.set(last, index);
  }

  /** Asked of a slot that no other of the lists has that share their places. */
  has(slot: number): boolean {
    const index = this.#indexOf.get(slot);
    return index < this.#length && this.#slots[index] === slot;
  }

  /** A copy. */
  all(): Int32Array {
    return this.#slots.slice(0, this.#length);
  }
}
