// The keys of one cluster, among which the queue is shared.

import { type OrderedSlots, SlotHeap } from './slot-heap.ts';

/** Which lanes may begin a run now. */
export type LaneFilter = (lane: string) => boolean;

export class Lane {
  readonly name: string;
  /** What is ready. */
  readonly high: SlotHeap;
  readonly low: SlotHeap;
  /** How many keys the queue knows of it. */
  keys = 0;
  running = 0;
  /** When it was served last, counted in runs of all lanes. */
  servedAt: number;

  constructor(name: string, table: OrderedSlots, servedAt: number) {
    this.name = name;
    this.high = new SlotHeap(table);
    this.low = new SlotHeap(table);
    this.servedAt = servedAt;
  }
}

/** Those that have a key. */
export class Lanes {
  readonly #table: OrderedSlots;
  readonly #byName = new Map<string, Lane>();
  #served = 0;

  constructor(table: OrderedSlots) {
    this.#table = table;
  }

  /** The lane of one more key. */
  enter(name: string): Lane {
    let lane = this.#byName.get(name);
    if (!lane) {
      // As if it had just been served: one that has a key now and then must not go before the others each time.
      lane = new Lane(name, this.#table, this.#served);
      this.#byName.set(name, lane);
    }
    lane.keys += 1;
    return lane;
  }

  leave(lane: Lane): void {
    lane.keys -= 1;
    if (lane.keys === 0) this.#byName.delete(lane.name);
  }

  begin(lane: Lane): void {
    this.#served += 1;
    lane.servedAt = this.#served;
    lane.running += 1;
  }

  end(lane: Lane): void {
    lane.running -= 1;
  }
}
