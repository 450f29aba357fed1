// A frame as a chunk of HTTP/1.1: made once, however many watches send it.
// https://www.rfc-editor.org/rfc/rfc9112#name-chunked-transfer-coding

const chunks = new WeakMap<Uint8Array, Uint8Array>();

export const lastChunk = '0\r\n\r\n';

export function asChunk(frame: Uint8Array): Uint8Array {
  const known = chunks.get(frame);
  if (known) return known;
  const chunk = Buffer.concat([Buffer.from(`${frame.length.toString(16)}\r\n`), frame, Buffer.from('\r\n')]);
  chunks.set(frame, chunk);
  return chunk;
}
