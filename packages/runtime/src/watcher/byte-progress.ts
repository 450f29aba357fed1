// When the bytes of an answer are progress. Fewer than 4 KiB in the time of a limit are none: no link is so slow, but a
// proxy that holds an answer back may be.

const leastProgress = 4096;

export class ByteProgress {
  // Since the last progress.
  #bytes: number;

  /** `first`: the first bytes are progress, however few they are. */
  constructor({ first = false }: { readonly first?: boolean } = {}) {
    this.#bytes = first ? leastProgress : 0;
  }

  /** Takes a number of bytes that came, and whether they are progress by what they say. True if they are progress. */
  note(bytes: number, isProgress: boolean = false): boolean {
    this.#bytes += bytes;
    if (!isProgress && this.#bytes < leastProgress) return false;
    this.#bytes = 0;
    return true;
  }
}
