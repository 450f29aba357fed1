// The runs that go on. The table says where that of a slot is: what runs is in no heap and in no line.

import type { Int32Column } from './column.ts';
import type { TakenRun } from './waiting-keys.ts';

export interface Running extends TakenRun {
  readonly startedAt: number;
}

export class RunningKeys {
  readonly #place: Int32Column;
  readonly #runs: Running[] = [];

  constructor(place: Int32Column) {
    this.#place = place;
  }

  get size(): number {
    return this.#runs.length;
  }

  /** The one that began first. This looks at all. */
  get oldest(): Running | undefined {
    let oldest = this.#runs[0];
    for (const running of this.#runs) if (oldest && running.startedAt < oldest.startedAt) oldest = running;
    return oldest;
  }

  /** How long all have run, added up. */
  totalMs(now: number): number {
    return this.#runs.reduce((total, { startedAt }) => total + now - startedAt, 0);
  }

  push(running: Running): void {
    this.#place.set(running.slot, this.#runs.length);
    this.#runs.push(running);
  }

  /** Removes and returns the run of a slot, which must run. */
  remove(slot: number): Running {
    const place = this.#place.get(slot);
    const running = this.#runs[place];
    const last = this.#runs.pop();
    if (!running || !last) throw new RangeError(`slot ${slot} does not run`);
    if (last !== running) {
      this.#runs[place] = last;
      this.#place.set(last.slot, place);
    }
    return running;
  }
}
