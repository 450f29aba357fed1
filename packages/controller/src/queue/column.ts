// Numbers of all entries of a table, each under the entry's slot. They take the bytes of their type, and nothing for a
// header or a box: a field of an object that is no small integer costs 24.

type Numbers = Float64Array | Int32Array | Uint16Array;

export class Column {
  #numbers: Numbers;
  readonly #create: (length: number) => Numbers;

  constructor(create: (length: number) => Numbers) {
    this.#create = create;
    this.#numbers = create(0);
  }

  get(slot: number): number {
    return this.#numbers[slot] ?? 0;
  }

  set(slot: number, value: number): void {
    this.#numbers[slot] = value;
  }

  /** Room for slots below `length`. What is there stays where there is still room. */
  resize(length: number): void {
    const old = this.#numbers;
    this.#numbers = this.#create(length);
    this.#numbers.set(old.length > length ? old.subarray(0, length) : old);
  }
}

/** Times, and counts without a bound. */
export function float64Column(): Column {
  return new Column((length) => new Float64Array(length));
}

/** Counts below 2^31. */
export function int32Column(): Column {
  return new Column((length) => new Int32Array(length));
}

/** Up to sixteen flags. */
export function uint16Column(): Column {
  return new Column((length) => new Uint16Array(length));
}
