// skipValue for bytes that are stepped over in many calls: they are copied to where a WebAssembly twin of it can
// reach them, which is several times as fast. What it cannot reach or does not know, the original steps over.

import { gaveUp, skipValue } from './json-scanner.ts';
import { skipValueWasm } from './skip-value-wasm.ts';

interface Twin {
  readonly memory: Uint8Array;
  readonly data: number;
  readonly capacity: number;
  readonly skip: (at: number, end: number) => number;
}

// Undefined where WebAssembly may not be compiled, or without its vectors.
const twin: Twin | undefined = instantiate();

// The bytes within reach, and which of them.
let source: Uint8Array | undefined;
let from = 0;
let to = 0;

/** Brings the bytes from `at` on within reach, as many as fit. They must not change until `forget`. */
export function reach(bytes: Uint8Array, at: number, end: number): void {
  if (!twin) return;
  source = bytes;
  from = at;
  to = Math.min(end, at + twin.capacity);
  twin.memory.set(at === 0 && to === bytes.length ? bytes : bytes.subarray(at, to), twin.data);
}

export function reaches(bytes: Uint8Array, at: number): boolean {
  return source === bytes && at >= from && at < to;
}

export function forget(): void {
  source = undefined;
}

/** As `skipValue`. */
export function fastSkipValue(bytes: Uint8Array, at: number, end: number): number {
  if (!twin || !reaches(bytes, at)) return skipValue(bytes, at, end);
  const limit = Math.min(end, to);
  const offset = twin.data - from;
  const behind = twin.skip(at + offset, limit + offset) - offset;
  // What ends with the bytes within reach may go on behind them.
  if (behind > at && (behind < limit || limit === end)) return behind;
  return limit === end ? gaveUp : skipValue(bytes, at, end);
}

function instantiate(): Twin | undefined {
  try {
    const bytes = Uint8Array.from(atob(skipValueWasm), (letter) => letter.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const { DATA, CAPACITY, memory, skip } = exports as unknown as TwinExports;
    return { memory: new Uint8Array(memory.buffer), data: DATA.value, capacity: CAPACITY.value, skip };
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
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly skip: (at: number, end: number) => number;
}
