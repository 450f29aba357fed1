// The runs that have begun and not ended, as workers know them.
//
// They are in an array, in no order, and not in a Map: one that is emptied again and again allocates a table for each run,
// and where it is old itself, so are these, until V8 collects its whole heap.

import type { Run, RunOutcome } from '../queue/run.ts';

/** A run that has not ended when it has begun. Nothing of it throws. */
export interface Work {
  /** It has taken longer than its timeout. */
  expire(): void;
  /** It has not ended though its signal has fired: it has lost its place. */
  giveUp(): void;
  /** Its controller or its cluster ends. */
  abort(reason: Error): void;
}

/** Of a run that begins. */
export interface RunBegin {
  /** Monotonic ms. */
  readonly now: number;
  /** Ends a run that had not ended when it began. */
  settle(outcome: RunOutcome): void;
}

/**
 * - `running`: within its time.
 * - `expired`: its signal has fired because of its timeout. It keeps its worker.
 * - `interrupted`: its signal has fired though its time is not over. It keeps its worker.
 * - `givenUp`: it has lost its worker.
 * - `ended`: nothing is awaited of it any more.
 */
export type BegunState = 'running' | 'expired' | 'interrupted' | 'givenUp' | 'ended';

export class BegunRun implements RunBegin {
  readonly run: Run;
  readonly now: number;
  state: BegunState = 'running';
  /** When its time, or its grace, is over. */
  endsAt: number = Infinity;
  /** Undefined where it had ended when it had begun. */
  work: Work | undefined;
  /** Where it is among the others. */
  place: number = -1;
  readonly #onSettled: (run: BegunRun, outcome: RunOutcome) => void;

  constructor(run: Run, now: number, onSettled: (run: BegunRun, outcome: RunOutcome) => void) {
    this.run = run;
    this.now = now;
    this.#onSettled = onSettled;
  }

  settle(outcome: RunOutcome): void {
    this.#onSettled(this, outcome);
  }
}

export class BegunRuns {
  readonly #runs: BegunRun[] = [];

  add(begun: BegunRun): void {
    begun.place = this.#runs.length;
    this.#runs.push(begun);
  }

  remove(begun: BegunRun): void {
    const last = this.#runs.pop();
    if (!last || last === begun) return;
    this.#runs[begun.place] = last;
    last.place = begun.place;
  }

  /** Those of one lane, or all. */
  of(lane: string | undefined): BegunRun[] {
    return this.#runs.filter(({ run }) => lane === undefined || run.lane === lane);
  }

  hasGivenUp(key: string): boolean {
    return this.#runs.some(({ run, state }) => state === 'givenUp' && run.key === key);
  }

  /** When the time of the first of them is over; Infinity where there is none that has any. */
  get firstEnd(): number {
    let first = Infinity;
    for (const { endsAt } of this.#runs) if (endsAt < first) first = endsAt;
    return first;
  }

  /** Those whose time is over by then, in the order in which it is. */
  overdue(now: number): BegunRun[] {
    const overdue = this.#runs.filter(({ endsAt }) => endsAt <= now);
    return overdue.sort((one, other) => one.endsAt - other.endsAt);
  }
}
