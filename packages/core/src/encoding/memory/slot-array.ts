// A number for each of many slots, outside of V8's heap. It consists of pieces that copies share until one is written
// to (copy-on-write), so that growing or copying never moves more than one piece at once.

const pieceBits = 14;
const pieceLength = 1 << pieceBits;
const within = pieceLength - 1;

/**
 * @example
 * const numbers = new SlotArray();
 * numbers.set(3, 42);
 * numbers.copy().get(3); // 42
 */
export class SlotArray {
  // All but the first have the full length.
  readonly #pieces: Int32Array[] = [new Int32Array(4)];
  // Which pieces no copy shares.
  readonly #owned: boolean[] = [true];

  /** The number of a slot that was set before. */
  get(slot: number): number {
    return this.#pieces[slot >> pieceBits]?.[slot & within] as number;
  }

  set(slot: number, number: number): void {
    const at = slot >> pieceBits;
    let piece = this.#pieces[at];
    if (!piece || !this.#owned[at] || (slot & within) >= piece.length) piece = this.#make(at, slot);
    piece[slot & within] = number;
  }

  /** A copy-on-write copy. */
  copy(): SlotArray {
    const copy = new SlotArray();
    for (const [at, piece] of this.#pieces.entries()) {
      copy.#pieces[at] = piece;
      copy.#owned[at] = this.#owned[at] = false;
    }
    return copy;
  }

  /** Makes an unshared piece that has room for this slot. */
  #make(at: number, slot: number): Int32Array {
    for (let gap = this.#pieces.length; gap <= at; gap += 1) this.#own(gap, new Int32Array(pieceLength));
    const piece = this.#pieces[at] as Int32Array;
    const wanted = at > 0 || slot < piece.length ? piece.length : Math.max(slot + 1, piece.length * 2);
    const made = new Int32Array(Math.min(wanted, pieceLength));
    made.set(piece);
    return this.#own(at, made);
  }

  #own(at: number, piece: Int32Array): Int32Array {
    this.#pieces[at] = piece;
    this.#owned[at] = true;
    return piece;
  }
}
