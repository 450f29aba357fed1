// Hashes keys. A key as text and as ASCII bytes has the same hash.
//
// Whoever may name objects must not be able to find names of one hash, whatever the key of this process is. So it is not
// a hash with a seed but a keyed pseudo-random function: HalfSipHash-1-3, as the Linux kernel has it for hash tables.
// https://www.kernel.org/doc/html/latest/security/siphash.html and https://github.com/veorq/SipHash

// The word with the length, and one for each of the three rounds at the end.
const paddingBytes = 16;
// Begins a UTF-16 code unit that is not ASCII, whose two bytes follow, so that no two texts have the same bytes.
const escape = 0xff;
// Most keys fit in here.
const scratch: Uint8Array = keyBuffer(512);

/** Memory for a key of so many bytes, and for what `ofBuffer` writes behind it. */
export function keyBuffer(length: number): Uint8Array {
  return new Uint8Array(length + paddingBytes);
}

/** The function under one key: under another, the same text has another hash. */
export class KeyHash {
  readonly #k0: number;
  readonly #k1: number;

  /** The key: 64 bits. */
  constructor(k0: number, k1: number) {
    this.#k0 = k0 | 0;
    this.#k1 = k1 | 0;
  }

  /** 32 bits, signed. */
  ofText(key: string): number {
    const most = key.length * 3 + paddingBytes;
    const buffer = most <= scratch.length ? scratch : new Uint8Array(most);
    let length = 0;
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at);
      if (code >= 0x80) {
        buffer[length++] = escape;
        buffer[length++] = code >>> 8;
      }
      buffer[length++] = code;
    }
    return this.ofBuffer(buffer, length);
  }

  /** As `ofText`, of an ASCII text in the first bytes of a `keyBuffer`. Writes behind it. */
  ofBuffer(bytes: Uint8Array, length: number): number {
    const last = length & ~3;
    const end = last + paddingBytes;
    for (let at = length; at < end; at += 1) bytes[at] = 0;
    bytes[last + 3] = length;
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = v0 ^ 0x6c796765;
    let v3 = v1 ^ 0x74656462;
    for (let at = 0; at < end; at += 4) {
      const word =
        (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
      const whole = word | ((bytes[at + 3] as number) << 24);
      if (at === last + 4) v2 ^= 0xff;
      v3 ^= whole;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= whole;
    }
    return v1 ^ v3;
  }
}

const [k0 = 0, k1 = 0] = crypto.getRandomValues(new Int32Array(2));

/** The hash of this process. */
export const keyHash: KeyHash = new KeyHash(k0, k1);

/** `keyHash.ofText`. */
export function hashKey(key: string): number {
  return keyHash.ofText(key);
}

// Every platform has it, but the compiler knows it only with the browser's types.
declare const crypto: { getRandomValues(words: Int32Array): Int32Array };
