// Allocates the memory of slabs. It is shared memory, although no thread shares it: V8 collects its whole heap after
// every 16 MB or so of new unshared arrays, even if all of them live, and does not count shared ones. So V8 must be
// told when there may be garbage, else it never collects.

/** A collection is requested when this many bytes may be garbage, or a quarter of all bytes if that is more. */
export const fewestBytes: number = 32 * 1024 * 1024;

export interface Collector {
  /** Calls back some time after a target was collected, with the value that was registered with it. */
  readonly watch: <T>(onCollected: (held: T) => void) => { register(target: object, held: T): void };
  /** Requests a collection, as if this many bytes had been allocated. */
  readonly press: (bytes: number) => void;
}

const engine: Collector = {
  watch: (onCollected) => new FinalizationRegistry(onCollected),
  press: (bytes) => {
    try {
      // V8 counts these arrays. Nobody writes to them, so they take no physical memory.
      for (let left = bytes; left > 0; left -= fewestBytes) new ArrayBuffer(Math.min(left, fewestBytes));
    } catch {
      // V8 collects before it reports that it has no memory.
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
    if (this.#new >= 2 * this.#bound) this.#press();
    return new Uint8Array(memory);
  }

  /** Their owner no longer uses this many bytes. */
  giveUp(bytes: number): void {
    this.#givenUp += bytes;
    if (this.#givenUp >= this.#bound) this.#press();
  }

  get #bound(): number {
    return Math.max(fewestBytes, this.#bytes / 4);
  }

  #press(): void {
    this.collector.press(Math.max(this.#new, this.#givenUp));
    this.#new = this.#givenUp = 0;
  }
}

/** The slab memory of all stores of the process. */
export const slabMemory: SlabMemory = new SlabMemory();
