// Takes the framing off a chunked body (RFC 9112, section 7.1), wherever it was cut on its way. It knows chunks as
// servers write them: a size without extensions, then the bytes. At the last chunk, and at anything else, it stops, and
// Node's parser decides what that is.

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
// Thirteen hexadecimal digits still make a safe integer, and nobody sends more.
const mostDigits = 13;

export class ChunkedBody {
  /** How many bytes of the body the last `decode` found. */
  written = 0;
  #phase: 'size' | 'sizeEnd' | 'data' | 'dataReturn' | 'dataEnd' = 'size';
  /** How many bytes of the current chunk are still to come. */
  #left = 0;
  readonly #digits = new Uint8Array(mostDigits);
  #digitCount = 0;

  /**
   * Moves the bytes of the body together, to where the input begins at `at`. Returns where it stopped, or -1 where it
   * consumed the whole input.
   */
  decode(input: Uint8Array, at: number, end: number): number {
    const start = at;
    this.written = 0;
    while (at < end) {
      if (this.#phase === 'data') {
        const to = Math.min(at + this.#left, end);
        input.copyWithin(start + this.written, at, to);
        this.written += to - at;
        this.#left -= to - at;
        at = to;
        if (this.#left === 0) this.#phase = 'dataReturn';
      } else if (this.#consume(input[at] as number)) at += 1;
      else return at;
    }
    return -1;
  }

  /** The bytes before the one at which it stopped that it consumed, and the parser must see. */
  get before(): Uint8Array {
    switch (this.#phase) {
      case 'size':
        return this.#digits.subarray(0, this.#digitCount);
      case 'sizeEnd':
        return Buffer.concat([this.#digits.subarray(0, this.#digitCount), Buffer.of(carriageReturn)]);
      // A chunk did not end where its size says. This is no digit, so that no parser takes the rest for a size.
      case 'data':
      case 'dataReturn':
      case 'dataEnd':
        return Buffer.of(carriageReturn);
    }
  }

  /** Consumes a byte of the framing. False for one that does not belong there. */
  #consume(byte: number): boolean {
    switch (this.#phase) {
      case 'size':
        if (byte !== carriageReturn) return this.#consumeDigit(byte);
        if (this.#left === 0) return false;
        this.#phase = 'sizeEnd';
        return true;
      case 'sizeEnd':
        if (byte !== lineFeed) return false;
        this.#phase = 'data';
        this.#digitCount = 0;
        return true;
      case 'dataReturn':
        if (byte !== carriageReturn) return false;
        this.#phase = 'dataEnd';
        return true;
      case 'dataEnd':
        if (byte !== lineFeed) return false;
        this.#phase = 'size';
        return true;
      case 'data':
        return false;
    }
  }

  #consumeDigit(byte: number): boolean {
    const digit = valueOf(byte);
    if (digit === -1 || this.#digitCount === mostDigits) return false;
    this.#digits[this.#digitCount] = byte;
    this.#digitCount += 1;
    this.#left = this.#left * 16 + digit;
    return true;
  }
}

/** The value of a hexadecimal digit, or -1. */
function valueOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
