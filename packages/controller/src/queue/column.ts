// Numbers of all entries of a table. They take the bytes of their type, and nothing for a header or a box: a field of an
// object that is no small integer costs 24. Those of one entry lie beside each other, 64 bytes that the processor fetches
// together, though whoever reads and writes them sees columns.
//
// There are two classes that look the same, and not one for both, so that the code of each sees one type of array.

const bytes = 64;
const floats = bytes / Float64Array.BYTES_PER_ELEMENT;
const ints = bytes / Int32Array.BYTES_PER_ELEMENT;

/** Times, and counts without a bound. */
export class Float64Column {
  readonly #offset: number;
  #numbers = new Float64Array();

  /** @param offset from the start of an entry, in numbers of this type. */
  constructor(offset: number) {
    this.#offset = offset;
  }

  get(slot: number): number {
    return this.#numbers[slot * floats + this.#offset] ?? 0;
  }

  set(slot: number, value: number): void {
    this.#numbers[slot * floats + this.#offset] = value;
  }

  moveTo(entries: ArrayBuffer): void {
    this.#numbers = new Float64Array(entries);
  }
}

/** Counts below 2^31, slots, and flags. */
export class Int32Column {
  readonly #offset: number;
  #numbers = new Int32Array();

  /** @param offset from the start of an entry, in numbers of this type. */
  constructor(offset: number) {
    this.#offset = offset;
  }

  get(slot: number): number {
    return this.#numbers[slot * ints + this.#offset] ?? 0;
  }

  set(slot: number, value: number): void {
    this.#numbers[slot * ints + this.#offset] = value;
  }

  moveTo(entries: ArrayBuffer): void {
    this.#numbers = new Int32Array(entries);
  }
}

/** A copy with room for slots below `capacity`, as far as what is there fits in. */
export function resized(entries: ArrayBuffer, capacity: number): ArrayBuffer {
  const copy = new Uint8Array(capacity * bytes);
  copy.set(new Uint8Array(entries).subarray(0, copy.length));
  return copy.buffer;
}
