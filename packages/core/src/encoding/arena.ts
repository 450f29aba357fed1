// Where a store keeps the bytes of its objects: packed into slabs, so that an object costs its bytes and not
// an ArrayBuffer of its own (docs/decisions has the figures). A slab of which much is dead is cleaned: what
// lives in it moves on, and the garbage collector takes it when no reader has anything of it any more.

import type { KubeObject } from '../resource/object.ts';
import type { DecodedMemo, EncodedObject } from './encoded-object.ts';
import { SlabPool } from './slab-pool.ts';

interface Slab<K extends KubeObject> {
  readonly bytes: Uint8Array;
  used: number;
  live: number;
  /** All that were ever put here; those that live elsewhere by now, or nowhere, are not its. */
  readonly objects: EncodedObject<K>[];
}

// Slabs grow with the store: a small one costs 16 KiB, and in a large one there are few of them.
const smallestSlab = 16 * 1024;
const largestSlab = 1024 * 1024;
// A fifth of the bytes may be dead: less would cost more copies than it saves.
const tolerated = 0.2;

export class ObjectArena<K extends KubeObject = KubeObject> {
  readonly #memo: DecodedMemo;
  readonly #slabs = new Set<Slab<K>>();
  readonly #pool = new SlabPool(largestSlab);
  #slab: Slab<K> | undefined;
  #liveBytes = 0;
  #allocatedBytes = 0;

  constructor(memo: DecodedMemo) {
    this.#memo = memo;
  }

  /** Bytes of the objects held. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Bytes set aside for them. */
  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  /** Takes an object in. Returns the one that is held: another one where an arena has it already. */
  hold(encoded: EncodedObject<K>): EncodedObject<K> {
    const object = encoded.home === undefined ? encoded : encoded.copy();
    this.#put(object);
    this.#clean();
    return object;
  }

  /** Gives an object up that was held. It can be read for as long as anybody has it. */
  release(object: EncodedObject<K>): void {
    const slab = object.home as Slab<K>;
    const size = object.byteLength;
    object.leave();
    slab.live -= size;
    this.#liveBytes -= size;
    if (slab.live === 0 && slab !== this.#slab) this.#drop(slab);
    this.#clean();
  }

  #put(object: EncodedObject<K>): void {
    const size = object.byteLength;
    const slab = this.#slabFor(size);
    object.moveTo(slab, slab.used, this.#memo);
    slab.objects.push(object);
    slab.used += size;
    slab.live += size;
    this.#liveBytes += size;
  }

  #slabFor(size: number): Slab<K> {
    const current = this.#slab;
    if (current && current.used + size <= current.bytes.length) return current;
    const usual = Math.min(Math.max(this.#allocatedBytes, smallestSlab), largestSlab);
    // Large ones live alone, so that the rest of a slab is not lost for one of them.
    const alone = size > usual / 4;
    const bytes =
      alone || usual < largestSlab
        ? new Uint8Array(alone ? size : usual)
        : this.#pool.take(this.#allocatedBytes);
    const slab = { bytes, used: 0, live: 0, objects: [] };
    this.#slabs.add(slab);
    this.#allocatedBytes += slab.bytes.length;
    if (!alone) {
      this.#slab = slab;
      if (current?.live === 0) this.#drop(current);
    }
    return slab;
  }

  /** Empties the slab with the most dead bytes, if there is too much of them: one slab a time bounds the pause. */
  #clean(): void {
    const dead = this.#allocatedBytes - this.#liveBytes;
    if (dead < largestSlab || dead < this.#allocatedBytes * tolerated) return;
    let sparsest: Slab<K> | undefined;
    for (const slab of this.#slabs)
      if (slab !== this.#slab && (!sparsest || deadBytes(slab) > deadBytes(sparsest))) sparsest = slab;
    if (!sparsest || deadBytes(sparsest) === 0) return;
    for (const object of sparsest.objects)
      if (object.home === sparsest) {
        this.#liveBytes -= object.byteLength;
        this.#put(object);
      }
    this.#drop(sparsest);
  }

  #drop(slab: Slab<K>): void {
    if (!this.#slabs.delete(slab)) return;
    this.#allocatedBytes -= slab.bytes.length;
    this.#pool.giveUp(slab.bytes);
  }
}

function deadBytes(slab: { readonly bytes: Uint8Array; readonly live: number }): number {
  return slab.bytes.length - slab.live;
}
