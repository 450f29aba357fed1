// The keys of one cluster, among which the queue is shared.

import type { EntryTable } from './entry-table.ts';
import { SlotHeap } from './slot-heap.ts';

export class Lane {
  readonly name: string;
  /** What is ready. */
  readonly high: SlotHeap;
  readonly low: SlotHeap;
  /** How many keys the queue knows of it. */
  keys = 0;
  running = 0;
  /** When it was served last, counted in runs. */
  servedAt = 0;

  constructor(name: string, table: EntryTable) {
    this.name = name;
    this.high = new SlotHeap(table);
    this.low = new SlotHeap(table);
  }
}
