// Which slots belong together, as those of a namespace: outside of the engine's heap, and without order.

import { SlotArray } from './slot-array.ts';

export class SlotList {
  // Where in its list a slot stands.
  readonly #indexOf: SlotArray;
  readonly #slots = new SlotArray();
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
    this.#indexOf.set(slot, this.#length);
    this.#slots.set(this.#length, slot);
    this.#length += 1;
  }

  /** The slot was in it. The last one takes its place. */
  delete(slot: number): void {
    const index = this.#indexOf.get(slot);
    this.#length -= 1;
    const last = this.#slots.get(this.#length);
    this.#slots.set(index, last);
    this.#indexOf.set(last, index);
  }

  /** Asked of a slot that was in it, or in another list that shares its places. */
  has(slot: number): boolean {
    const index = this.#indexOf.get(slot);
    return index < this.#length && this.#slots.get(index) === slot;
  }

  /** The slots as they are now, whenever they are gone through. */
  all(): Iterable<number> {
    const slots = this.#slots.copy();
    const length = this.#length;
    return {
      *[Symbol.iterator]() {
        for (let index = 0; index < length; index += 1) yield slots.get(index);
      },
    };
  }
}
