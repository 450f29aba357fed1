// Where the record of each slot is: the number of its slab, and its first word there. Freed slots are reused.

import { SlotArray } from './slot-array.ts';

/** The slab of a free slot. */
export const nowhere = -1;

export class RecordSlots {
  readonly #slabOf: SlotArray;
  // Of a free slot, the next free one.
  readonly #wordOf: SlotArray;
  #firstFree = nowhere;
  #count = 0;

  constructor(slabOf: SlotArray = new SlotArray(), wordOf: SlotArray = new SlotArray()) {
    this.#slabOf = slabOf;
    this.#wordOf = wordOf;
  }

  /** Every slot is below this number. */
  get count(): number {
    return this.#count;
  }

  slabOf(slot: number): number {
    return this.#slabOf.get(slot);
  }

  wordOf(slot: number): number {
    return this.#wordOf.get(slot);
  }

  set(slot: number, slab: number, word: number): void {
    this.#slabOf.set(slot, slab);
    this.#wordOf.set(slot, word);
  }

  allocate(): number {
    const slot = this.#firstFree;
    if (slot === nowhere) return this.#count++;
    this.#firstFree = this.#wordOf.get(slot);
    return slot;
  }

  free(slot: number): void {
    this.set(slot, nowhere, this.#firstFree);
    this.#firstFree = slot;
  }

  /** A copy-on-write copy, to be read. */
  copy(): Pick<RecordSlots, 'slabOf' | 'wordOf'> {
    return new RecordSlots(this.#slabOf.copy(), this.#wordOf.copy());
  }
}
