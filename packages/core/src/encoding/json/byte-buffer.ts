// Joins pieces of bytes into one array.

const noBytes = new Uint8Array(0);

export class ByteBuffer {
  #bytes: Uint8Array = noBytes;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** Everything appended so far. It belongs to the caller, and the buffer is empty again. */
  drain(): Uint8Array {
    const whole = this.#bytes.subarray(0, this.#length);
    this.#bytes = noBytes;
    this.#length = 0;
    return whole;
  }
}
