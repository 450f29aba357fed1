// The fast scanner: it copies bytes into the memory of a WebAssembly twin of PortableScanner, which scans several
// times as fast. PortableScanner scans what does not fit there.

import { gaveUp } from './json-scanner.ts';
import { objectScanWasm } from './object-scan-wasm.ts';
import { foundWords } from './places.ts';
import { PortableScanner } from './portable-scanner.ts';

interface Twin {
  readonly memory: Uint8Array;
  readonly found: Int32Array;
  readonly data: number;
  readonly capacity: number;
  readonly scan: (start: number, end: number) => number;
}

export class ObjectScanner {
  // Undefined where WebAssembly may not be compiled, or has no vectors.
  readonly #twin: Twin | undefined = instantiate();
  readonly #portable: PortableScanner = new PortableScanner(this.#twin?.found);
  // The bytes that are loaded, and which of them.
  #source: Uint8Array | undefined;
  #from = 0;
  #to = 0;

  /** What the last successful scan found: see places.ts. */
  get found(): Int32Array {
    return this.#portable.found;
  }

  /**
   * Loads the bytes from `at` on, as many as fit, so that many objects cost one copy. They must not change until
   * `unload`.
   */
  load(bytes: Uint8Array, at: number, end: number): void {
    if (!this.#twin) return;
    // A copy that fails leaves nothing loaded.
    this.unload();
    this.#from = at;
    this.#to = Math.min(end, at + this.#twin.capacity);
    const all = at === 0 && this.#to === bytes.length;
    this.#twin.memory.set(all ? bytes : bytes.subarray(at, this.#to), this.#twin.data);
    this.#source = bytes;
  }

  unload(): void {
    this.#source = undefined;
  }

  hasLoaded(bytes: Uint8Array, at: number): boolean {
    return this.#source === bytes && at >= this.#from && at < this.#to;
  }

  /** Over the object at `start`, loaded or not. Returns the position behind it, or `gaveUp`. */
  scan(bytes: Uint8Array, start: number, end: number): number {
    if (this.hasLoaded(bytes, start)) return this.#scanLoaded(bytes, start, end);
    try {
      this.load(bytes, start, end);
      return this.#scanLoaded(bytes, start, end);
    } finally {
      this.unload();
    }
  }

  #scanLoaded(bytes: Uint8Array, start: number, end: number): number {
    if (this.#twin && this.hasLoaded(bytes, start)) {
      const offset = this.#twin.data - this.#from;
      const behind = this.#twin.scan(start + offset, Math.min(end, this.#to) + offset);
      if (behind !== 0) return behind - offset;
      // The twin has seen the whole of it, so the portable one would give up too.
      if (end <= this.#to) return gaveUp;
    }
    return this.#portable.scan(bytes, start, end);
  }
}

let shared: ObjectScanner | undefined;

/**
 * The scanner of this process: a scan is over before anything else runs, and each scanner has a megabyte of its own.
 */
export function objectScanner(): ObjectScanner {
  shared ??= new ObjectScanner();
  return shared;
}

function instantiate(): Twin | undefined {
  try {
    const bytes = Uint8Array.from(atob(objectScanWasm), (letter) => letter.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const { DATA, CAPACITY, FOUND, memory, scan } = exports as unknown as TwinExports;
    return {
      memory: new Uint8Array(memory.buffer),
      found: new Int32Array(memory.buffer, FOUND.value, foundWords),
      data: DATA.value,
      capacity: CAPACITY.value,
      scan,
    };
  } catch {
    return undefined;
  }
}

// Every platform has it, but the compiler knows it only with the browser's types.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

interface TwinExports {
  readonly DATA: { readonly value: number };
  readonly CAPACITY: { readonly value: number };
  readonly FOUND: { readonly value: number };
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly scan: (start: number, end: number) => number;
}
