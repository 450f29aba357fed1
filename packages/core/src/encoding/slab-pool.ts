// Memory for slabs, and slabs that are given up, to be filled again when nobody can read them any more.
//
// It is shared memory, though nobody shares it: V8 collects the whole heap after every 16 MB or so of other arrays,
// whatever lives in them, and of shared ones it takes no account. What is given up it has to be told of in return,
// else it would never look who has it still.
//
// A slab may be read for as long as anybody has an object that was in it. These all hold the slab's own array, and
// hand out no view of it: once the array is collected, its memory is nobody's.

// Less is not worth another collection.
const fewestBytes = 32 * 1024 * 1024;

/** Tells, some time after an array was collected, what was registered with it; a `FinalizationRegistry`. */
export interface ArrayRegistry {
  register(array: Uint8Array, memory: ArrayBufferLike): void;
}

export interface Collector {
  readonly watch: (onCollected: (memory: ArrayBufferLike) => void) => ArrayRegistry;
  /** Says that so many bytes may wait for a collection. */
  readonly press: (bytes: number) => void;
}

const engine: Collector = {
  watch: (onCollected) => new FinalizationRegistry(onCollected),
  // Of these V8 takes account, and as nobody writes to them they are no memory.
  press: (bytes) => {
    for (let left = bytes; left > 0; left -= fewestBytes) new ArrayBuffer(Math.min(left, fewestBytes));
  },
};

export class SlabPool {
  readonly #slabBytes: number;
  readonly #collector: Collector;
  readonly #givenUp: ArrayRegistry;
  #mostBytes = fewestBytes;
  #untold = 0;
  // Weak, so that what is not wanted until the next collection goes with it.
  readonly #free: WeakRef<ArrayBufferLike>[] = [];

  /** `slabBytes`: of the slabs that are filled again. */
  constructor(slabBytes: number, collector: Collector = engine) {
    this.#slabBytes = slabBytes;
    this.#collector = collector;
    this.#givenUp = collector.watch((memory) => {
      if (this.#free.length * this.#slabBytes < this.#mostBytes) this.#free.push(new WeakRef(memory));
    });
  }

  /** A slab, with anything in it. A quarter of the bytes in use may wait in the pool, or for a collection. */
  take(size: number, usedBytes: number): Uint8Array {
    this.#mostBytes = Math.max(fewestBytes, usedBytes / 4);
    if (size === this.#slabBytes)
      for (let free = this.#free.pop(); free; free = this.#free.pop()) {
        const memory = free.deref();
        if (memory) return new Uint8Array(memory);
      }
    return new Uint8Array(new SharedArrayBuffer(size));
  }

  /** The caller writes to it no more. */
  giveUp(slab: Uint8Array): void {
    if (slab.length === this.#slabBytes) this.#givenUp.register(slab, slab.buffer);
    this.#untold += slab.length;
    if (this.#untold >= this.#mostBytes) this.#tell(0);
  }

  /** No slab will be taken any more, and those in use, of so many bytes, may be garbage soon. */
  close(usedBytes: number): void {
    this.#tell(usedBytes);
  }

  #tell(more: number): void {
    this.#collector.press(this.#untold + more);
    this.#untold = 0;
  }
}
