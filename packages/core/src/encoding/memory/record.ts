// A record is an object in a slab: a head of words, then its JSON.
//
//   id (two words), slot, length of the JSON, traits, places

import { keptWords, namePlace, namespacePlace } from '../json/places.ts';
import type { ObjectJson } from '../object/object-json.ts';

/** Memory as bytes, and the same memory as words. */
export interface SlabView {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

export interface NewRecord {
  readonly id: number;
  readonly slot: number;
  readonly origin: number;
  readonly strips: boolean;
  readonly json: ObjectJson;
}

const idWord = 0;
const slotWord = 2;
const lengthWord = 3;
const traitsWord = 4;
const placesWord = 5;
const headBytes = (placesWord + keptWords) * 4;

// The traits: whether the places are known, whether decoding drops managedFields, and the number of the origin.
const hasPlaces = 1;
const stripsFields = 2;
const originShift = 2;

/** The bytes of a record, in whole words. */
export function recordBytes(byteLength: number): number {
  return (headBytes + byteLength + 3) & ~3;
}

/** The bytes of the record that begins at a word. */
export function sizeAt(words: Int32Array, word: number): number {
  return recordBytes(lengthAt(words, word));
}

/** The byte at which the JSON begins. */
export function startAt(word: number): number {
  return word * 4 + headBytes;
}

/** The word at which the places begin. */
export function placesAt(word: number): number {
  return word + placesWord;
}

export function idAt(words: Int32Array, word: number): number {
  const low = words[word + idWord] as number;
  const high = words[word + idWord + 1] as number;
  // Up to 2 ** 31, V8 has a small integer for it, which a Map finds sooner than a double.
  return high === 0 && low >= 0 ? low : (low >>> 0) + high * 2 ** 32;
}

export function slotAt(words: Int32Array, word: number): number {
  return words[word + slotWord] as number;
}

export function setSlot(words: Int32Array, word: number, slot: number): void {
  words[word + slotWord] = slot;
}

/** The length of the JSON. */
export function lengthAt(words: Int32Array, word: number): number {
  return words[word + lengthWord] as number;
}

/** The number of the object's origin. */
export function originAt(words: Int32Array, word: number): number {
  return (words[word + traitsWord] as number) >> originShift;
}

/** Whether decoding drops managedFields. */
export function stripsAt(words: Int32Array, word: number): boolean {
  return ((words[word + traitsWord] as number) & stripsFields) !== 0;
}

/** Whether the places of the object's parts are known. */
export function hasPlacesAt(words: Int32Array, word: number): boolean {
  return ((words[word + traitsWord] as number) & hasPlaces) !== 0;
}

export function writeHead(words: Int32Array, word: number, record: NewRecord): void {
  const { id, slot, origin, strips, json } = record;
  words[word + idWord] = id;
  words[word + idWord + 1] = Math.floor(id / 2 ** 32);
  words[word + slotWord] = slot;
  words[word + lengthWord] = json.length;
  words[word + traitsWord] =
    (json.hasPlaces ? hasPlaces : 0) | (strips ? stripsFields : 0) | (origin << originShift);
  if (json.hasPlaces) json.copyPlacesTo(words, placesAt(word));
}

/** Whether the object has this key; undefined where only decoding tells. */
export function hasKeyAt({ bytes, words }: SlabView, word: number, key: string): boolean | undefined {
  if (!hasPlacesAt(words, word)) return undefined;
  const start = startAt(word);
  const places = placesAt(word);
  const name = start + (words[places + namePlace] as number);
  const nameLength = start + (words[places + namePlace + 1] as number) - name;
  const namespace = start + (words[places + namespacePlace] as number);
  const namespaceLength = start + (words[places + namespacePlace + 1] as number) - namespace;
  const nameAt = namespaceLength === 0 ? 0 : namespaceLength + 1;
  if (key.length !== nameAt + nameLength) return false;
  // From the end, where keys differ most.
  for (let index = nameLength - 1; index >= 0; index -= 1)
    if (bytes[name + index] !== key.charCodeAt(nameAt + index)) return false;
  for (let index = 0; index < namespaceLength; index += 1)
    if (bytes[namespace + index] !== key.charCodeAt(index)) return false;
  return nameAt === 0 || key.charCodeAt(namespaceLength) === 0x2f;
}
