// Where the memory of slabs comes from. It is shared memory, though nobody shares it: V8 collects the whole heap after
// every 16 MB or so of other arrays, whatever lives in them, and of shared ones it takes no account. So it has to be told
// when there may be something to collect, else it would never look.

/** How many bytes may be garbage before a collection is asked for; a quarter of all there are, where that is more. */
export const fewestBytes: number = 32 * 1024 * 1024;

export interface Collector {
  /** Calls back some time after an object was collected, with what was registered with it. */
  readonly watch: <T>(onCollected: (held: T) => void) => { register(target: object, held: T): void };
  /** Asks for a collection, for so many bytes. */
  readonly press: (bytes: number) => void;
}

const engine: Collector = {
  watch: (onCollected) => new FinalizationRegistry(onCollected),
  press: (bytes) => {
    try {
      // Of these V8 takes account, and as nobody writes to them they are no memory.
      for (let left = bytes; left > 0; left -= fewestBytes) new ArrayBuffer(Math.min(left, fewestBytes));
    } catch {
      // Where not even that can be had, V8 has collected before it said so.
    }
  },
};

export class SlabMemory {
  readonly collector: Collector;
  readonly #taken: { register(target: object, held: number): void };
  #bytes = 0;
  // Since the last collection that was asked for.
  #new = 0;
  #givenUp = 0;

  constructor(collector: Collector = engine) {
    this.collector = collector;
    this.#taken = collector.watch<number>((size) => void (this.#bytes -= size));
  }

  /** Bytes that have not been collected. */
  get bytes(): number {
    return this.#bytes;
  }

  take(size: number): Uint8Array {
    const memory = new SharedArrayBuffer(size);
    this.#taken.register(memory, size);
    this.#bytes += size;
    this.#new += size;
    // Whole stores are dropped without a word, so that what was taken may be garbage too.
    if (this.#new >= 2 * this.#bound) this.#press();
    return new Uint8Array(memory);
  }

  /** So many bytes will not be used any more by whoever took them. */
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

/** That of all stores of the process. */
export const slabMemory: SlabMemory = new SlabMemory();
