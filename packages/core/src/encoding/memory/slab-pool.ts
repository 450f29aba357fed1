// Allocates the slabs of one store, and reuses their memory once nobody can read them.
//
// A slab can be read as long as somebody has an object that was in it. Every such object holds the slab's own array and
// hands out no view of it, so once that array is collected, nobody can read the memory.

import { fewestBytes, type SlabMemory, slabMemory } from './slab-memory.ts';

export class SlabPool {
  readonly #slabBytes: number;
  readonly #memory: SlabMemory;
  readonly #givenUp: { register(target: object, held: ArrayBufferLike): void };
  #mostBytes = fewestBytes;
  // Weak: memory that is not reused before the next collection is freed by it.
  readonly #free: WeakRef<ArrayBufferLike>[] = [];

  /** `slabBytes`: the size of the slabs whose memory is reused. */
  constructor(slabBytes: number, memory: SlabMemory = slabMemory) {
    this.#slabBytes = slabBytes;
    this.#memory = memory;
    this.#givenUp = memory.collector.watch<ArrayBufferLike>((slab) => {
      if (this.#free.length * this.#slabBytes < this.#mostBytes) this.#free.push(new WeakRef(slab));
    });
  }

  /** A slab with arbitrary contents. Memory of up to an eighth of the bytes in use may wait for reuse. */
  allocate(size: number, usedBytes: number): Uint8Array {
    this.#mostBytes = Math.max(fewestBytes, usedBytes / 8);
    if (size === this.#slabBytes)
      for (let free = this.#free.pop(); free; free = this.#free.pop()) {
        const memory = free.deref();
        if (memory) return new Uint8Array(memory);
      }
    return this.#memory.allocate(size);
  }

  /** The caller no longer writes to the slab. */
  giveUp(slab: Uint8Array, usedBytes: number): void {
    this.#mostBytes = Math.max(fewestBytes, usedBytes / 8);
    if (slab.length === this.#slabBytes) this.#givenUp.register(slab, slab.buffer);
    this.#memory.giveUp(slab.length);
  }

  /** No slab will be taken. Those in use, of this many bytes, may soon be garbage. */
  close(usedBytes: number): void {
    this.#memory.giveUp(usedBytes);
  }
}
