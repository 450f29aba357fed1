// Finds where a JSON value ends, across any number of chunks. It does not validate: others do, once the value is
// complete.

import { isBlank } from './json-scanner.ts';

export class ValueEnd {
  // Of a value that goes on in the next chunk. A string counts as nested.
  #kind: 'none' | 'scalar' | 'nested' = 'none';
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Continues at `at`; in the first call the value begins there. Returns the position behind the value, or -1. */
  find(bytes: Uint8Array, at: number): number {
    if (at >= bytes.length) return -1;
    if (this.#kind === 'none') this.#kind = isNested(bytes[at] as number) ? 'nested' : 'scalar';
    const end = this.#kind === 'scalar' ? scalarEnd(bytes, at) : this.#nestedEnd(bytes, at);
    if (end !== -1) this.#kind = 'none';
    return end;
  }

  #nestedEnd(bytes: Uint8Array, at: number): number {
    let inString = this.#inString;
    let depth = this.#depth;
    let escaped = this.#escaped;
    let end = -1;
    for (; end === -1 && at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === 0x5c) escaped = true;
        else if (byte === 0x22) {
          inString = false;
          if (depth === 0) end = at + 1;
        }
      } else if (byte === 0x22) inString = true;
      else if (byte === 0x7b || byte === 0x5b) depth += 1;
      else if (byte === 0x7d || byte === 0x5d) {
        depth -= 1;
        if (depth === 0) end = at + 1;
      }
    }
    this.#inString = inString;
    this.#depth = depth;
    this.#escaped = escaped;
    return end;
  }
}

function isNested(first: number): boolean {
  return first === 0x22 || first === 0x7b || first === 0x5b;
}

function scalarEnd(bytes: Uint8Array, at: number): number {
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x2c || byte === 0x7d || byte === 0x5d || byte === 0x3a || isBlank(byte)) return at;
  }
  return -1;
}
