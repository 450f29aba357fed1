// Cuts a byte stream into frames, one a line, whatever the chunking. Knows nothing of JSON.

import { DecodeError } from '../errors.ts';

const newline = 0x0a;

export interface LineSplitterOptions {
  /** The largest frame accepted, in bytes. Default 64 MiB: far above etcd's limit of 1.5 MiB an object. */
  readonly maxFrameBytes?: number;
}

/**
 * Guarantees: frames come in order, each exactly once, without its newline; blank lines are skipped; every
 * byte is looked at once and copied at most a constant number of times, however small the chunks.
 *
 * A frame that lies within one chunk is a view of it: copy what must outlive the chunk.
 */
export class LineSplitter {
  readonly #maxFrameBytes: number;
  // The beginning of a frame whose newline has not come yet; grows by doubling.
  #buffer: Uint8Array = new Uint8Array(0);
  #pending = 0;

  constructor(options: LineSplitterOptions = {}) {
    this.#maxFrameBytes = options.maxFrameBytes ?? 64 * 1024 * 1024;
  }

  /** Bytes held of a frame that is not complete. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * The frames that `chunk` completes.
   *
   * @throws DecodeError (`tooLarge`) as soon as a frame exceeds the limit; the splitter is then of no more use.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      const frame = this.#complete(chunk, start, end);
      if (frame.length > 0) frames.push(frame);
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk, start, chunk.length);
    return frames;
  }

  /**
   * Says that the stream is over.
   *
   * @throws DecodeError (`malformed`) where it ended inside a frame.
   */
  end(): void {
    if (this.#pending > 0)
      throw new DecodeError(`the stream ended inside a frame, after ${this.#pending} bytes of it`, {
        fault: 'malformed',
      });
  }

  #complete(chunk: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#pending === 0) {
      this.#check(end - start);
      return chunk.subarray(start, end);
    }
    this.#keep(chunk, start, end);
    const frame = this.#buffer.subarray(0, this.#pending);
    this.#buffer = new Uint8Array(0);
    this.#pending = 0;
    return frame;
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    const size = this.#pending + end - start;
    this.#check(size);
    if (size > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(size, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.#pending));
      this.#buffer = grown;
    }
    this.#buffer.set(chunk.subarray(start, end), this.#pending);
    this.#pending = size;
  }

  #check(size: number): void {
    if (size > this.#maxFrameBytes)
      throw new DecodeError(
        `a frame is larger than ${this.#maxFrameBytes} bytes; raise maxFrameBytes if the server is right`,
        { fault: 'tooLarge' },
      );
  }
}
