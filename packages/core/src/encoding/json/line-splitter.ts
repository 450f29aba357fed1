// Cuts a byte stream into lines, however it is chunked.

import { DecodeError, type FrameSplitter, type FrameSplitterOptions } from '../../index.ts';
import { viewOf } from './view.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;
// Frames that span chunks are joined in shared pages: an allocation for each would cost more than its copy. Few objects
// exceed a page. A watch holds one page, or two while frames keep arriving in parts.
const pageBytes = 16 * 1024;
const noPage = new Uint8Array(0);
// Nobody sends many blank lines, but they could go on for ever, and pack well.
const mostBlankLines = 2_000_000;
// For fewer bytes, a loop is cheaper than a view to copy from.
const worthAView = 32;

/**
 * Guarantees: frames come in order, each once, without its newline; lines that are empty or have only spaces, tabs and
 * carriage returns are skipped, as proxies send to show that they live. Each byte is copied a bounded number of times. The frames do not depend on the chunking; those before one that is too large
 * are always returned.
 *
 * A frame is a view of its chunk or of a page of 16 KiB. Copy it to free that memory.
 */
export class LineSplitter implements FrameSplitter {
  readonly #maxFrameBytes: number;
  readonly #reusesPages: boolean;
  #page: Uint8Array = noPage;
  // The previous page. It may hold frames of the current push.
  #lastPage: Uint8Array = noPage;
  // Where the incomplete frame begins in the page, and its length so far.
  #begin = 0;
  #pending = 0;
  /** How many blank lines have come since the last frame. */
  #blankLines = 0;
  #fault: DecodeError | undefined;

  constructor(options: FrameSplitterOptions = {}) {
    this.#maxFrameBytes = options.maxFrameBytes ?? 64 * 1024 * 1024;
    this.#reusesPages = options.reusesPages ?? false;
  }

  get isWithinFrame(): boolean {
    return !isBlank(this.#page, this.#begin, this.#begin + this.#pending);
  }

  /** The length of the incomplete frame, in bytes. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * As `FrameSplitter` has it. A frame above the limit, complete or not, is refused in every later call, too, and so are
   * 2,000,000 blank lines in a row. Frames that `chunk` completes before it are returned, and the next call throws.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#fault) throw this.#fault;
    const frames: Uint8Array[] = [];
    let start = 0;
    for (;;) {
      // A Buffer has an indexOf that is many times faster than that of Uint8Array.
      const found = chunk.indexOf(newline, start);
      const end = found === -1 ? chunk.length : found;
      if (this.#pending + end - start > this.#maxFrameBytes) {
        const problem = `a frame is larger than ${this.#maxFrameBytes} bytes; raise maxFrameBytes if the server is right`;
        return this.#refuse(new DecodeError(problem, { fault: 'tooLarge' }), frames);
      }
      if (found === -1) {
        this.#keep(chunk, start, end);
        if (this.#pending === 0) this.#lastPage = noPage;
        return frames;
      }
      const isNothing = this.#pending === 0 && isBlank(chunk, start, end);
      const frame = isNothing ? noPage : this.#complete(chunk, start, end);
      start = end + 1;
      if (!isNothing && !isBlank(frame, 0, frame.length)) {
        frames.push(frame);
        this.#blankLines = 0;
      } else if ((this.#blankLines += 1) > mostBlankLines) return this.#refuse(tooBlank(), frames);
    }
  }

  /** Ends the stream. @throws DecodeError `malformed` inside a frame, `tooLarge` as `push` does. */
  end(): void {
    if (this.#fault) throw this.#fault;
    if (this.isWithinFrame)
      throw new DecodeError(`the stream ended inside a frame, after ${this.#pending} bytes of it`, {
        fault: 'malformed',
      });
  }

  #refuse(fault: DecodeError, frames: Uint8Array[]): Uint8Array[] {
    this.#fault = fault;
    if (frames.length === 0) throw fault;
    return frames;
  }

  #complete(chunk: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#pending === 0) return viewOf(chunk, start, end);
    this.#keep(chunk, start, end);
    const frame = this.#page.subarray(this.#begin, this.#begin + this.#pending);
    this.#begin += this.#pending;
    this.#pending = 0;
    // A page that grew for one frame is not kept for small ones.
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

  // Frames that were returned are views of the old page, so it is not overwritten while they may be in use.
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

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte !== space && byte !== carriageReturn && byte !== tab) return false;
  }
  return true;
}

function tooBlank(): DecodeError {
  return new DecodeError(`more than ${mostBlankLines} blank lines came without a frame`, {
    fault: 'tooLarge',
  });
}
