// scanObject for objects of which there are many: their bytes are copied to where a WebAssembly twin of it can reach
// them, which is several times as fast. What it cannot reach, the original scans.

import { foundWords } from './found.ts';
import { gaveUp } from './json-scanner.ts';
import { scanObject } from './object-scan.ts';
import { objectScanWasm } from './object-scan-wasm.ts';

interface Twin {
  readonly memory: Uint8Array;
  readonly found: Int32Array;
  readonly data: number;
  readonly capacity: number;
  readonly scan: (start: number, end: number) => number;
}

// Undefined where WebAssembly may not be compiled, or without its vectors.
const twin: Twin | undefined = instantiate();

/** What the last successful scan found; see `Found`. */
export const found: Int32Array = twin?.found ?? new Int32Array(foundWords);

// The bytes within reach, and which of them.
let source: Uint8Array | undefined;
let from = 0;
let to = 0;

/** Brings the bytes from `at` on within reach, as many as fit. They must not change until `forget`. */
export function reach(bytes: Uint8Array, at: number, end: number): void {
  if (!twin) return;
  forget();
  from = at;
  to = Math.min(end, at + twin.capacity);
  twin.memory.set(at === 0 && to === bytes.length ? bytes : bytes.subarray(at, to), twin.data);
  source = bytes;
}

export function reaches(bytes: Uint8Array, at: number): boolean {
  return source === bytes && at >= from && at < to;
}

export function forget(): void {
  source = undefined;
}

/** As `scanObject`, to `found`. */
export function fastScanObject(bytes: Uint8Array, start: number, end: number): number {
  if (twin && reaches(bytes, start)) {
    const offset = twin.data - from;
    const behind = twin.scan(start + offset, Math.min(end, to) + offset);
    if (behind !== 0) return behind - offset;
    // What it has seen the whole of, the original would give up as well.
    if (end <= to) return gaveUp;
  }
  return scanObject(bytes, start, end, found);
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

// Every platform has it; the compiler knows it as a browser's only.
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
