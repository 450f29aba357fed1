// The keys of one cluster, among which the queue is shared.

import type { Int32Column } from './column.ts';
import { type LinkedSlots, ReadyLine } from './ready-line.ts';

interface LaneBegin {
  readonly table: LinkedSlots;
  readonly servedAt: number;
}

/** Which lanes may begin a run now. */
export type LaneFilter = (lane: string) => boolean;

export class Lane {
  readonly name: string;
  /** What the table calls it. */
  readonly number: number;
  /** What is ready. */
  readonly high: ReadyLine;
  readonly low: ReadyLine;
  /** How many keys the queue knows of it. */
  keys = 0;
  running = 0;
  /** When it was served last, counted in runs of all lanes. */
  servedAt: number;

  constructor(name: string, number: number, { table, servedAt }: LaneBegin) {
    this.name = name;
    this.number = number;
    this.high = new ReadyLine(table);
    this.low = new ReadyLine(table);
    this.servedAt = servedAt;
  }
}

/** What lanes need of a table. */
export interface LaneSlots extends LinkedSlots {
  /** The number of each slot's lane. */
  readonly lane: Int32Column;
}

/** Those that have a key. */
export class Lanes {
  readonly #table: LaneSlots;
  readonly #byName = new Map<string, Lane>();
  readonly #byNumber: (Lane | undefined)[] = [];
  // Numbers that are free again.
  readonly #free: number[] = [];
  #served = 0;

  constructor(table: LaneSlots) {
    this.#table = table;
  }

  /** The lane of a key. */
  of(slot: number): Lane {
    const lane = this.#byNumber[this.#table.lane.get(slot)];
    if (!lane) throw new RangeError(`slot ${slot} is free`);
    return lane;
  }

  /** The lane of one more key. */
  enter(name: string): Lane {
    let lane = this.#byName.get(name);
    if (!lane) {
      // As if it had just been served: one that has a key now and then must not go before the others each time.
      const number = this.#free.pop() ?? this.#byNumber.length;
      lane = new Lane(name, number, { table: this.#table, servedAt: this.#served });
      this.#byNumber[number] = lane;
      this.#byName.set(name, lane);
    }
    lane.keys += 1;
    return lane;
  }

  leave(lane: Lane): void {
    lane.keys -= 1;
    if (lane.keys > 0) return;
    this.#byName.delete(lane.name);
    this.#byNumber[lane.number] = undefined;
    this.#free.push(lane.number);
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
