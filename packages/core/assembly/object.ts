// The twin of src/encoding/json/portable-scanner.ts: the same rules, all in one call. `npm run generate:wasm` compiles it to
// src/encoding/json/object-scan-wasm.ts.

import {
  controllerPlace,
  cutPlace,
  kindPlace,
  labelsPlace,
  metadataPlace,
  namePlace,
  namespacePlace,
  uidPlace,
  versionPlace,
} from '../src/encoding/json/places';
import { blanks, skip } from './value';

export { CAPACITY, DATA } from './memory';

/** Where a scan puts the places it found: as many words as `foundWords` says, in whole vectors. */
export const FOUND: usize = memory.data(64, 16);

// The keys that are looked for, as bits: a set of them tells which have come already.
const KIND: u32 = 1;
const METADATA: u32 = 2;
const NAME: u32 = 4;
const NAMESPACE: u32 = 8;
const UID: u32 = 16;
const VERSION: u32 = 32;
const LABELS: u32 = 64;
const MANAGED_FIELDS: u32 = 128;
const OWNERS: u32 = 256;
const CONTROLLER: u32 = 512;

const OBJECT_KEYS: u32 = KIND | METADATA;
const METADATA_KEYS: u32 = NAME | NAMESPACE | UID | VERSION | LABELS | MANAGED_FIELDS | OWNERS;

// Where the object starts, and where its bytes end at the latest.
let start: usize = 0;
let end: usize = 0;
// The keys of the object that was scanned last.
let seen: u32 = 0;
// Whether the last `controller` that was scanned is true.
let controls: bool = false;

/** Scans the object at `from`. Returns the position behind it, or 0 for giving up. */
export function scan(from: usize, to: usize): usize {
  const absent = i8x16.splat(-1);
  for (let word: usize = 0; word < 64; word += 16) v128.store(FOUND + word, absent);
  start = from;
  end = to;
  const behind = object(from, OBJECT_KEYS);
  return (seen & METADATA) != 0 ? behind : 0;
}

/** Scans an object in which these keys are looked for. */
function object(from: usize, keys: u32): usize {
  const last = end;
  seen = 0;
  if (from >= last || load<u8>(from) != 0x7b) return 0;
  let at = blanks(from + 1, last);
  if (at < last && load<u8>(at) == 0x7d) return at + 1;
  let had: u32 = 0;
  let comma: usize = 0;
  while (true) {
    const keyStart = at + 1;
    const keyEnd = plainEnd(at);
    if (keyEnd == 0) return 0;
    at = blanks(keyEnd + 1, last);
    if (at >= last || load<u8>(at) != 0x3a) return 0;
    at = blanks(at + 1, last);
    const key = keyOf(keyStart, keyEnd) & keys;
    if ((had & key) != 0) return 0;
    had |= key;
    const behind = value(at, key);
    if (behind == 0) return 0;
    at = blanks(behind, last);
    if (at >= last) return 0;
    const next: u32 = load<u8>(at);
    const closes = next == 0x7d;
    if (!closes && next != 0x2c) return 0;
    // The member goes with one comma beside it. There is one, as an object without a name is given up on.
    if (key == MANAGED_FIELDS) mark(cutPlace, closes ? comma : keyStart - 1, closes ? behind : at + 1);
    if (closes) break;
    comma = at;
    at = blanks(at + 1, last);
  }
  seen = had;
  return at + 1;
}

/** Scans the value of a key. */
function value(at: usize, key: u32): usize {
  switch (key) {
    case METADATA:
      return metadata(at);
    case NAME:
      return text(at, namePlace);
    case NAMESPACE:
      return text(at, namespacePlace);
    case UID:
      return text(at, uidPlace);
    case VERSION:
      return text(at, versionPlace);
    case KIND:
      return mark(kindPlace, at, skip(at, end));
    case LABELS:
      store<i32>(FOUND + labelsPlace * 4, <i32>(at - start));
      return skip(at, end);
    case OWNERS:
      return owners(at);
    case CONTROLLER:
      controls = load<u8>(at) == 0x74;
      return skip(at, end);
    default:
      return skip(at, end);
  }
}

function metadata(from: usize): usize {
  const behind = mark(metadataPlace, from, object(from, METADATA_KEYS));
  return (seen & (NAME | VERSION)) == (NAME | VERSION) ? behind : 0;
}

/** Scans a string of plain ASCII. A name and a version must not be empty. */
function text(at: usize, place: usize): usize {
  const close = plainEnd(at);
  if (close == 0 || (close == at + 1 && (place == namePlace || place == versionPlace))) return 0;
  return mark(place, at + 1, close) + 1;
}

/** Scans the owner references, and marks the first one of a controller. */
function owners(from: usize): usize {
  if (load<u8>(from) != 0x5b) return skip(from, end);
  let at = blanks(from + 1, end);
  if (at < end && load<u8>(at) == 0x5d) return at + 1;
  while (true) {
    const behind = owner(at);
    if (behind == 0) return 0;
    at = blanks(behind, end);
    if (at >= end) return 0;
    const next: u32 = load<u8>(at);
    if (next == 0x5d) return at + 1;
    if (next != 0x2c) return 0;
    at = blanks(at + 1, end);
  }
}

function owner(from: usize): usize {
  if (from < end && load<u8>(from) != 0x7b) return skip(from, end);
  const behind = object(from, CONTROLLER);
  if ((seen & CONTROLLER) != 0 && controls && load<i32>(FOUND + controllerPlace * 4) == -1)
    store<i32>(FOUND + controllerPlace * 4, <i32>(from - start));
  return behind;
}

/** Returns `to`. */
function mark(place: usize, from: usize, to: usize): usize {
  store<i32>(FOUND + place * 4, <i32>(from - start));
  store<i32>(FOUND + place * 4 + 4, <i32>(to - start));
  return to;
}

/** Which key this is, or 0. Words of a key are compared from the last letter to the first. */
function keyOf(keyStart: usize, keyEnd: usize): u32 {
  switch (<u32>(keyEnd - keyStart)) {
    case 3: // diu
      return (load<u32>(keyStart) & 0xffffff) == 0x646975 ? UID : 0;
    case 4: // eman, dnik
      return load<u32>(keyStart) == 0x656d616e ? NAME : load<u32>(keyStart) == 0x646e696b ? KIND : 0;
    case 6: // ebal, sl
      return load<u32>(keyStart) == 0x6562616c && load<u16>(keyStart, 4) == 0x736c ? LABELS : 0;
    case 8: // atadatem
      return load<u64>(keyStart) == 0x61746164_6174656d ? METADATA : 0;
    case 9: // capseman, e
      return load<u64>(keyStart) == 0x63617073_656d616e && load<u8>(keyStart, 8) == 0x65 ? NAMESPACE : 0;
    case 10: // llortnoc, re
      return load<u64>(keyStart) == 0x6c6c6f72_746e6f63 && load<u16>(keyStart, 8) == 0x7265 ? CONTROLLER : 0;
    case 13: // Fdeganam, sdleiFde
      return load<u64>(keyStart) == 0x46646567_616e616d && load<u64>(keyStart, 5) == 0x73646c65_69466465
        ? MANAGED_FIELDS
        : 0;
    case 15: // ecruoser, noisreVe; feRrenwo, secneref
      if (load<u64>(keyStart) == 0x65637275_6f736572 && load<u64>(keyStart, 7) == 0x6e6f6973_72655665)
        return VERSION;
      return load<u64>(keyStart) == 0x66655272_656e776f && load<u64>(keyStart, 7) == 0x7365636e_65726566
        ? OWNERS
        : 0;
    default:
      return 0;
  }
}

/** The position of the closing quote of a string of plain ASCII, whose bytes are its text; else 0. */
function plainEnd(at: usize): usize {
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
