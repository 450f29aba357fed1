// An object's JSON where it lies, and the places of its parts: what can be read of the object without decoding it.
// Places are those of the bytes as they were scanned; `managedFields` may be cut out of them.

import { isText, skipBlanks, skipColon, skipValue } from '../json/json-scanner.ts';
import { keptWords, metadataPlace, namePlace, namespacePlace } from '../json/places.ts';
import { keyBuffer, keyHash } from '../key-hash.ts';
import { ByteWriter } from '../memory/byte-writer.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const toUtf8 = new TextEncoder();
const zero = 0x30;
const slash = 0x2f;
const comma = 0x2c;
// Most keys fit in here, which saves joining two strings.
const scratchKey = 512;
const scratch = keyBuffer(scratchKey);
const openBrace = 0x7b;
const closeBrace = 0x7d;
const metadataHead = toUtf8.encode('{"metadata":');
const noWords = new Int32Array(0);

export class ObjectJson {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Where it ends in the array. */
  readonly end: number;
  #cutStart: number;
  #cutEnd: number;
  #isMetadataOnly = false;
  // The places are the words from `#at` on.
  #words: Int32Array = noWords;
  #at = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.end = this.#cutStart = this.#cutEnd = end;
  }

  /** Its places are these words from `at` on. */
  place(words: Int32Array, at: number): this {
    this.#words = words;
    this.#at = at;
    return this;
  }

  /** Leaves out what is between two positions, counted from the start of the object. */
  cut(from: number, to: number): this {
    this.#cutStart = this.#start + from;
    this.#cutEnd = this.#start + to;
    return this;
  }

  /** Whether the places of its parts are known; else only `length` and the copies mean something. */
  get hasPlaces(): boolean {
    return this.#words !== noWords;
  }

  get length(): number {
    return this.end - this.#start - (this.#cutEnd - this.#cutStart);
  }

  has(place: number): boolean {
    return this.#words[this.#at + place] !== -1;
  }

  /** @throws RangeError where there is no room for it. */
  copyTo(writer: ByteWriter): void {
    writer.write(this.#bytes, this.#start, this.#cutStart);
    writer.write(this.#bytes, this.#cutEnd, this.end);
  }

  /** Copies its places as they are in what `copyTo` copies. */
  copyPlacesTo(words: Int32Array, at: number): void {
    const cutEnd = this.#cutEnd - this.#start;
    const cut = this.#cutEnd - this.#cutStart;
    const mine = this.#words;
    const start = this.#at;
    for (let word = 0; word < keptWords; word += 1) {
      const position = mine[start + word] as number;
      words[at + word] = position < cutEnd ? position : position - cut;
    }
  }

  /** The same in an array of its own. */
  copy(): ObjectJson {
    const bytes = new Uint8Array(this.length);
    this.copyTo(new ByteWriter(bytes, 0));
    const copy = new ObjectJson(bytes, 0, bytes.length);
    if (!this.hasPlaces) return copy;
    const words = new Int32Array(keptWords);
    this.copyPlacesTo(words, 0);
    return copy.place(words, 0);
  }

  /** A copy that has `metadata` as its only member. */
  metadataOnly(): ObjectJson {
    const metadata = this.part(metadataPlace);
    const bytes = new Uint8Array(metadataHead.length + metadata.length + 1);
    bytes.set(metadataHead);
    bytes.set(metadata, metadataHead.length);
    bytes[bytes.length - 1] = closeBrace;
    const words = new Int32Array(keptWords);
    this.copyPlacesTo(words, 0);
    const moved = metadataHead.length - (words[metadataPlace] as number);
    for (let word = 0; word < keptWords; word += 1)
      if (words[word] !== -1) words[word] = (words[word] as number) + moved;
    const copy = new ObjectJson(bytes, 0, bytes.length).place(words, 0);
    copy.#isMetadataOnly = true;
    return copy;
  }

  /** Whether `metadataOnly` made it. */
  get isMetadataOnly(): boolean {
    return this.#isMetadataOnly;
  }

  /** A copy of its bytes, with these members (`"kind":"Pod",`) before its own. */
  bytesWith(members: string): Uint8Array {
    const added = toUtf8.encode(members);
    const bytes = new Uint8Array(added.length + this.length);
    this.copyTo(new ByteWriter(bytes, added.length));
    bytes[0] = this.#bytes[this.#start] as number;
    bytes.set(added, 1);
    return bytes;
  }

  /** The first bytes of the values of these members; undefined where there is no such member. */
  firstBytesOf(members: readonly string[]): readonly (number | undefined)[] {
    const bytes = this.#bytes;
    const keys = members.map((member) => JSON.stringify(member));
    const found: (number | undefined)[] = members.map(() => undefined);
    let at = this.#start;
    do {
      const key = skipBlanks(bytes, at + 1, this.end);
      const colon = skipValue(bytes, key, this.end);
      const value = skipBlanks(bytes, skipColon(bytes, colon, this.end), this.end);
      const index = keys.findIndex((each) => isText(bytes, key, each));
      if (index !== -1) found[index] = bytes[value];
      if (!found.includes(undefined)) break;
      at = skipBlanks(bytes, skipValue(bytes, value, this.end), this.end);
    } while (bytes[at] === comma);
    return found;
  }

  /** A member of the object at a place, and of that in turn: its bytes as a view. Undefined where there is none. */
  member(place: number, ...path: readonly string[]): Uint8Array | undefined {
    let found = this.has(place) ? { start: this.#startOf(place), end: this.end } : undefined;
    for (const name of path) found = found && memberOf(this.#bytes, found.start, name);
    return found && this.#bytes.subarray(found.start, found.end);
  }

  /** All of it, as a view where nothing is cut out: to be read at once. */
  whole(): Uint8Array {
    return this.#slice(this.#start, this.end);
  }

  /** The bytes of an object within, as a view where nothing is cut out of it: to be read at once. */
  part(place: number): Uint8Array {
    const start = this.#startOf(place);
    if (place === metadataPlace) return this.#slice(start, this.#endOf(place));
    return this.#slice(start, skipValue(this.#bytes, start, this.end));
  }

  /** The text of a part that is plain ASCII; '' where there is no such part. */
  text(place: number): string {
    return this.has(place) ? readText(this.#bytes, this.#startOf(place), this.#endOf(place)) : '';
  }

  /** `namespace/name`, or `name`. */
  key(): string {
    return readText(this.#spellKey(), 0, this.#keyLength);
  }

  /** `hashKey` of the key. */
  keyHash(): number {
    return keyHash.ofBuffer(this.#spellKey(), this.#keyLength);
  }

  get #keyLength(): number {
    const namespaceLength = this.#endOf(namespacePlace) - this.#startOf(namespacePlace);
    const nameLength = this.#endOf(namePlace) - this.#startOf(namePlace);
    return nameLength + (namespaceLength === 0 ? 0 : namespaceLength + 1);
  }

  /** The key in the first bytes of a buffer, until the next call. */
  #spellKey(): Uint8Array {
    const length = this.#keyLength;
    const to = length <= scratchKey ? scratch : keyBuffer(length);
    const from = this.#bytes;
    const namespaceEnd = this.#endOf(namespacePlace);
    const nameEnd = this.#endOf(namePlace);
    let written = 0;
    for (let at = this.#startOf(namespacePlace); at < namespaceEnd; at += 1)
      to[written++] = from[at] as number;
    if (written > 0) to[written++] = slash;
    for (let at = this.#startOf(namePlace); at < nameEnd; at += 1) to[written++] = from[at] as number;
    return to;
  }

  /** Whether the other one has the same bytes in a place. */
  hasSame(place: number, other: ObjectJson): boolean {
    const mine = this.#startOf(place);
    const theirs = other.#startOf(place);
    const length = this.#endOf(place) - mine;
    if (length !== other.#endOf(place) - theirs) return false;
    const bytes = this.#bytes;
    const otherBytes = other.#bytes;
    for (let at = 0; at < length; at += 1) if (bytes[mine + at] !== otherBytes[theirs + at]) return false;
    return true;
  }

  /**
   * `compareResourceVersions` of two texts; undefined where two that differ do not both satisfy `isResourceVersion`.
   */
  compareNumber(place: number, other: ObjectJson): number | undefined {
    if (this.hasSame(place, other)) return 0;
    if (!this.#isNumber(place) || !other.#isNumber(place)) return undefined;
    const mine = this.#startOf(place);
    const theirs = other.#startOf(place);
    const length = this.#endOf(place) - mine;
    const otherLength = other.#endOf(place) - theirs;
    if (length !== otherLength) return length - otherLength;
    let order = 0;
    for (let at = 0; order === 0 && at < length; at += 1)
      order = (this.#bytes[mine + at] as number) - (other.#bytes[theirs + at] as number);
    return order;
  }

  #isNumber(place: number): boolean {
    const start = this.#startOf(place);
    const end = this.#endOf(place);
    if (start === end || (this.#bytes[start] === zero && end > start + 1)) return false;
    for (let at = start; at < end; at += 1) {
      const digit = this.#bytes[at] as number;
      if (digit < zero || digit > zero + 9) return false;
    }
    return true;
  }

  #startOf(place: number): number {
    return this.#start + (this.#words[this.#at + place] as number);
  }

  #endOf(place: number): number {
    return this.#start + (this.#words[this.#at + place + 1] as number);
  }

  // The cut is either within what is asked for, or outside of it.
  #slice(start: number, end: number): Uint8Array {
    const cut = this.#cutEnd - this.#cutStart;
    if (cut === 0 || this.#cutStart >= end || this.#cutEnd <= start) return this.#bytes.subarray(start, end);
    const part = new Uint8Array(end - start - cut);
    part.set(this.#bytes.subarray(start, this.#cutStart));
    part.set(this.#bytes.subarray(this.#cutEnd, end), this.#cutStart - start);
    return part;
  }
}

/** Where the value of an object's member is: of its last one of that name, as in decoding. */
function memberOf(
  bytes: Uint8Array,
  object: number,
  name: string,
): { start: number; end: number } | undefined {
  if (bytes[object] !== openBrace) return undefined;
  const wanted = JSON.stringify(name);
  let found: { start: number; end: number } | undefined;
  let at = object;
  do {
    const key = skipBlanks(bytes, at + 1, bytes.length);
    if (bytes[key] === closeBrace) break;
    const colon = skipValue(bytes, key, bytes.length);
    const start = skipBlanks(bytes, skipColon(bytes, colon, bytes.length), bytes.length);
    const end = skipValue(bytes, start, bytes.length);
    if (isText(bytes, key, wanted)) found = { start, end };
    at = skipBlanks(bytes, end, bytes.length);
  } while (bytes[at] === comma);
  return found;
}

function readText(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}
