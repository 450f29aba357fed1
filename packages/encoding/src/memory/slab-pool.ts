// The slabs of one store, and those it gave up, to be filled again when nobody can read them any more.
//
// A slab may be read for as long as anybody has an object that was in it. These all hold the slab's own array, and
// hand out no view of it: once the array is collected, its memory is nobody's.

import { fewestBytes, type SlabMemory, slabMemory } from './slab-memory.ts';

export class SlabPool {
  readonly #slabBytes: number;
  readonly #memory: SlabMemory;
  readonly #givenUp: { register(target: object, held: ArrayBufferLike): void };
  #mostBytes = fewestBytes;
  // Weak, so that what is not wanted until the next collection goes with it.
  readonly #free: WeakRef<ArrayBufferLike>[] = [];

  /** `slabBytes`: of the slabs that are filled again. */
  constructor(slabBytes: number, memory: SlabMemory = slabMemory) {
    this.#slabBytes = slabBytes;
    this.#memory = memory;
    this.#givenUp = memory.collector.watch<ArrayBufferLike>((slab) => {
      if (this.#free.length * this.#slabBytes < this.#mostBytes) this.#free.push(new WeakRef(slab));
    });
  }

  /** A slab, with anything in it. A quarter of the bytes in use may wait to be filled again. */
  take(size: number, usedBytes: number): Uint8Array {
    this.#mostBytes = Math.max(fewestBytes, usedBytes / 4);
    if (size === this.#slabBytes)
      for (let free = this.#free.pop(); free; free = this.#free.pop()) {
        const memory = free.deref();
        if (memory) return new Uint8Array(memory);
      }
    return this.#memory.take(size);
  }

  /** The caller writes to it no more. */
  giveUp(slab: Uint8Array, usedBytes: number): void {
    this.#mostBytes = Math.max(fewestBytes, usedBytes / 4);
    if (slab.length === this.#slabBytes) this.#givenUp.register(slab, slab.buffer);
    this.#memory.giveUp(slab.length);
  }

  /** No slab will be taken any more, and those in use, of so many bytes, may be garbage soon. */
  close(usedBytes: number): void {
    this.#memory.giveUp(usedBytes);
  }
}
