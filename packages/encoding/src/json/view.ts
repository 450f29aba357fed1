// A part of some bytes as a plain Uint8Array, where `subarray` of a Buffer would give a Buffer: code that meets now the
// one and now the other is compiled again and again.

export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}
