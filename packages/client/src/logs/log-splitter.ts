// Cuts the bytes of a log into lines of text, however they are chunked. A container writes what it likes, so nothing
// here is a fault: blank lines are lines, what is no UTF-8 becomes U+FFFD, and a line without an end is cut.

const newline = 0x0a;
const carriageReturn = 0x0d;
const firstPageBytes = 1024;

/**
 * A line comes without its line break, LF or CRLF. One of more than `maxLineBytes` (at least 4) comes in pieces of about
 * that size, and no character is cut in two.
 */
export class LogSplitter {
  readonly #maxLineBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  // The beginning of a line, copied: parts of one byte each would otherwise hold a chunk each.
  #page = new Uint8Array(0);
  #pending = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** The lines that `chunk` completes, each when it is asked for. To be read to the end before the next call. */
  *push(chunk: Uint8Array): Generator<string, void, undefined> {
    for (let start = 0; start < chunk.length; ) {
      const found = chunk.indexOf(newline, start);
      const end = found === -1 ? chunk.length : found;
      if (found !== -1 && this.#pending === 0 && end - start <= this.#maxLineBytes) {
        yield this.#text(chunk.subarray(start, end));
        start = end + 1;
        continue;
      }
      const taken = Math.min(end - start, this.#maxLineBytes - this.#pending);
      this.#keep(chunk.subarray(start, start + taken));
      start += taken;
      if (start < end) yield this.#piece();
      else if (found !== -1) {
        yield this.#text(this.#page.subarray(0, this.#pending));
        this.#pending = 0;
        start += 1;
      }
    }
  }

  /** The last line, where it has no line break. */
  end(): string | undefined {
    return this.#pending === 0 ? undefined : this.#decoder.decode(this.#page.subarray(0, this.#pending));
  }

  #keep(part: Uint8Array): void {
    const needed = this.#pending + part.length;
    if (needed > this.#page.length) {
      const larger = new Uint8Array(Math.min(Math.max(needed * 2, firstPageBytes), this.#maxLineBytes));
      larger.set(this.#page.subarray(0, this.#pending));
      this.#page = larger;
    }
    this.#page.set(part, this.#pending);
    this.#pending = needed;
  }

  /** The full page, but for the beginning of a character at its end. */
  #piece(): string {
    const cut = characterEnd(this.#page, this.#pending);
    const piece = this.#decoder.decode(this.#page.subarray(0, cut));
    this.#page.copyWithin(0, cut, this.#pending);
    this.#pending -= cut;
    return piece;
  }

  #text(line: Uint8Array): string {
    return this.#decoder.decode(line.at(-1) === carriageReturn ? line.subarray(0, -1) : line);
  }
}

/** Where the last whole character of UTF-8 ends; `end` where there is none to be seen. */
function characterEnd(bytes: Uint8Array, end: number): number {
  for (let start = end - 1; start > 0 && start >= end - 3; start -= 1) {
    const byte = bytes[start] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return start + length > end ? start : end;
  }
  return end;
}
