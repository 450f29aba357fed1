// Allocates the memory of slabs. It is shared memory, although no thread shares it: V8 collects its whole heap after
// every 16 MB or so of new unshared arrays, even if all of them live, and does not count shared ones. So V8 must be
// told when there may be garbage, else it never collects.

const mebibyte = 1024 * 1024;

/**
 * A collection is requested when this many bytes were given up, or an eighth of all bytes, or of V8's heap, if that is
 * more. Of the heap too, as a collection takes the longer the larger that is, whatever memory it frees.
 */
export const fewestBytes: number = 16 * mebibyte;

// Of new memory, which may all live: this many bytes, or half of all bytes, or of the heap, if that is more.
const fewestNewBytes = 64 * mebibyte;

// V8 begins to collect where 64 MiB were allocated outside of its heap since it did so last. Of an array of 32 MiB or less
// the allocator of glibc would learn, when that is freed, to carve such sizes out of its own heap, slabs too, and that
// heap does not shrink. Where the heap may have 192 MiB or less, V8 collects at once and not in steps: what exceeds half of
// that is urgent. It takes longer, but then V8 frees all that it can.
const pressedBytes = 96 * mebibyte;

export interface Collector {
  /** Calls back some time after a target was collected, with the value that was registered with it. */
  readonly watch: <T>(onCollected: (held: T) => void) => { register(target: object, held: T): void };
  /** Requests a collection. */
  readonly press: () => void;
  /** What a collection may have to look through. */
  readonly heapBytes: () => number;
}

interface HeapStatistics {
  readonly used_heap_size: number;
}

declare const process:
  | { getBuiltinModule?: (name: 'node:v8') => { getHeapStatistics: () => HeapStatistics } | undefined }
  | undefined;

// Not `process.memoryUsage`, which throws where /proc cannot be read.
const v8 = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:v8');

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
  heapBytes: () => v8?.getHeapStatistics().used_heap_size ?? 0,
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
    if (this.#isMuch(this.#new, fewestNewBytes, 1 / 2)) this.#press();
    return new Uint8Array(memory);
  }

  /** Their owner no longer uses this many bytes. */
  giveUp(bytes: number): void {
    this.#givenUp += bytes;
    if (this.#isMuch(this.#givenUp, fewestBytes, 1 / 8)) this.#press();
  }

  #isMuch(bytes: number, fewest: number, share: number): boolean {
    // The heap comes last: to ask for it takes some microseconds.
    return bytes >= Math.max(fewest, this.#bytes * share) && bytes >= this.collector.heapBytes() * share;
  }

  #press(): void {
    this.collector.press();
    this.#new = this.#givenUp = 0;
  }
}

/** The slab memory of all stores of the process. */
export const slabMemory: SlabMemory = new SlabMemory();
