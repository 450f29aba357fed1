// Which of the keys that are ready is taken next.
//
// - High goes before low. Where a low key has been ready for `starvationMs`, though, every fourth run is of such a key
//   for as long as there is one. So a storm of changes starves no resync, and the first list of a large cluster, all
//   of which is old after some seconds, holds up no change by more than one run.
// - Within a priority, the lane goes first that has the fewest runs going, and of those the one that was served longest
//   ago: runs that hang in one cluster leave the others their turn. Then the lane with the key that goes first below.
//   A lane that the taker does not admit has no turn.
// - Within a lane, who was due first goes first, and of those due at once, who arrived first.

import { type EntryTable, Flag } from './entry-table.ts';
import type { Lane, LaneFilter, Lanes } from './lane.ts';

const runsPerAgedLow = 4;

type Priority = 'high' | 'low';

/** Among which keys is chosen. */
interface Choice {
  readonly dueBy: number;
  readonly admits: LaneFilter | undefined;
}

export class ReadyKeys {
  readonly #table: EntryTable;
  readonly #lanes: Lanes;
  readonly #starvationMs: number;
  // Those with a key of this priority that is ready.
  readonly #serving: Readonly<Record<Priority, Lane[]>> = { high: [], low: [] };
  #size = 0;
  // How many high keys were taken in a row.
  #highs = 0;

  constructor(table: EntryTable, lanes: Lanes, starvationMs: number) {
    this.#table = table;
    this.#lanes = lanes;
    this.#starvationMs = starvationMs;
  }

  get size(): number {
    return this.#size;
  }

  push(slot: number): void {
    const lane = this.#lanes.of(slot);
    const priority = this.#priorityOf(slot);
    if (lane[priority].first === undefined) this.#serving[priority].push(lane);
    lane[priority].push(slot);
    this.#size += 1;
  }

  /** The slot must be ready, with the priority that it was pushed with. */
  remove(slot: number): void {
    const lane = this.#lanes.of(slot);
    const priority = this.#priorityOf(slot);
    lane[priority].remove(slot);
    if (lane[priority].first === undefined) {
      const lanes = this.#serving[priority];
      lanes.splice(lanes.indexOf(lane), 1);
    }
    this.#size -= 1;
  }

  /** Whether there is one of a lane that is admitted. */
  has(admits?: LaneFilter): boolean {
    if (!admits) return this.#size > 0;
    const { high, low } = this.#serving;
    const isAdmitted = ({ name }: Lane): boolean => admits(name);
    return high.some(isAdmitted) || low.some(isAdmitted);
  }

  /** Removes and returns the one whose turn it is. */
  take(now: number, admits?: LaneFilter): number | undefined {
    const slot = this.#choose(now, admits);
    if (slot === undefined) return undefined;
    this.#highs = this.#priorityOf(slot) === 'high' ? this.#highs + 1 : 0;
    this.remove(slot);
    return slot;
  }

  #choose(now: number, admits?: LaneFilter): number | undefined {
    const { low } = this.#serving;
    const high = this.#firstOf('high', { dueBy: Infinity, admits });
    if (high === undefined) return this.#firstOf('low', { dueBy: Infinity, admits });
    const aged =
      low.length > 0 && this.#highs + 1 >= runsPerAgedLow
        ? this.#firstOf('low', { dueBy: now - this.#starvationMs, admits })
        : undefined;
    return aged ?? high;
  }

  // Of the lane whose turn it is among those with a key that was due by then.
  #firstOf(priority: Priority, { dueBy, admits }: Choice): number | undefined {
    let best: Lane | undefined;
    let first: number | undefined;
    for (const lane of this.#serving[priority]) {
      const slot = lane[priority].first;
      if (slot === undefined || this.#table.readyAt.get(slot) > dueBy) continue;
      if (admits?.(lane.name) === false) continue;
      if (best && first !== undefined) {
        const order = lane.running - best.running || lane.servedAt - best.servedAt;
        if (order > 0 || (order === 0 && this.#table.isBefore(first, slot))) continue;
      }
      best = lane;
      first = slot;
    }
    return first;
  }

  #priorityOf(slot: number): Priority {
    return this.#table.has(slot, Flag.high) ? 'high' : 'low';
  }
}
