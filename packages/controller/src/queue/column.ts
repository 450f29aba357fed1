// Numbers of all entries of a table, each under the entry's slot. They take the bytes of their type, and nothing for a
// header or a box: a field of an object that is no small integer costs 24.
//
// There are two classes that look the same, and not one for both, so that the code of each sees one type of array.

/** Times, and counts without a bound. */
export class Float64Column {
  #numbers = new Float64Array();

  get(slot: number): number {
    return this.#numbers[slot] ?? 0;
  }

  set(slot: number, value: number): void {
    this.#numbers[slot] = value;
  }

  /** Room for slots below `length`. What is there stays where there is still room. */
  resize(length: number): void {
    const old = this.#numbers;
    this.#numbers = new Float64Array(length);
    this.#numbers.set(old.subarray(0, length));
  }
}

/** Counts below 2^31, and flags. */
export class Int32Column {
  #numbers = new Int32Array();

  get(slot: number): number {
    return this.#numbers[slot] ?? 0;
  }

  set(slot: number, value: number): void {
    this.#numbers[slot] = value;
  }

  /** Room for slots below `length`. What is there stays where there is still room. */
  resize(length: number): void {
    const old = this.#numbers;
    this.#numbers = new Int32Array(length);
    this.#numbers.set(old.subarray(0, length));
  }
}
