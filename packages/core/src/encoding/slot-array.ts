// A number for each of many slots, outside of the engine's heap.

export class SlotArray {
  #numbers = new Int32Array(64);

  /** Of a slot that was set before. */
  get(slot: number): number {
    return this.#numbers[slot] as number;
  }

  set(slot: number, number: number): void {
    if (slot >= this.#numbers.length) {
      const more = new Int32Array(Math.max(slot + 1, this.#numbers.length * 2));
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[slot] = number;
  }
}
