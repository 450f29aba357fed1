// The twin of src/json/object-scan.ts, in AssemblyScript: the same rules, all in one call. `npm run generate:wasm`
// makes src/json/object-scan-wasm.ts of it.

import { blanks, skip } from './value';

export { CAPACITY, DATA } from './memory';

/** Where the places are put that a scan found, in the order of `Found`. */
export const FOUND: usize = memory.data(64, 16);

const METADATA_START: usize = FOUND;
const METADATA_END: usize = FOUND + 4;
const LABELS: usize = FOUND + 8;
const UID: usize = FOUND + 16;
const VERSION: usize = FOUND + 24;
const NAME: usize = FOUND + 32;
const NAMESPACE: usize = FOUND + 40;
const CUT_START: usize = FOUND + 48;
const CUT_END: usize = FOUND + 52;
const KIND: usize = FOUND + 56;

// The keys that are looked for, in bits.
const KIND_KEY: u32 = 1;
const METADATA_KEY: u32 = 2;
const NAME_KEY: u32 = 4;
const NAMESPACE_KEY: u32 = 8;
const UID_KEY: u32 = 16;
const VERSION_KEY: u32 = 32;
const LABELS_KEY: u32 = 64;
const MANAGED_FIELDS_KEY: u32 = 128;

/** Over the object at `start`. Returns the position behind it, or 0 for giving up. */
export function scan(start: usize, end: usize): usize {
  const absent = i8x16.splat(-1);
  for (let place: usize = 0; place < 64; place += 16) v128.store(FOUND + place, absent);
  let seen: u32 = 0;
  let at = openObject(start, end);
  if (at == 0) return 0;
  while (true) {
    const keyStart = at + 1;
    const keyEnd = plainEnd(at, end);
    if (keyEnd == 0) return 0;
    at = colon(keyEnd + 1, end);
    if (at == 0) return 0;
    const key = memberKey(keyStart, keyEnd);
    if ((seen & key) != 0) return 0;
    seen |= key;
    const behind = key == METADATA_KEY ? metadata(start, at, end) : skip(at, end);
    if (behind == 0) return 0;
    if (key == KIND_KEY) mark(KIND, start, at, behind);
    at = blanks(behind, end);
    if (at >= end) return 0;
    const next: u32 = load<u8>(at);
    if (next == 0x7d) return (seen & METADATA_KEY) != 0 ? at + 1 : 0;
    if (next != 0x2c) return 0;
    at = blanks(at + 1, end);
  }
}

function metadata(start: usize, from: usize, end: usize): usize {
  let seen: u32 = 0;
  let comma: usize = 0;
  let at = openObject(from, end);
  if (at == 0) return 0;
  while (true) {
    const keyStart = at + 1;
    const keyEnd = plainEnd(at, end);
    if (keyEnd == 0) return 0;
    at = colon(keyEnd + 1, end);
    if (at == 0) return 0;
    const key = metadataKey(keyStart, keyEnd);
    if ((seen & key) != 0) return 0;
    seen |= key;
    const behind = metadataMember(key, start, at, end);
    if (behind == 0) return 0;
    at = blanks(behind, end);
    if (at >= end) return 0;
    const next: u32 = load<u8>(at);
    const closes = next == 0x7d;
    if (!closes && next != 0x2c) return 0;
    if (key == MANAGED_FIELDS_KEY) {
      // The member goes with one comma beside it; it is not the only one, as there is a name.
      store<i32>(CUT_START, <i32>((closes ? comma : keyStart - 1) - start));
      store<i32>(CUT_END, <i32>((closes ? behind : at + 1) - start));
    }
    if (closes) break;
    comma = at;
    at = blanks(at + 1, end);
  }
  store<i32>(METADATA_START, <i32>(from - start));
  store<i32>(METADATA_END, <i32>(at + 1 - start));
  return (seen & (NAME_KEY | VERSION_KEY)) == (NAME_KEY | VERSION_KEY) ? at + 1 : 0;
}

/** Over a member's value. */
function metadataMember(key: u32, start: usize, at: usize, end: usize): usize {
  if ((key & (NAME_KEY | NAMESPACE_KEY | UID_KEY | VERSION_KEY)) == 0) {
    const behind = skip(at, end);
    if (key == LABELS_KEY) mark(LABELS, start, at, behind);
    return behind;
  }
  const close = plainEnd(at, end);
  if (close == 0) return 0;
  if (key == UID_KEY) mark(UID, start, at + 1, close);
  else if (key == NAMESPACE_KEY) mark(NAMESPACE, start, at + 1, close);
  else {
    if (close == at + 1) return 0;
    mark(key == NAME_KEY ? NAME : VERSION, start, at + 1, close);
  }
  return close + 1;
}

function mark(place: usize, start: usize, from: usize, to: usize): void {
  store<i32>(place, <i32>(from - start));
  store<i32>(place + 4, <i32>(to - start));
}

/** Which of the keys of an object this is, or 0. Words of a key are compared from the last letter to the first. */
function memberKey(keyStart: usize, keyEnd: usize): u32 {
  switch (<u32>(keyEnd - keyStart)) {
    case 4: // dnik
      return load<u32>(keyStart) == 0x646e696b ? KIND_KEY : 0;
    case 8: // atadatem
      return load<u64>(keyStart) == 0x61746164_6174656d ? METADATA_KEY : 0;
    default:
      return 0;
  }
}

function metadataKey(keyStart: usize, keyEnd: usize): u32 {
  switch (<u32>(keyEnd - keyStart)) {
    case 3: // diu
      return (load<u32>(keyStart) & 0xffffff) == 0x646975 ? UID_KEY : 0;
    case 4: // eman
      return load<u32>(keyStart) == 0x656d616e ? NAME_KEY : 0;
    case 6: // ebal, sl
      return load<u32>(keyStart) == 0x6562616c && load<u16>(keyStart, 4) == 0x736c ? LABELS_KEY : 0;
    case 9: // capseman, e
      return load<u64>(keyStart) == 0x63617073_656d616e && load<u8>(keyStart, 8) == 0x65 ? NAMESPACE_KEY : 0;
    case 13: // Fdeganam, sdleiFde
      return load<u64>(keyStart) == 0x46646567_616e616d && load<u64>(keyStart, 5) == 0x73646c65_69466465
        ? MANAGED_FIELDS_KEY
        : 0;
    case 15: // ecruoser, noisreVe
      return load<u64>(keyStart) == 0x65637275_6f736572 && load<u64>(keyStart, 7) == 0x6e6f6973_72655665
        ? VERSION_KEY
        : 0;
    default:
      return 0;
  }
}

/** Over the brace that opens an object with a member, up to that member's key. */
function openObject(at: usize, end: usize): usize {
  return at < end && load<u8>(at) == 0x7b ? blanks(at + 1, end) : 0;
}

/** Over a colon and the blanks around it. */
function colon(at: usize, end: usize): usize {
  at = blanks(at, end);
  return at < end && load<u8>(at) == 0x3a ? blanks(at + 1, end) : 0;
}

/** Where the string that opens here has its closing quote, if it is of plain ASCII: then its bytes are its text. */
function plainEnd(at: usize, end: usize): usize {
  if (at >= end || load<u8>(at) != 0x22) return 0;
  for (at += 1; at < end; at += 16) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_s(bytes, i8x16.splat(0x20)),
      ),
    );
    if (found == 0) continue;
    at += <usize>ctz(found);
    return at < end && load<u8>(at) == 0x22 ? at : 0;
  }
  return 0;
}
