// What one pass over an object's bytes tells of it, without parsing: where its identity stands, its labels,
// and its managedFields. It knows objects as servers send them; of anything else (escapes in a name, a key
// that comes twice) it gives up, and JSON.parse has to say what it is.

import type { ExpectedType } from './expected-type.ts';
import { fastSkipValue } from './fast-skip.ts';
import { gaveUp, skipBlanks, skipColon, skipString } from './json-scanner.ts';

const quote = 0x22;
const backslash = 0x5c;

// The keys that are looked for, in bits: one that comes twice is given up on.
const kindKey = 1;
const apiVersionKey = 2;
const metadataKey = 4;
const nameKey = 8;
const namespaceKey = 16;
const uidKey = 32;
const versionKey = 64;
const labelsKey = 128;
const managedFieldsKey = 256;

/** The result of the last successful `run`. Positions are those of the bytes it was given; -1 is absence. */
export class ObjectScan {
  nameStart: number = -1;
  nameEnd: number = -1;
  namespaceStart: number = -1;
  namespaceEnd: number = -1;
  uidStart: number = -1;
  uidEnd: number = -1;
  versionStart: number = -1;
  versionEnd: number = -1;
  metadataStart: number = -1;
  metadataEnd: number = -1;
  labelsStart: number = -1;
  labelsEnd: number = -1;
  /** The member `managedFields` and one comma beside it: without these bytes the text is valid still. */
  cutStart: number = -1;
  cutEnd: number = -1;
  #seen = 0;

  /** Returns the position behind the object, or `gaveUp`. */
  run(bytes: Uint8Array, at: number, end: number, type: ExpectedType | undefined): number {
    this.#seen = 0;
    this.namespaceStart = this.uidStart = this.labelsStart = this.cutStart = -1;
    this.namespaceEnd = this.uidEnd = this.labelsEnd = this.cutEnd = -1;
    at = openObject(bytes, at, end);
    if (at === gaveUp) return gaveUp;
    for (;;) {
      const keyStart = at + 1;
      const keyEnd = plainKeyEnd(bytes, at, end);
      if (keyEnd === gaveUp) return gaveUp;
      at = skipBlanks(bytes, skipColon(bytes, keyEnd + 1, end), end);
      if (at <= keyEnd) return gaveUp;
      at = this.#member(bytes, keyStart, keyEnd, at, end, type);
      if (at === gaveUp) return gaveUp;
      at = skipBlanks(bytes, at, end);
      if (at >= end) return gaveUp;
      if (bytes[at] === 0x7d) break;
      if (bytes[at] !== 0x2c) return gaveUp;
      at = skipBlanks(bytes, at + 1, end);
    }
    const identified = metadataKey | nameKey | versionKey;
    return (this.#seen & identified) === identified ? at + 1 : gaveUp;
  }

  // A member of the object, from its value.
  #member(
    bytes: Uint8Array,
    keyStart: number,
    keyEnd: number,
    at: number,
    end: number,
    type: ExpectedType | undefined,
  ): number {
    switch (keyEnd - keyStart) {
      case 4:
        if (!isText(bytes, keyStart, 'kind')) break;
        if (!this.#first(kindKey)) return gaveUp;
        return type ? skipText(bytes, at, end, type.kind) : fastSkipValue(bytes, at, end);
      case 8:
        if (!isText(bytes, keyStart, 'metadata')) break;
        if (!this.#first(metadataKey)) return gaveUp;
        return this.#metadata(bytes, at, end);
      case 10:
        if (isText(bytes, keyStart, 'apiVersion') && !this.#first(apiVersionKey)) return gaveUp;
        break;
    }
    return fastSkipValue(bytes, at, end);
  }

  #metadata(bytes: Uint8Array, at: number, end: number): number {
    this.metadataStart = at;
    at = openObject(bytes, at, end);
    if (at === gaveUp) return gaveUp;
    let comma = -1;
    for (;;) {
      const keyStart = at + 1;
      const keyEnd = plainKeyEnd(bytes, at, end);
      if (keyEnd === gaveUp) return gaveUp;
      at = skipBlanks(bytes, skipColon(bytes, keyEnd + 1, end), end);
      if (at <= keyEnd) return gaveUp;
      at = this.#metadataMember(bytes, keyStart, keyEnd, at, end);
      if (at === gaveUp) return gaveUp;
      at = skipBlanks(bytes, at, end);
      if (at >= end) return gaveUp;
      const closes = bytes[at] === 0x7d;
      if (!closes && bytes[at] !== 0x2c) return gaveUp;
      if (this.cutStart === keyStart - 1) {
        if (!closes) this.cutEnd = at + 1;
        else if (comma !== -1) this.cutStart = comma;
      }
      if (closes) break;
      comma = at;
      at = skipBlanks(bytes, at + 1, end);
    }
    this.metadataEnd = at + 1;
    return at + 1;
  }

  #metadataMember(bytes: Uint8Array, keyStart: number, keyEnd: number, at: number, end: number): number {
    switch (keyEnd - keyStart) {
      case 3:
        if (!isText(bytes, keyStart, 'uid')) break;
        if (!this.#first(uidKey)) return gaveUp;
        this.uidStart = at + 1;
        this.uidEnd = plainKeyEnd(bytes, at, end);
        return after(this.uidEnd);
      case 4:
        if (!isText(bytes, keyStart, 'name')) break;
        if (!this.#first(nameKey)) return gaveUp;
        this.nameStart = at + 1;
        this.nameEnd = plainKeyEnd(bytes, at, end);
        return this.nameEnd === this.nameStart ? gaveUp : after(this.nameEnd);
      case 6:
        if (!isText(bytes, keyStart, 'labels')) break;
        if (!this.#first(labelsKey)) return gaveUp;
        this.labelsStart = at;
        this.labelsEnd = fastSkipValue(bytes, at, end);
        return this.labelsEnd;
      case 9:
        if (!isText(bytes, keyStart, 'namespace')) break;
        if (!this.#first(namespaceKey)) return gaveUp;
        this.namespaceStart = at + 1;
        this.namespaceEnd = plainKeyEnd(bytes, at, end);
        return after(this.namespaceEnd);
      case 13:
        if (!isText(bytes, keyStart, 'managedFields')) break;
        if (!this.#first(managedFieldsKey)) return gaveUp;
        this.cutStart = keyStart - 1;
        this.cutEnd = fastSkipValue(bytes, at, end);
        return this.cutEnd;
      case 15:
        if (!isText(bytes, keyStart, 'resourceVersion')) break;
        if (!this.#first(versionKey)) return gaveUp;
        this.versionStart = at + 1;
        this.versionEnd = plainKeyEnd(bytes, at, end);
        return this.versionEnd === this.versionStart ? gaveUp : after(this.versionEnd);
    }
    return fastSkipValue(bytes, at, end);
  }

  #first(key: number): boolean {
    const first = (this.#seen & key) === 0;
    this.#seen |= key;
    return first;
  }
}

/** Over the brace that opens an object with a member, up to that member's key. */
function openObject(bytes: Uint8Array, at: number, end: number): number {
  return at < end && bytes[at] === 0x7b ? skipBlanks(bytes, at + 1, end) : gaveUp;
}

/** Where the string that opens here has its closing quote, if it is of plain ASCII: then its bytes are its text. */
function plainKeyEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== quote) return gaveUp;
  for (at += 1; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < 0x20 || byte === backslash || byte >= 0x80) return gaveUp;
  }
  return gaveUp;
}

function after(quoteAt: number): number {
  return quoteAt === gaveUp ? gaveUp : quoteAt + 1;
}

function isText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** Over just this string, quotes included. */
function skipText(bytes: Uint8Array, at: number, end: number, text: string): number {
  const close = at + 1 + text.length;
  if (close >= end || bytes[at] !== quote || bytes[close] !== quote || !isText(bytes, at + 1, text))
    return gaveUp;
  return skipString(bytes, at + 1, end);
}
