// A set of slots, such as those of a namespace, outside of V8's heap. It has no order.

import { SlotArray } from './slot-array.ts';

/**
 * @example
 * const slots = new SlotList();
 * slots.add(3);
 * Array.from(slots.all()); // [3]
 */
export class SlotList {
  // The position of each slot in its list.
  readonly #indexOf: SlotArray;
  readonly #slots = new SlotArray();
  #length = 0;

  /** `indexOf` may be shared by lists that have no slot in common. */
  constructor(indexOf: SlotArray = new SlotArray()) {
    this.#indexOf = indexOf;
  }

  get length(): number {
    return this.#length;
  }

  /** The slot must not be in it. */
  add(slot: number): void {
    this.#indexOf.set(slot, this.#length);
    this.#slots.set(this.#length, slot);
    this.#length += 1;
  }

  /** The slot must be in it. The last slot takes its position. */
  delete(slot: number): void {
    const index = this.#indexOf.get(slot);
    this.#length -= 1;
    const last = this.#slots.get(this.#length);
    this.#slots.set(index, last);
    this.#indexOf.set(last, index);
  }

  /** The slot must have been in this list before, or in another one that shares `indexOf`. */
  has(slot: number): boolean {
    const index = this.#indexOf.get(slot);
    return index < this.#length && this.#slots.get(index) === slot;
  }

  /** The current slots, whenever they are iterated. */
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
