// Where a key belongs in a table of keys; the same of a key as text and as the bytes that it is made of.

// Else whoever may name objects could choose names that all belong in one place.
const seed = Math.floor(Math.random() * 0x7fffffff);
const slash = 0x2f;

/** Of `namespace/name`, or `name`. 32 bits, signed. */
export function hashKey(key: string): number {
  let hash = seed;
  for (let at = 0; at < key.length; at += 1) hash = add(hash, key.charCodeAt(at));
  return finish(hash);
}

/** As `hashKey`, of a key that is ASCII and stands in two pieces; an empty namespace is none. */
export function hashKeyParts(
  bytes: Uint8Array,
  namespaceStart: number,
  namespaceEnd: number,
  nameStart: number,
  nameEnd: number,
): number {
  let hash = seed;
  for (let at = namespaceStart; at < namespaceEnd; at += 1) hash = add(hash, bytes[at] as number);
  if (namespaceEnd > namespaceStart) hash = add(hash, slash);
  for (let at = nameStart; at < nameEnd; at += 1) hash = add(hash, bytes[at] as number);
  return finish(hash);
}

// FNV-1a, and the end of MurmurHash3, so that every bit depends on every letter.
// https://datatracker.ietf.org/doc/draft-eastlake-fnv/ and https://github.com/aappleby/smhasher
function add(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
