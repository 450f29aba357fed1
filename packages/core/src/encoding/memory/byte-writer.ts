// Copies bytes into an array, one piece behind the other. Into shared memory, the language copies byte by byte where
// source and target are not aligned alike; Node's own copy is as fast there as anywhere, and needs no view.

type Copy = (this: Uint8Array, target: Uint8Array, ...range: readonly number[]) => number;

declare const Buffer: { readonly prototype: { readonly copy: Copy } } | undefined;

const copyOfNode = typeof Buffer === 'undefined' ? undefined : Buffer.prototype.copy;

export class ByteWriter {
  readonly #target: Uint8Array;
  #at: number;

  constructor(target: Uint8Array, at: number) {
    this.#target = target;
    this.#at = at;
  }

  /**
   * Copies the bytes from `start` to `end`.
   *
   * @throws RangeError where there is no room for them.
   */
  write(source: Uint8Array, start: number, end: number): void {
    const at = this.#at;
    this.#at += end - start;
    if (this.#at > this.#target.length)
      throw new RangeError(`${end - start} bytes do not fit at ${at} of ${this.#target.length}`);
    if (start === end) return;
    if (copyOfNode) copyOfNode.call(source, this.#target, at, start, end);
    else this.#target.set(source.subarray(start, end), at);
  }
}
