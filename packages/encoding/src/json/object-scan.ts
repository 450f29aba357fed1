// What one pass over an object's bytes tells of it, without parsing: where its identity stands, its labels,
// and its managedFields. It knows objects as servers send them; of anything else (escapes in a name, a key
// that comes twice) it gives up, and JSON.parse has to say what it is.

import { Found } from './found.ts';
import { gaveUp, skipBlanks, skipColon, skipValue } from './json-scanner.ts';

const quote = 0x22;
const backslash = 0x5c;

// The keys that are looked for, in bits: one that comes twice is given up on.
const kindKey = 1;
const metadataKey = 2;
const nameKey = 4;
const namespaceKey = 8;
const uidKey = 16;
const versionKey = 32;
const labelsKey = 64;
const managedFieldsKey = 128;

type Keys = readonly (readonly [text: string, key: number])[];
const memberKeys: Keys = [
  ['kind', kindKey],
  ['metadata', metadataKey],
];
const metadataKeys: Keys = [
  ['name', nameKey],
  ['namespace', namespaceKey],
  ['uid', uidKey],
  ['resourceVersion', versionKey],
  ['labels', labelsKey],
  ['managedFields', managedFieldsKey],
];

/** Over the object at `start`. Writes to `found` (see `Found`) and returns the position behind it, or `gaveUp`. */
export function scanObject(bytes: Uint8Array, start: number, end: number, found: Int32Array): number {
  found.fill(-1);
  let seen = 0;
  let at = openObject(bytes, start, end);
  if (at === gaveUp) return gaveUp;
  for (;;) {
    const keyEnd = plainEnd(bytes, at, end);
    if (keyEnd === gaveUp) return gaveUp;
    const key = findKey(bytes, at + 1, keyEnd, memberKeys);
    at = skipBlanks(bytes, skipColon(bytes, keyEnd + 1, end), end);
    if (at <= keyEnd || (seen & key) !== 0) return gaveUp;
    seen |= key;
    const behind =
      key === metadataKey ? scanMetadata(bytes, start, at, end, found) : skipValue(bytes, at, end);
    if (behind === gaveUp) return gaveUp;
    if (key === kindKey) mark(found, Found.kindStart, at - start, behind - start);
    at = skipBlanks(bytes, behind, end);
    if (at >= end) return gaveUp;
    if (bytes[at] === 0x7d) return (seen & metadataKey) !== 0 ? at + 1 : gaveUp;
    if (bytes[at] !== 0x2c) return gaveUp;
    at = skipBlanks(bytes, at + 1, end);
  }
}

function scanMetadata(
  bytes: Uint8Array,
  start: number,
  from: number,
  end: number,
  found: Int32Array,
): number {
  let seen = 0;
  let comma = -1;
  let at = openObject(bytes, from, end);
  if (at === gaveUp) return gaveUp;
  for (;;) {
    const keyAt = at;
    const keyEnd = plainEnd(bytes, at, end);
    if (keyEnd === gaveUp) return gaveUp;
    const key = findKey(bytes, at + 1, keyEnd, metadataKeys);
    at = skipBlanks(bytes, skipColon(bytes, keyEnd + 1, end), end);
    if (at <= keyEnd || (seen & key) !== 0) return gaveUp;
    seen |= key;
    const behind = scanMetadataMember(bytes, key, start, at, end, found);
    if (behind === gaveUp) return gaveUp;
    at = skipBlanks(bytes, behind, end);
    if (at >= end) return gaveUp;
    const closes = bytes[at] === 0x7d;
    if (!closes && bytes[at] !== 0x2c) return gaveUp;
    if (key === managedFieldsKey) {
      // It is not the only member, as there is a name.
      const cutStart = closes ? comma : keyAt;
      mark(found, Found.cutStart, cutStart - start, (closes ? behind : at + 1) - start);
    }
    if (closes) break;
    comma = at;
    at = skipBlanks(bytes, at + 1, end);
  }
  mark(found, Found.metadataStart, from - start, at + 1 - start);
  const identified = nameKey | versionKey;
  return (seen & identified) === identified ? at + 1 : gaveUp;
}

/** Over a member's value. */
function scanMetadataMember(
  bytes: Uint8Array,
  key: number,
  start: number,
  at: number,
  end: number,
  found: Int32Array,
): number {
  if ((key & (nameKey | namespaceKey | uidKey | versionKey)) === 0) {
    const behind = skipValue(bytes, at, end);
    if (key === labelsKey) mark(found, Found.labelsStart, at - start, behind - start);
    return behind;
  }
  const close = plainEnd(bytes, at, end);
  if (close === gaveUp) return gaveUp;
  if (close === at + 1 && (key & (nameKey | versionKey)) !== 0) return gaveUp;
  mark(found, textPlace(key), at + 1 - start, close - start);
  return close + 1;
}

function textPlace(key: number): number {
  if (key === nameKey) return Found.nameStart;
  if (key === namespaceKey) return Found.namespaceStart;
  return key === uidKey ? Found.uidStart : Found.versionStart;
}

function mark(found: Int32Array, place: number, from: number, to: number): void {
  found[place] = from;
  found[place + 1] = to;
}

/** Which of these keys stands there, or 0. */
function findKey(bytes: Uint8Array, start: number, end: number, keys: Keys): number {
  for (const [text, key] of keys) if (text.length === end - start && isText(bytes, start, text)) return key;
  return 0;
}

/** Over the brace that opens an object with a member, up to that member's key. */
function openObject(bytes: Uint8Array, at: number, end: number): number {
  return at < end && bytes[at] === 0x7b ? skipBlanks(bytes, at + 1, end) : gaveUp;
}

/** Where the string that opens here has its closing quote, if it is of plain ASCII: then its bytes are its text. */
function plainEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== quote) return gaveUp;
  for (at += 1; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < 0x20 || byte === backslash || byte >= 0x80) return gaveUp;
  }
  return gaveUp;
}

/** Whether the bytes from `at` on are this text, which is of plain ASCII. */
export function isText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
