// Keeps a store's objects in slabs outside of V8's heap, so that garbage collection does not trace them, however many
// there are (docs/decisions has the figures). An object is known by its slot, a small number that stays when its
// bytes move. A slab with many dead bytes is compacted: its live records move to another slab, and its memory is
// reused when no reader holds an object in it.

import type { EncodedObject, ExpectedType, KubeObject, ValueCodec } from '../../index.ts';
import { DecodedObject } from '../object/decoded-object.ts';
import { type DecodedMemo, JsonObject } from '../object/json-object.ts';
import { ObjectDecoder } from '../object/object-decoder.ts';
import { ObjectJson } from '../object/object-json.ts';
import { ByteWriter } from './byte-writer.ts';
import {
  hasKeyAt,
  hasPlacesAt,
  idAt,
  lengthAt,
  originAt,
  placesAt,
  recordBytes,
  setSlot,
  sizeAt,
  slotAt,
  startAt,
  stripsAt,
  writeHead,
} from './record.ts';
import { nowhere, RecordSlots } from './record-slots.ts';
import { SlabPool } from './slab-pool.ts';

interface Slab {
  readonly bytes: Uint8Array;
  /**
   * The same memory. Whoever holds these must hold `bytes` too: the pool watches that array to know when to reuse it.
   */
  readonly words: Int32Array;
  used: number;
  live: number;
}

// Slabs grow with the store: a small store costs 16 KiB, and a large one has few slabs.
const smallestSlab = 16 * 1024;
const largestSlab = 1024 * 1024;
// A fifth of the bytes may be dead: a lower limit costs more copies than it saves.
const tolerated = 0.2;

/** What all objects of one source have in common. */
interface Origin {
  readonly type: ExpectedType | undefined;
  readonly values: ValueCodec;
}

/**
 * @example
 * const arena = new ObjectArena<Pod>(decodedObjects);
 * const slot = arena.add(DecodedObject.from(pod));
 * console.log(arena.object(slot).metadata.name);
 */
export class ObjectArena<K extends KubeObject = KubeObject> {
  readonly #memo: DecodedMemo;
  readonly #pool: SlabPool;
  // By number; the numbers of dropped slabs are reused.
  readonly #slabs: (Slab | undefined)[] = [];
  readonly #freeNumbers: number[] = [];
  readonly #origins: Origin[] = [];
  readonly #records = new RecordSlots();
  #current = nowhere;
  #liveBytes = 0;
  #allocatedBytes = 0;
  #waits = false;

  constructor(memo: DecodedMemo, pool: SlabPool = new SlabPool(largestSlab)) {
    this.#memo = memo;
    this.#pool = pool;
  }

  /** Bytes of live records. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Bytes of all slabs. */
  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  /** Every slot is below this number. */
  get slots(): number {
    return this.#records.count;
  }

  /** Stores a copy of the object. Returns its slot. */
  add(encoded: EncodedObject<K>): number {
    const kept = storable(encoded);
    const { json, value, strips } = kept;
    const size = recordBytes(json.length);
    const number = this.#slabFor(size);
    const { bytes, words, used } = this.#slabs[number] as Slab;
    const word = used >> 2;
    json.copyTo(new ByteWriter(bytes, startAt(word)));
    const slot = this.#records.allocate();
    const id = this.#memo.reserve();
    writeHead(words, word, { id, slot, origin: this.#originNumber(kept), strips, json });
    this.#settle(slot, number, size);
    if (value) this.#memo.set(id, value, json.length);
    this.#clean();
    return slot;
  }

  /** Moves the object of another slot to this one, and frees the other. */
  replace(slot: number, other: number): void {
    this.#bury(slot);
    const word = this.#records.wordOf(other);
    setSlot(this.#slabWith(other).words, word, slot);
    this.#records.set(slot, this.#records.slabOf(other), word);
    this.#records.free(other);
    this.#clean();
  }

  delete(slot: number): void {
    this.#bury(slot);
    this.#records.free(slot);
    this.#clean();
  }

  /**
   * Runs `run`, which replaces or deletes many objects. Slabs are compacted after it, when it is known what lives on.
   */
  together<T>(run: () => T): T {
    this.#waits = true;
    try {
      return run();
    } finally {
      this.#waits = false;
      this.#clean();
    }
  }

  /** Nothing will be added. The objects stay as long as somebody has the arena. */
  close(): void {
    this.#pool.close(this.#allocatedBytes);
  }

  /** The object's current state, which can be read for as long as somebody holds it. */
  at(slot: number): EncodedObject<K> {
    return this.#read(this.#slabWith(slot), this.#records.wordOf(slot), this.#memo);
  }

  /** `at(slot).object`, at once where it is remembered. */
  object(slot: number): K {
    return this.#remembered(slot) ?? this.at(slot).object;
  }

  /** As `object`, but does not remember what it decodes. */
  peek(slot: number): K {
    const remembered = this.#remembered(slot);
    return remembered ?? this.#read(this.#slabWith(slot), this.#records.wordOf(slot), undefined).object;
  }

  /** Drops what the object was decoded to from the memo. */
  forget(slot: number): void {
    this.#memo.delete(idAt(this.#slabWith(slot).words, this.#records.wordOf(slot)));
  }

  /** Whether the object has this key. */
  hasKey(slot: number, key: string): boolean {
    return hasKeyAt(this.#slabWith(slot), this.#records.wordOf(slot), key) ?? this.at(slot).key === key;
  }

  /** The current states of these slots' objects, whenever they are iterated. */
  snapshot(slots: Iterable<number>): Iterable<EncodedObject<K>> {
    // While somebody holds a slab's array, its memory is not reused.
    const slabs = [...this.#slabs];
    const records = this.#records.copy();
    const read = (slab: Slab, word: number): EncodedObject<K> => this.#read(slab, word, this.#memo);
    return {
      *[Symbol.iterator]() {
        for (const slot of slots) yield read(slabs[records.slabOf(slot)] as Slab, records.wordOf(slot));
      },
    };
  }

  // The memo holds under this id what the object was decoded to.
  #remembered(slot: number): K | undefined {
    return this.#memo.get(idAt(this.#slabWith(slot).words, this.#records.wordOf(slot))) as K | undefined;
  }

  #slabWith(slot: number): Slab {
    return this.#slabs[this.#records.slabOf(slot)] as Slab;
  }

  #read({ bytes, words }: Slab, word: number, memo: DecodedMemo | undefined): EncodedObject<K> {
    const id = idAt(words, word);
    const start = startAt(word);
    const end = start + lengthAt(words, word);
    const { type, values } = this.#origins[originAt(words, word)] as Origin;
    if (hasPlacesAt(words, word)) {
      const json = new ObjectJson(bytes, start, end).place(words, placesAt(word));
      return new JsonObject<K>(json, { type, id, ...(memo && { memo }) });
    }
    // Another encoding, or an object that the scanner gave up on: decoding tells its key and the rest.
    const remembered = this.#memo.get(id) as K | undefined;
    if (remembered) return new DecodedObject(remembered, { type, values });
    const decoder = new ObjectDecoder<K>({ type, keepManagedFields: !stripsAt(words, word), values });
    const decoded = decoder.parse(bytes.slice(start, end));
    memo?.set(id, decoded.value, end - start);
    return decoded;
  }

  // All objects of one store have the same origin.
  #originNumber({ type, values }: Origin): number {
    const known = this.#origins.findIndex(
      (each) =>
        each.values === values &&
        each.type?.kind === type?.kind &&
        each.type?.apiVersion === type?.apiVersion,
    );
    return known === -1 ? this.#origins.push({ type, values }) - 1 : known;
  }

  /** Assigns the record that was just appended to a slab to a slot. */
  #settle(slot: number, number: number, size: number): void {
    const slab = this.#slabs[number] as Slab;
    this.#records.set(slot, number, slab.used >> 2);
    slab.used += size;
    slab.live += size;
    this.#liveBytes += size;
  }

  #bury(slot: number): void {
    const number = this.#records.slabOf(slot);
    const slab = this.#slabs[number] as Slab;
    const word = this.#records.wordOf(slot);
    const size = sizeAt(slab.words, word);
    this.#memo.delete(idAt(slab.words, word));
    slab.live -= size;
    this.#liveBytes -= size;
    if (slab.live === 0 && number !== this.#current) this.#drop(number);
  }

  /** The number of a slab with room for this many bytes. */
  #slabFor(size: number): number {
    const current = this.#slabs[this.#current];
    if (current && current.used + size <= current.bytes.length) return this.#current;
    const usual = Math.min(Math.max(this.#allocatedBytes, smallestSlab), largestSlab);
    // A large object gets a slab of its own: at most an eighth of a shared slab is then left unused.
    const alone = size > usual / 8;
    const bytes = this.#pool.allocate(alone ? size : usual, this.#allocatedBytes);
    const number = this.#freeNumbers.pop() ?? this.#slabs.length;
    this.#slabs[number] = { bytes, words: new Int32Array(bytes.buffer), used: 0, live: 0 };
    this.#allocatedBytes += bytes.length;
    if (!alone) {
      const before = this.#current;
      this.#current = number;
      if (current?.live === 0) this.#drop(before);
    }
    return number;
  }

  /** Compacts the slab with the most dead bytes, if too many are dead. One slab at a time bounds the pause. */
  #clean(): void {
    const dead = this.#allocatedBytes - this.#liveBytes;
    if (this.#waits || dead < largestSlab || dead < this.#allocatedBytes * tolerated) return;
    let sparsest = nowhere;
    let most = 0;
    for (const [number, slab] of this.#slabs.entries()) {
      if (!slab || number === this.#current || slab.used - slab.live <= most) continue;
      sparsest = number;
      most = slab.used - slab.live;
    }
    if (sparsest !== nowhere) this.#empty(sparsest);
  }

  #empty(number: number): void {
    const { bytes, words, used } = this.#slabs[number] as Slab;
    for (let at = 0; at < used; ) {
      const word = at >> 2;
      const slot = slotAt(words, word);
      const size = sizeAt(words, word);
      // Else the record is dead: its slot points elsewhere.
      if (this.#records.slabOf(slot) === number && this.#records.wordOf(slot) === word) {
        const next = this.#slabFor(size);
        const target = this.#slabs[next] as Slab;
        new ByteWriter(target.bytes, target.used).write(bytes, at, at + size);
        this.#liveBytes -= size;
        this.#settle(slot, next, size);
      }
      at += size;
    }
    this.#drop(number);
  }

  #drop(number: number): void {
    const slab = this.#slabs[number] as Slab;
    this.#slabs[number] = undefined;
    this.#freeNumbers.push(number);
    this.#allocatedBytes -= slab.bytes.length;
    this.#pool.giveUp(slab.bytes, this.#allocatedBytes);
  }
}

function storable<K extends KubeObject>(encoded: EncodedObject<K>): JsonObject<K> | DecodedObject<K> {
  if (encoded instanceof JsonObject || encoded instanceof DecodedObject) return encoded;
  return new DecodedObject(encoded.object, { type: encoded.type });
}
