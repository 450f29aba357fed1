// Hashes keys. A key as text and as ASCII bytes has the same hash.

// A random seed prevents hash flooding by whoever may name objects.
export const emptyHash: number = Math.floor(Math.random() * 0x7fffffff);

/** Hashes `namespace/name`, or `name`. 32 bits, signed. */
export function hashKey(key: string): number {
  let hash = emptyHash;
  for (let at = 0; at < key.length; at += 1) hash = addToHash(hash, key.charCodeAt(at));
  return finishHash(hash);
}

// FNV-1a, and the finalizer of MurmurHash3, so that every bit depends on every letter.
// https://datatracker.ietf.org/doc/draft-eastlake-fnv/ and https://github.com/aappleby/smhasher
export function addToHash(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

export function finishHash(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
