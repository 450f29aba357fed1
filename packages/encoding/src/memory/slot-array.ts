// A number for each of many slots, outside of the engine's heap, in pieces: to grow or to be copied, it never moves more
// than a piece at once.

const pieceBits = 14;
const pieceLength = 1 << pieceBits;
const within = pieceLength - 1;

export class SlotArray {
  // All but the first are of full length.
  readonly #pieces: Int32Array[] = [new Int32Array(4)];
  // Which of them no copy has.
  readonly #owned: boolean[] = [true];

  /** Of a slot that was set before. */
  get(slot: number): number {
    return this.#pieces[slot >> pieceBits]?.[slot & within] as number;
  }

  set(slot: number, number: number): void {
    const at = slot >> pieceBits;
    let piece = this.#pieces[at];
    if (!piece || !this.#owned[at] || (slot & within) >= piece.length) piece = this.#make(at, slot);
    piece[slot & within] = number;
  }

  /** The numbers as they are now. Nothing is copied before one of the two is written to. */
  copy(): SlotArray {
    const copy = new SlotArray();
    for (const [at, piece] of this.#pieces.entries()) {
      copy.#pieces[at] = piece;
      copy.#owned[at] = this.#owned[at] = false;
    }
    return copy;
  }

  /** A piece of its own that has this slot. */
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
