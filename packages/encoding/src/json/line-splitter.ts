// Cuts a byte stream into frames, one a line, whatever the chunking. Knows nothing of JSON.

import { DecodeError, type FrameSplitter, type FrameSplitterOptions } from '@kube-rx/core';
import { viewOf } from './view.ts';

const newline = 0x0a;
// Frames that span chunks are put together in pages, as an allocation for each would cost more than its copy.
// Few objects are larger, and a watch holds one page at most, or two while frames go on arriving in parts.
const pageBytes = 16 * 1024;
const noPage = new Uint8Array(0);
// Up to here, copying byte by byte is cheaper than making a view to copy from.
const worthAView = 32;

/**
 * Guarantees: frames come in order, each exactly once, without its newline; blank lines are skipped; every
 * byte is looked at once and copied a constant number of times at most, however small the chunks. What comes out
 * does not depend on the chunking: the frames before one that is too large are always given.
 *
 * A frame is a view, of its chunk or of a page of 16 KiB: copy what shall be kept without them.
 */
export class LineSplitter implements FrameSplitter {
  readonly #maxFrameBytes: number;
  readonly #reusesPages: boolean;
  #page: Uint8Array = noPage;
  // The page before, whose frames may be those of this push.
  #lastPage: Uint8Array = noPage;
  // Where in the page the frame begins whose newline has not come yet, and how much of it is there.
  #begin = 0;
  #pending = 0;
  #fault: DecodeError | undefined;

  constructor(options: FrameSplitterOptions = {}) {
    this.#maxFrameBytes = options.maxFrameBytes ?? 64 * 1024 * 1024;
    this.#reusesPages = options.reusesPages ?? false;
  }

  /** Bytes held of a frame that is not complete. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * The frames that `chunk` completes.
   *
   * @throws DecodeError (`tooLarge`) once a frame exceeds the limit, complete or not, and ever after; where
   * `chunk` also completes frames before it, these are returned and the next call throws.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#fault) throw this.#fault;
    const frames: Uint8Array[] = [];
    let start = 0;
    for (;;) {
      // The chunk's own indexOf: a Buffer's is many times faster than a Uint8Array's.
      const found = chunk.indexOf(newline, start);
      const end = found === -1 ? chunk.length : found;
      if (this.#pending + end - start > this.#maxFrameBytes) {
        this.#fault = tooLarge(this.#maxFrameBytes);
        if (frames.length === 0) throw this.#fault;
        return frames;
      }
      if (found === -1) {
        this.#keep(chunk, start, end);
        if (this.#pending === 0) this.#lastPage = noPage;
        return frames;
      }
      const frame = this.#complete(chunk, start, end);
      if (frame.length > 0) frames.push(frame);
      start = end + 1;
    }
  }

  /**
   * Says that the stream is over.
   *
   * @throws DecodeError `malformed` where it ended inside a frame, `tooLarge` as `push` does.
   */
  end(): void {
    if (this.#fault) throw this.#fault;
    if (this.#pending > 0)
      throw new DecodeError(`the stream ended inside a frame, after ${this.#pending} bytes of it`, {
        fault: 'malformed',
      });
  }

  #complete(chunk: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#pending === 0) return viewOf(chunk, start, end);
    this.#keep(chunk, start, end);
    const frame = this.#page.subarray(this.#begin, this.#begin + this.#pending);
    this.#begin += this.#pending;
    this.#pending = 0;
    // What had to grow for one frame is not held for the small ones after it.
    if (this.#page.length > pageBytes) {
      this.#page = noPage;
      this.#begin = 0;
    }
    return frame;
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    const size = this.#pending + end - start;
    if (this.#begin + size > this.#page.length) this.#turnPage(size);
    const target = this.#begin + this.#pending;
    if (end - start > worthAView) this.#page.set(viewOf(chunk, start, end), target);
    else for (let at = start; at < end; at += 1) this.#page[target + at - start] = chunk[at] as number;
    this.#pending = size;
  }

  // Frames that were given out live on in the old page, so it is not written to as long as anybody has them.
  #turnPage(size: number): void {
    const reused = size <= this.#lastPage.length;
    const page = reused ? this.#lastPage : this.#newPage(size);
    page.set(this.#page.subarray(this.#begin, this.#begin + this.#pending));
    if (this.#reusesPages && this.#page.length <= pageBytes) this.#lastPage = this.#page;
    this.#page = page;
    this.#begin = 0;
  }

  #newPage(size: number): Uint8Array {
    const doubled = Math.min(this.#pending * 2, this.#maxFrameBytes);
    return new Uint8Array(size > pageBytes ? Math.max(size, doubled) : pageBytes);
  }
}

function tooLarge(limit: number): DecodeError {
  return new DecodeError(
    `a frame is larger than ${limit} bytes; raise maxFrameBytes if the server is right`,
    {
      fault: 'tooLarge',
    },
  );
}
