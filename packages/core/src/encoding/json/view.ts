// A view of some bytes as a plain Uint8Array. `subarray` of a Buffer gives a Buffer, and V8 deoptimizes code that sees
// both.

export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}
