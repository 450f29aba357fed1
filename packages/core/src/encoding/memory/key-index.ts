// Finds objects of an arena by their keys, with hash tables of slots outside of V8's heap. The hash picks the table. A
// table that is half full moves to one of twice the size; there are many tables, so that no move stalls the event loop.

import type { EncodedObject, KubeObject } from '../../index.ts';
import type { ObjectArena } from './arena.ts';
import { hashKey } from './key-hash.ts';
import { SlotList } from './slot-list.ts';

// With up to a million keys, no table takes longer than a millisecond to move.
const tableBits = 4;

// A Map finds keys that are asked for repeatedly sooner.
const mostKnown = 1000;

/**
 * @example
 * const arena = new ObjectArena<Pod>(decodedObjects);
 * const index = new KeyIndex(arena);
 * const encoded = DecodedObject.from<Pod>(pod);
 * index.add(arena.add(encoded), encoded);
 * index.find(encoded.key); // its slot
 */
export class KeyIndex<K extends KubeObject = KubeObject> {
  readonly #arena: ObjectArena<K>;
  readonly #tables = Array.from({ length: 1 << tableBits }, () => new SlotTable());
  readonly #slots = new SlotList();
  readonly #known = new Map<string, number>();

  constructor(arena: ObjectArena<K>) {
    this.#arena = arena;
  }

  get size(): number {
    return this.#slots.length;
  }

  /** The slot of the object with this key. */
  find(key: string): number | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const hash = hashKey(key);
    const slot = this.#tableOf(hash).find(hash, (each) => this.#arena.hasKey(each, key));
    if (slot === undefined) return undefined;
    if (this.#known.size === mostKnown) this.#known.clear();
    this.#known.set(key, slot);
    return slot;
  }

  /** The slot of the object with the key of this one. */
  findKeyOf(encoded: EncodedObject<K>): number | undefined {
    const hash = encoded.keyHash;
    return this.#tableOf(hash).find(hash, (slot) => this.#arena.at(slot).hasKeyOf(encoded));
  }

  /** Adds the slot of an object whose key is not in the index. */
  add(slot: number, encoded: EncodedObject<K>): void {
    const hash = encoded.keyHash;
    this.#tableOf(hash).add(hash, slot);
    this.#slots.add(slot);
  }

  delete(slot: number, encoded: EncodedObject<K>): void {
    const hash = encoded.keyHash;
    this.#tableOf(hash).delete(hash, slot);
    this.#slots.delete(slot);
    if (this.#known.size > 0) this.#known.delete(encoded.key);
  }

  /** The slot must have been in the index before. */
  has(slot: number): boolean {
    return this.#slots.has(slot);
  }

  /** The current slots; in the order in which they were added, as long as none was deleted. */
  slots(): Iterable<number> {
    return this.#slots.all();
  }

  #tableOf(hash: number): SlotTable {
    return this.#tables[hash >>> (32 - tableBits)] as SlotTable;
  }
}

const empty = -1;

// Open addressing with linear probing: pairs of a hash and its slot. At most half of them are used.
class SlotTable {
  #pairs = new Int32Array(16).fill(empty);
  #mask = 7;
  #size = 0;

  find(hash: number, isIt: (slot: number) => boolean): number | undefined {
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const slot = this.#pairs[at * 2 + 1] as number;
      if (slot === empty) return undefined;
      if (this.#pairs[at * 2] === hash && isIt(slot)) return slot;
    }
  }

  add(hash: number, slot: number): void {
    if (this.#size * 2 > this.#mask) this.#grow();
    this.#put(hash, slot);
    this.#size += 1;
  }

  delete(hash: number, slot: number): void {
    let hole = hash & this.#mask;
    while (this.#pairs[hole * 2 + 1] !== slot) {
      if (this.#pairs[hole * 2 + 1] === empty)
        throw new RangeError(`no slot ${slot} is where its key belongs`);
      hole = (hole + 1) & this.#mask;
    }
    this.#size -= 1;
    // Entries that were displaced by the deleted one move up.
    for (let at = (hole + 1) & this.#mask; this.#pairs[at * 2 + 1] !== empty; at = (at + 1) & this.#mask) {
      const home = (this.#pairs[at * 2] as number) & this.#mask;
      if (((at - home) & this.#mask) < ((at - hole) & this.#mask)) continue;
      this.#pairs.copyWithin(hole * 2, at * 2, at * 2 + 2);
      hole = at;
    }
    this.#pairs[hole * 2 + 1] = empty;
  }

  #put(hash: number, slot: number): void {
    let at = hash & this.#mask;
    while (this.#pairs[at * 2 + 1] !== empty) at = (at + 1) & this.#mask;
    this.#pairs[at * 2] = hash;
    this.#pairs[at * 2 + 1] = slot;
  }

  #grow(): void {
    const before = this.#pairs;
    this.#pairs = new Int32Array(before.length * 2).fill(empty);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < before.length; at += 2)
      if (before[at + 1] !== empty) this.#put(before[at] as number, before[at + 1] as number);
  }
}
