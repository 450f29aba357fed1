// Finds objects of an arena by their keys, with hash tables of slots outside of V8's heap. The hash picks the table. A
// table that is half full moves to one of twice the size; there are many tables, so that no move stalls the event loop.
// What a table has no place for, since too many keys belong in one part of it, is in a Map: whatever the keys, an
// operation looks at a bounded number of places.

import type { EncodedObject, KubeObject } from '../../index.ts';
import { hashKey } from '../key-hash.ts';
import type { ObjectArena } from './arena.ts';
import { SlotList } from './slot-list.ts';
import { SlotTable } from './slot-table.ts';

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
  // Empty, unless somebody could tell hashes in advance.
  readonly #crowded = new Map<string, number>();

  readonly #onLost = (slot: number): void => this.#crowd(slot, this.#arena.at(slot));

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
    const slot = this.peek(key);
    if (slot === undefined) return undefined;
    if (this.#known.size === mostKnown) this.#known.clear();
    this.#known.set(key, slot);
    return slot;
  }

  /** As `find`, but does not remember the key. */
  peek(key: string): number | undefined {
    const hash = hashKey(key);
    const slot = this.#tableOf(hash).find(hash, (each) => this.#arena.hasKey(each, key));
    return slot ?? this.#crowded.get(key);
  }

  /** The slot of the object with the key of this one. */
  findKeyOf(encoded: EncodedObject<K>): number | undefined {
    const hash = encoded.keyHash;
    const found = this.#tableOf(hash).find(hash, (slot) => this.#arena.at(slot).hasKeyOf(encoded));
    return found === undefined && this.#crowded.size > 0 ? this.#crowded.get(encoded.key) : found;
  }

  /** Adds the slot of an object whose key is not in the index. */
  add(slot: number, encoded: EncodedObject<K>): void {
    const hash = encoded.keyHash;
    if (!this.#tableOf(hash).add(hash, slot, this.#onLost)) this.#crowd(slot, encoded);
    this.#slots.add(slot);
  }

  delete(slot: number, encoded: EncodedObject<K>): void {
    const hash = encoded.keyHash;
    if (!this.#tableOf(hash).delete(hash, slot) && !this.#crowded.delete(encoded.key))
      throw new RangeError(`no slot ${slot} is where its key belongs`);
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

  #crowd(slot: number, { key }: EncodedObject<K>): void {
    this.#crowded.set(key, slot);
  }

  #tableOf(hash: number): SlotTable {
    return this.#tables[hash >>> (32 - tableBits)] as SlotTable;
  }
}
