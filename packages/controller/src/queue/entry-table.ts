// What the queue knows of each key, as columns of numbers: a key that waits costs few bytes, and nothing for the
// collector to follow but its text and its reasons.

import { Float64Column, Int32Column, resized } from './column.ts';
import type { KeptReasons } from './kept-reasons.ts';
import { KeySlots } from './key-slots.ts';

/**
 * - `resting`: nothing is owed; there are only failures, a hold or a terminal outcome to remember.
 * - `delayed`: waits until a time, or until it is released.
 * - `ready`: waits to be taken.
 * - `running`: was taken. One more run is owed if `readyAt` is finite.
 */
export const State = { resting: 0, delayed: 1, ready: 2, running: 3 } as const;
export type State = (typeof State)[keyof typeof State];

const stateBits = 3;

export const Flag = {
  /** Of what waits: at least one trigger has high priority. */
  high: 4,
  /** Of what waits: every trigger is an echo of the key's own writes. */
  echoesOnly: 8,
  /** Put back: waits to be released. */
  putBack: 16,
  /** Ended for good, until the generation changes or a run is requested. */
  terminal: 32,
  /** While it ran, the generation changed. */
  changed: 64,
  /** While it ran, a run was requested. */
  requested: 128,
  /** While it ran, it was forgotten. */
  forgotten: 256,
  /** What it waits for is a hold, which a trigger that is no echo ends. */
  held: 512,
} as const;
export type Flag = (typeof Flag)[keyof typeof Flag];

// From here on, one for each reason kept: whether it is an echo.
const echoBit = 10;
const echoBits = 0b1111 << echoBit;

// 80 kB. A queue that is empty now and then keeps so much, and does not shrink and grow in turns.
const smallestCapacity = 1024;

export class EntryTable {
  /** When what waits is due, in monotonic ms; `Infinity` where nothing waits. */
  readonly readyAt: Float64Column = new Float64Column(0);
  /** No run begins before: a backoff, or a hold. Of what was put back: when it was due first. */
  readonly notBefore: Float64Column = new Float64Column(1);
  /** The longest that what waits is debounced. Filled only where there is a debounce. */
  readonly debounceEnd: Float64Column | undefined;
  /** The last one told by a trigger; NaN where none was. */
  readonly generation: Float64Column = new Float64Column(2);
  /** Counts up over all keys. */
  readonly arrival: Float64Column = new Float64Column(3);
  readonly triggers: Int32Column = new Int32Column(10);
  readonly failures: Int32Column = new Int32Column(11);
  /** The number of its lane. */
  readonly lane: Int32Column = new Int32Column(12);
  /** Where the entry is in its heap, or the slot before it in its line. Of a free slot: the next one that is free. */
  readonly place: Int32Column = new Int32Column(13);
  /** The slot behind it in its line. */
  readonly next: Int32Column = new Int32Column(14);
  readonly #flags = new Int32Column(15);
  readonly #columns: readonly (Float64Column | Int32Column)[];
  #entries = new ArrayBuffer();
  readonly #keys: (string | undefined)[] = [];
  readonly #reasons: KeptReasons[] = [];
  readonly #slots = new KeySlots();
  #capacity = 0;
  #free = -1;

  constructor(debounced: boolean) {
    this.debounceEnd = debounced ? new Float64Column(4) : undefined;
    const { readyAt, notBefore, generation, arrival, triggers, failures, lane, place, next } = this;
    const columns = [
      readyAt,
      notBefore,
      generation,
      arrival,
      triggers,
      failures,
      lane,
      place,
      next,
      this.#flags,
    ];
    this.#columns = this.debounceEnd ? [...columns, this.debounceEnd] : columns;
  }

  get size(): number {
    return this.#slots.size;
  }

  find(key: string): number | undefined {
    return this.#slots.get(key);
  }

  entries(): IterableIterator<[key: string, slot: number]> {
    return this.#slots.entries();
  }

  /** A slot for a key that has none: resting, and nothing is known of it. */
  claim(key: string, lane: number): number {
    let slot = this.#free;
    if (slot === -1) {
      slot = this.#keys.length;
      if (slot >= this.#capacity) this.#resize(Math.max(smallestCapacity, Math.ceil(this.#capacity * 1.25)));
    } else this.#free = this.place.get(slot);
    this.#keys[slot] = key;
    this.lane.set(slot, lane);
    this.#flags.set(slot, State.resting);
    this.notBefore.set(slot, 0);
    this.generation.set(slot, NaN);
    this.failures.set(slot, 0);
    this.clearPending(slot);
    this.#slots.set(key, slot);
    return slot;
  }

  free(slot: number): void {
    this.#slots.delete(this.keyOf(slot));
    // Gives back the memory of many keys.
    if (this.#slots.size === 0 && this.#capacity > smallestCapacity) {
      this.#keys.length = 0;
      this.#reasons.length = 0;
      this.#free = -1;
      this.#resize(smallestCapacity);
      return;
    }
    this.#keys[slot] = undefined;
    this.#reasons[slot] = undefined;
    this.place.set(slot, this.#free);
    this.#free = slot;
  }

  keyOf(slot: number): string {
    return this.#keys[slot] ?? '';
  }

  /** Whether it is due before the other; of those due at once, whether it arrived before. */
  isBefore(slot: number, other: number): boolean {
    const difference = this.readyAt.get(slot) - this.readyAt.get(other);
    return difference === 0 ? this.arrival.get(slot) < this.arrival.get(other) : difference < 0;
  }

  stateOf(slot: number): number {
    return this.#flags.get(slot) & stateBits;
  }

  setState(slot: number, state: State): void {
    this.#flags.set(slot, (this.#flags.get(slot) & ~stateBits) | state);
  }

  has(slot: number, flag: Flag): boolean {
    return (this.#flags.get(slot) & flag) !== 0;
  }

  /** @param of one flag or several. */
  set(slot: number, of: number, value: boolean): void {
    const flags = this.#flags.get(slot);
    this.#flags.set(slot, value ? flags | of : flags & ~of);
  }

  reasonsOf(slot: number): KeptReasons {
    return this.#reasons[slot];
  }

  /** Which of the reasons are echoes, a bit for each. */
  echoesOf(slot: number): number {
    return this.#flags.get(slot) >> echoBit;
  }

  setReasons(slot: number, reasons: KeptReasons, echoes: number): void {
    this.#reasons[slot] = reasons;
    this.#flags.set(slot, (this.#flags.get(slot) & ~echoBits) | (echoes << echoBit));
  }

  /** Forgets what waits; failures, generation and notBefore stay. */
  clearPending(slot: number): void {
    this.readyAt.set(slot, Infinity);
    this.debounceEnd?.set(slot, Infinity);
    this.triggers.set(slot, 0);
    this.#flags.set(slot, (this.#flags.get(slot) & ~(Flag.high | echoBits)) | Flag.echoesOnly);
    this.#reasons[slot] = undefined;
  }

  #resize(capacity: number): void {
    this.#entries = resized(this.#entries, capacity);
    for (const column of this.#columns) column.moveTo(this.#entries);
    this.#capacity = capacity;
  }
}
