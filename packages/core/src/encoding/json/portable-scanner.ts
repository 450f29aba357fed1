// Finds the places of an object's parts in one pass over its bytes, without parsing. It knows objects as servers send
// them. On anything else (escapes in a name, a key that comes twice) it gives up, and JSON.parse decides what it is.

import { gaveUp, isText, skipBlanks, skipColon, skipValue } from './json-scanner.ts';
import {
  controllerPlace,
  cutPlace,
  foundWords,
  kindPlace,
  labelsPlace,
  metadataPlace,
  namePlace,
  namespacePlace,
  uidPlace,
  versionPlace,
} from './places.ts';

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;

// A key is known by the place it fills. Those that fill none have other numbers.
const ownersKey = foundWords;
const otherKey = -1;

type Keys = readonly (readonly [text: string, key: number])[];
const objectKeys: Keys = [
  ['kind', kindPlace],
  ['metadata', metadataPlace],
];
const metadataKeys: Keys = [
  ['name', namePlace],
  ['namespace', namespacePlace],
  ['uid', uidPlace],
  ['resourceVersion', versionPlace],
  ['labels', labelsPlace],
  ['managedFields', cutPlace],
  ['ownerReferences', ownersKey],
];
const ownerKeys: Keys = [['controller', controllerPlace]];

export class PortableScanner {
  /** What the last successful scan found: see places.ts. */
  readonly found: Int32Array;
  #start = 0;
  #end = 0;
  // The keys of the object that was scanned last, a bit each.
  #seen = 0;
  // Whether the last `controller` that was scanned is true.
  #controls = false;

  constructor(found: Int32Array = new Int32Array(foundWords)) {
    this.found = found;
  }

  /** Scans the object at `start`. Returns the position behind it, or `gaveUp`. */
  scan(bytes: Uint8Array, start: number, end: number): number {
    this.found.fill(-1);
    this.#start = start;
    this.#end = end;
    const behind = this.#object(bytes, start, objectKeys);
    return this.#hasSeen(metadataPlace) ? behind : gaveUp;
  }

  /** Scans an object in which these keys are looked for. */
  #object(bytes: Uint8Array, from: number, keys: Keys): number {
    const end = this.#end;
    if (from >= end || bytes[from] !== openBrace) return gaveUp;
    let seen = 0;
    let lastComma = -1;
    let at = skipBlanks(bytes, from + 1, end);
    this.#seen = 0;
    if (at < end && bytes[at] === closeBrace) return at + 1;
    for (;;) {
      const keyStart = at;
      const keyEnd = plainEnd(bytes, at, end);
      if (keyEnd === gaveUp) return gaveUp;
      const key = findKey(bytes, at + 1, keys);
      at = skipBlanks(bytes, skipColon(bytes, keyEnd + 1, end), end);
      const bit = key === otherKey ? 0 : 1 << key;
      if (at <= keyEnd || (seen & bit) !== 0) return gaveUp;
      seen |= bit;
      const behind = this.#value(bytes, at, key);
      if (behind === gaveUp) return gaveUp;
      at = skipBlanks(bytes, behind, end);
      if (at >= end) return gaveUp;
      const closes = bytes[at] === closeBrace;
      if (!closes && bytes[at] !== comma) return gaveUp;
      // The member goes with one comma beside it. There is one, as an object without a name is given up on.
      if (key === cutPlace) this.#mark(cutPlace, closes ? lastComma : keyStart, closes ? behind : at + 1);
      if (closes) break;
      lastComma = at;
      at = skipBlanks(bytes, at + 1, end);
    }
    this.#seen = seen;
    return at + 1;
  }

  /** Scans the value of a key. */
  #value(bytes: Uint8Array, at: number, key: number): number {
    switch (key) {
      case metadataPlace:
        return this.#metadata(bytes, at);
      case namePlace:
      case namespacePlace:
      case uidPlace:
      case versionPlace:
        return this.#text(bytes, at, key);
      case kindPlace:
        return this.#mark(kindPlace, at, skipValue(bytes, at, this.#end));
      case labelsPlace:
        this.found[labelsPlace] = at - this.#start;
        return skipValue(bytes, at, this.#end);
      case ownersKey:
        return this.#owners(bytes, at);
      case controllerPlace:
        this.#controls = bytes[at] === 0x74;
        return skipValue(bytes, at, this.#end);
      default:
        return skipValue(bytes, at, this.#end);
    }
  }

  #metadata(bytes: Uint8Array, from: number): number {
    const behind = this.#mark(metadataPlace, from, this.#object(bytes, from, metadataKeys));
    return this.#hasSeen(namePlace) && this.#hasSeen(versionPlace) ? behind : gaveUp;
  }

  /** Scans a string of plain ASCII. A name and a version must not be empty. */
  #text(bytes: Uint8Array, at: number, place: number): number {
    const close = plainEnd(bytes, at, this.#end);
    if (close === gaveUp) return gaveUp;
    if (close === at + 1 && (place === namePlace || place === versionPlace)) return gaveUp;
    return this.#mark(place, at + 1, close) + 1;
  }

  /** Scans the owner references, and marks the first one of a controller. */
  #owners(bytes: Uint8Array, from: number): number {
    const end = this.#end;
    if (bytes[from] !== openBracket) return skipValue(bytes, from, end);
    let at = skipBlanks(bytes, from + 1, end);
    if (at < end && bytes[at] === closeBracket) return at + 1;
    for (;;) {
      const behind = this.#owner(bytes, at);
      if (behind === gaveUp) return gaveUp;
      at = skipBlanks(bytes, behind, end);
      if (at >= end) return gaveUp;
      if (bytes[at] === closeBracket) return at + 1;
      if (bytes[at] !== comma) return gaveUp;
      at = skipBlanks(bytes, at + 1, end);
    }
  }

  #owner(bytes: Uint8Array, from: number): number {
    if (from < this.#end && bytes[from] !== openBrace) return skipValue(bytes, from, this.#end);
    const behind = this.#object(bytes, from, ownerKeys);
    const isController = this.#hasSeen(controllerPlace) && this.#controls;
    if (isController && this.found[controllerPlace] === -1) this.found[controllerPlace] = from - this.#start;
    return behind;
  }

  #hasSeen(key: number): boolean {
    return (this.#seen & (1 << key)) !== 0;
  }

  /** Returns `to`. */
  #mark(place: number, from: number, to: number): number {
    this.found[place] = from - this.#start;
    this.found[place + 1] = to - this.#start;
    return to;
  }
}

/** Which of these keys begins here. */
function findKey(bytes: Uint8Array, start: number, keys: Keys): number {
  for (const [text, key] of keys)
    if (bytes[start + text.length] === quote && isText(bytes, start, text)) return key;
  return otherKey;
}

/** The position of the closing quote of a string of plain ASCII, whose bytes are its text; else `gaveUp`. */
function plainEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== quote) return gaveUp;
  for (at += 1; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < 0x20 || byte === backslash || byte >= 0x80) return gaveUp;
  }
  return gaveUp;
}
