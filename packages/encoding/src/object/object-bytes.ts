// An object's JSON where it lies: the bytes between two positions of an array, less what is cut out of them. Positions
// within it are those of the JSON without what is cut out, as `ObjectPlaces` has them.

import { objectKey } from '@kube-rx/core';
import { copyBytes } from '../memory/copy-bytes.ts';
import { hashKeyParts } from '../memory/key-hash.ts';
import type { ObjectPlaces } from './object-places.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const zero = 0x30;
// Names are short: most keys fit in here, which saves joining two strings.
const scratch = new Uint8Array(512);

export class ObjectBytes {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Where it ends in the array. */
  readonly end: number;
  readonly #cutStart: number;
  readonly #cutEnd: number;

  constructor(bytes: Uint8Array, start: number, end: number, cutStart: number = end, cutEnd: number = end) {
    this.#bytes = bytes;
    this.#start = start;
    this.end = end;
    this.#cutStart = cutStart;
    this.#cutEnd = cutEnd;
  }

  get length(): number {
    return this.end - this.#start - (this.#cutEnd - this.#cutStart);
  }

  /** @throws RangeError where there is no room for it. */
  copyTo(bytes: Uint8Array, at: number): void {
    const end = at + this.length;
    if (end > bytes.length) throw new RangeError(`${end - at} bytes do not fit at ${at} of ${bytes.length}`);
    copyBytes(this.#bytes, this.#start, this.#cutStart, bytes, at);
    copyBytes(this.#bytes, this.#cutEnd, this.end, bytes, at + this.#cutStart - this.#start);
  }

  /** The same in an array of its own. */
  copy(): ObjectBytes {
    const bytes = new Uint8Array(this.length);
    this.copyTo(bytes, 0);
    return new ObjectBytes(bytes, 0, bytes.length);
  }

  /** The bytes between two positions, as a view where nothing is cut out between them: to be read at once. */
  part(from: number, to: number): Uint8Array {
    const start = this.#start + from;
    const end = this.#start + to;
    if (end <= this.#cutStart) return this.#bytes.subarray(start, end);
    const cut = this.#cutEnd - this.#cutStart;
    if (start >= this.#cutStart) return this.#bytes.subarray(start + cut, end + cut);
    const part = new Uint8Array(to - from);
    part.set(this.#bytes.subarray(start, this.#cutStart));
    part.set(this.#bytes.subarray(this.#cutEnd, end + cut), this.#cutStart - start);
    return part;
  }

  /** What stands between two positions, between which nothing is cut out; '' where the first is -1. */
  text(from: number, to: number): string {
    if (from === -1) return '';
    const start = this.#placeOf(from);
    return readText(this.#bytes, start, start + to - from);
  }

  /** `namespace/name`, or `name`. */
  key({ namespaceStart, namespaceEnd, nameStart, nameEnd }: ObjectPlaces): string {
    if (namespaceEnd === namespaceStart) return this.text(nameStart, nameEnd);
    const nameAt = namespaceEnd - namespaceStart + 1;
    const length = nameAt + nameEnd - nameStart;
    if (length > scratch.length)
      return objectKey(this.text(nameStart, nameEnd), this.text(namespaceStart, namespaceEnd));
    const namespace = this.#placeOf(namespaceStart);
    const name = this.#placeOf(nameStart);
    for (let at = 0; at < nameAt - 1; at += 1) scratch[at] = this.#bytes[namespace + at] as number;
    scratch[nameAt - 1] = 0x2f;
    for (let at = nameAt; at < length; at += 1) scratch[at] = this.#bytes[name + at - nameAt] as number;
    return readText(scratch, 0, length);
  }

  /** `hashKey` of the key. */
  keyHash({ namespaceStart, namespaceEnd, nameStart, nameEnd }: ObjectPlaces): number {
    const namespace = this.#placeOf(namespaceStart);
    const name = this.#placeOf(nameStart);
    return hashKeyParts(
      this.#bytes,
      namespace,
      namespace + namespaceEnd - namespaceStart,
      name,
      name + nameEnd - nameStart,
    );
  }

  /** Whether the other one has the same bytes between two positions. */
  hasSame(from: number, to: number, other: ObjectBytes, otherFrom: number, otherTo: number): boolean {
    const length = to - from;
    if (length !== otherTo - otherFrom) return false;
    const mine = this.#placeOf(from);
    const theirs = other.#placeOf(otherFrom);
    for (let at = 0; at < length; at += 1)
      if (this.#bytes[mine + at] !== other.#bytes[theirs + at]) return false;
    return true;
  }

  /** `compareResourceVersions` of two texts; undefined where two that differ do not both satisfy `isResourceVersion`. */
  compareNumber(
    from: number,
    to: number,
    other: ObjectBytes,
    otherFrom: number,
    otherTo: number,
  ): number | undefined {
    if (this.hasSame(from, to, other, otherFrom, otherTo)) return 0;
    if (!this.#isNumber(from, to) || !other.#isNumber(otherFrom, otherTo)) return undefined;
    const length = to - from;
    if (length !== otherTo - otherFrom) return length - (otherTo - otherFrom);
    const mine = this.#placeOf(from);
    const theirs = other.#placeOf(otherFrom);
    let order = 0;
    for (let at = 0; order === 0 && at < length; at += 1)
      order = (this.#bytes[mine + at] as number) - (other.#bytes[theirs + at] as number);
    return order;
  }

  #isNumber(from: number, to: number): boolean {
    const start = this.#placeOf(from);
    const end = start + to - from;
    if (start === end || (this.#bytes[start] === zero && end > start + 1)) return false;
    for (let at = start; at < end; at += 1) {
      const digit = this.#bytes[at] as number;
      if (digit < zero || digit > zero + 9) return false;
    }
    return true;
  }

  /** Where in the array a position is that is not within what is cut out. */
  #placeOf(position: number): number {
    const at = this.#start + position;
    return at < this.#cutStart ? at : at + this.#cutEnd - this.#cutStart;
  }
}

function readText(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}
