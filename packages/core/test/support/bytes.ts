// Text as the bytes that a server would send.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function text(of: Uint8Array): string {
  return decoder.decode(of);
}
