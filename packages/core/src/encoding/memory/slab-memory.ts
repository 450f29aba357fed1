// Allocates the memory of slabs. It is shared memory, although no thread shares it: V8 collects its whole heap after
// every 16 MB or so of new unshared arrays, even if all of them live, and does not count shared ones. So V8 must be
// told when there may be garbage, else it never collects.

const mebibyte = 1024 * 1024;

/** A collection is requested when this many bytes were given up, or an eighth of all bytes if that is more. */
export const fewestBytes: number = 16 * mebibyte;

// Of new memory, which may all live: this many bytes, or half of all bytes if that is more.
const fewestNewBytes = 64 * mebibyte;

// V8 begins to collect where 64 MiB were allocated outside of its heap since it did so last. Of an array of 32 MiB or less
// the allocator of glibc would learn, when that is freed, to carve such sizes out of its own heap, slabs too, and that
// heap does not shrink.
const pressedBytes = 96 * mebibyte;

export interface Collector {
  /** Calls back some time after a target was collected, with the value that was registered with it. */
  readonly watch: <T>(onCollected: (held: T) => void) => { register(target: object, held: T): void };
  /** Requests a collection. */
  readonly press: () => void;
}

const engine: Collector = {
  watch: (onCollected) => new FinalizationRegistry(onCollected),
  press: () => {
    try {
      // V8 counts this array. Nobody writes to it, so it takes no physical memory. Its length is read, as a bundler would
      // leave out an array that nobody uses.
      return new ArrayBuffer(pressedBytes).byteLength;
    } catch {
      // V8 collects before it reports that it has no memory.
      return 0;
    }
  },
};

export class SlabMemory {
  readonly collector: Collector;
  readonly #taken: { register(target: object, held: number): void };
  #bytes = 0;
  // Since the last collection that was requested.
  #new = 0;
  #givenUp = 0;

  constructor(collector: Collector = engine) {
    this.collector = collector;
    this.#taken = collector.watch<number>((size) => void (this.#bytes -= size));
  }

  /** Bytes that were allocated and not collected. */
  get bytes(): number {
    return this.#bytes;
  }

  allocate(size: number): Uint8Array {
    const memory = new SharedArrayBuffer(size);
    this.#taken.register(memory, size);
    this.#bytes += size;
    this.#new += size;
    // A program may drop a whole store without closing it, so allocated bytes may be garbage too.
    if (this.#new >= Math.max(fewestNewBytes, this.#bytes / 2)) this.#press();
    return new Uint8Array(memory);
  }

  /** Their owner no longer uses this many bytes. */
  giveUp(bytes: number): void {
    this.#givenUp += bytes;
    if (this.#givenUp >= Math.max(fewestBytes, this.#bytes / 8)) this.#press();
  }

  #press(): void {
    this.collector.press();
    this.#new = this.#givenUp = 0;
  }
}

/** The slab memory of all stores of the process. */
export const slabMemory: SlabMemory = new SlabMemory();
