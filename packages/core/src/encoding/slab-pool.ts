// Slabs that are given up, to be filled again when nobody can read them any more. V8 collects after so many new
// bytes outside of its heap, however many there are already; what is filled again is not new.
//
// A slab may be read for as long as anybody has an object that was in it. These all hold the slab's own array, and
// hand out no view of it: once the array is collected, its memory is nobody's.

// Less is not worth another collection.
const fewestBytes = 32 * 1024 * 1024;

/** Tells, some time after an array was collected, what was registered with it; a `FinalizationRegistry`. */
export interface ArrayRegistry {
  register(array: Uint8Array, memory: ArrayBufferLike): void;
}

export class SlabPool {
  readonly #slabBytes: number;
  readonly #givenUp: ArrayRegistry;
  #mostBytes = fewestBytes;
  // Weak, so that what is not wanted until the next collection goes with it.
  readonly #free: WeakRef<ArrayBufferLike>[] = [];

  constructor(
    slabBytes: number,
    watch: (onCollected: (memory: ArrayBufferLike) => void) => ArrayRegistry = (onCollected) =>
      new FinalizationRegistry(onCollected),
  ) {
    this.#slabBytes = slabBytes;
    this.#givenUp = watch((memory) => {
      if (this.#free.length * this.#slabBytes < this.#mostBytes) this.#free.push(new WeakRef(memory));
    });
  }

  /** A slab, with anything in it. A quarter of the bytes in use may wait in the pool. */
  take(usedBytes: number): Uint8Array {
    this.#mostBytes = Math.max(fewestBytes, usedBytes / 4);
    for (let free = this.#free.pop(); free; free = this.#free.pop()) {
      const memory = free.deref();
      if (memory) return new Uint8Array(memory);
    }
    return new Uint8Array(this.#slabBytes);
  }

  /** The caller writes to it no more. */
  giveUp(slab: Uint8Array): void {
    if (slab.length === this.#slabBytes) this.#givenUp.register(slab, slab.buffer);
  }
}
