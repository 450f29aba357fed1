// The body of one reader of a log, who may leave while there is nothing to read.

export class LogBody implements AsyncIterable<Uint8Array> {
  readonly #pieces: AsyncIterable<Uint8Array>;
  readonly #leaving: AbortController;

  /** `leaving` ends the pieces. */
  constructor(pieces: AsyncIterable<Uint8Array>, leaving: AbortController) {
    this.#pieces = pieces;
    this.#leaving = leaving;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pieces[Symbol.asyncIterator]();
  }

  /** Who reads it gets the error, and follows no longer. */
  close(error: Error): void {
    this.#leaving.abort(error);
  }
}
