// An object in a slab: a head of words, then its JSON.
//
//   id (two words), slot, length of the JSON, its traits, where its parts stand

import { ObjectPlaces, placeWords } from '../object/object-places.ts';

export interface RecordHead {
  readonly id: number;
  readonly slot: number;
  readonly byteLength: number;
  /** The number of the object's type. */
  readonly type: number;
  /** Whether decoding drops managedFields. */
  readonly strips: boolean;
  readonly places: ObjectPlaces | undefined;
}

const idWord = 0;
const slotWord = 2;
const lengthWord = 3;
const traitsWord = 4;
const placesWord = 5;
const headBytes = (placesWord + placeWords) * 4;

// The traits: whether it has places, whether it strips, and the type.
const hasPlaces = 1;
const stripsFields = 2;
const typeShift = 2;

/** Bytes that a record takes; they begin at words. */
export function recordBytes(byteLength: number): number {
  return (headBytes + byteLength + 3) & ~3;
}

/** As `recordBytes`, of the record that begins at a word. */
export function sizeAt(words: Int32Array, word: number): number {
  return recordBytes(words[word + lengthWord] as number);
}

/** Where the JSON begins, in bytes. */
export function startAt(word: number): number {
  return word * 4 + headBytes;
}

export function idAt(words: Int32Array, word: number): number {
  const low = words[word + idWord] as number;
  const high = words[word + idWord + 1] as number;
  // The first two thousand million are small integers to the engine, which finds them sooner.
  return high === 0 && low >= 0 ? low : (low >>> 0) + high * 2 ** 32;
}

export function slotAt(words: Int32Array, word: number): number {
  return words[word + slotWord] as number;
}

export function setSlot(words: Int32Array, word: number, slot: number): void {
  words[word + slotWord] = slot;
}

export function readHead(words: Int32Array, word: number): RecordHead {
  const traits = words[word + traitsWord] as number;
  return {
    id: idAt(words, word),
    slot: slotAt(words, word),
    byteLength: words[word + lengthWord] as number,
    type: traits >> typeShift,
    strips: (traits & stripsFields) !== 0,
    places: (traits & hasPlaces) === 0 ? undefined : ObjectPlaces.read(words, word + placesWord),
  };
}

export function writeHead(words: Int32Array, word: number, head: RecordHead): void {
  words[word + idWord] = head.id;
  words[word + idWord + 1] = Math.floor(head.id / 2 ** 32);
  words[word + slotWord] = head.slot;
  words[word + lengthWord] = head.byteLength;
  words[word + traitsWord] =
    (head.places ? hasPlaces : 0) | (head.strips ? stripsFields : 0) | (head.type << typeShift);
  head.places?.write(words, word + placesWord);
}

/** Whether the object has this key; undefined where only decoding tells. */
export function hasKeyAt(
  words: Int32Array,
  word: number,
  bytes: Uint8Array,
  key: string,
): boolean | undefined {
  if (((words[word + traitsWord] as number) & hasPlaces) === 0) return undefined;
  return ObjectPlaces.hasKey(words, word + placesWord, bytes, startAt(word), key);
}
