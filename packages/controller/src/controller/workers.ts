// Runs what the queue gives, so many keys at once, and lets the event loop turn in between. A run that takes longer than
// its timeout is told to end; one that does not end even then gives up its place, but not its key.
//
// One timer looks after all timeouts, however many runs there are: that of the run whose time is over first when the timer
// is set. As all may take equally long, no later run needs an earlier one. What a run does is left to others.

import type { Clock, Timer } from '@kube-rx/core';
import type { Run, RunOutcome } from '../queue/run.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import { BegunRun, BegunRuns, type RunBegin, type Work } from './begun-runs.ts';
import { WorkerShares } from './worker-shares.ts';

export interface WorkersOptions {
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly concurrency: number;
  /** The lanes that share the workers. Default: one, so that nothing is shared. */
  readonly clusters?: () => Iterable<string>;
  /** Infinity: for ever. */
  readonly timeoutMs: number;
  /** Whether any run may begin. It is asked again when the workers are kicked. Default: always. */
  readonly mayBegin?: () => boolean;
  /** Begins a run. It has ended when this returns an outcome; otherwise `settle` is called once, later. Must not throw. */
  readonly begin: (run: Run, begin: RunBegin) => Work | RunOutcome;
  /** A run has ended. */
  readonly onEnd?: () => void;
}

/** How long a run may take to end once its signal has fired. */
export const graceMs = 10_000;

// What is run before the event loop turns. The count keeps a simulation deterministic; the time is for slow functions.
const portion = { runs: 500, ms: 10 };

export class Workers {
  readonly #options: WorkersOptions;
  /** Of what runs or is expired. */
  readonly #shares: WorkerShares;
  readonly #begun = new BegunRuns();
  /** Called whenever one has ended. */
  readonly #waiting = new Set<() => void>();
  /** Tells a run that was beginning what all others were told. */
  #ending: ((begun: BegunRun) => void) | undefined;
  #isKicked = false;
  #turn: NodeJS.Immediate | undefined;
  #isSpent = false;
  #portionLeft = portion.runs;
  #portionBegan = 0;
  #wake: { readonly at: number; readonly timer: Timer } | undefined;
  #sweep: Timer | undefined;
  #isClosed = false;

  constructor(options: WorkersOptions) {
    this.#options = options;
    const { concurrency, clusters = () => [] } = options;
    this.#shares = new WorkerShares({ concurrency, clusters });
  }

  /** To be called whenever the queue may have something. What is added before the next microtask is taken together. */
  kick(): void {
    if (this.#isKicked || this.#isClosed) return;
    this.#isKicked = true;
    queueMicrotask(() => {
      this.#isKicked = false;
      this.#pump();
    });
  }

  /** Whether the run of a key was given up. */
  hasGivenUp(key: string): boolean {
    return this.#begun.hasGivenUp(key);
  }

  /** Fires the signals of all runs, or of those of one lane. */
  abort(reason: Error, lane?: string): void {
    for (const { work } of this.#begun.of(lane)) work?.abort(reason);
    this.#ending = ({ work, run }) => {
      if (lane === undefined || lane === run.lane) work?.abort(reason);
    };
  }

  /** Fires the signals of all runs. Those that do not end lose their places after a grace, so that others can begin. */
  interrupt(reason: Error): void {
    for (const begun of this.#begun.of(undefined)) this.#interrupt(begun, reason);
    this.#ending = (begun) => this.#interrupt(begun, reason);
    // It may be set for the end of a timeout.
    this.#sweep?.cancel();
    this.#sweep = undefined;
    this.#sweepLater();
  }

  #interrupt(begun: BegunRun, reason: Error): void {
    begun.work?.abort(reason);
    if (begun.state !== 'running') return;
    begun.state = 'interrupted';
    begun.endsAt = this.#options.clock.monotonic() + graceMs;
  }

  /** Whether all runs that go on now, or those of one lane, have ended within so many milliseconds. */
  async ended(withinMs: number, lane?: string): Promise<boolean> {
    const awaited = this.#begun.of(lane);
    if (awaited.length === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = (): void => {
      const begun = new Set(this.#begun.of(lane));
      if (!awaited.some((each) => begun.has(each))) resolve(true);
    };
    this.#waiting.add(look);
    const timer = this.#options.clock.schedule(withinMs, () => resolve(false));
    try {
      return await promise;
    } finally {
      this.#waiting.delete(look);
      timer.cancel();
    }
  }

  /** Begins nothing any more, and leaves no timer. Runs that have not ended still free their keys. */
  close(): void {
    this.#isClosed = true;
    clearImmediate(this.#turn);
    this.#wake?.timer.cancel();
    this.#sweep?.cancel();
  }

  #pump(): void {
    const { queue, clock, mayBegin } = this.#options;
    let now = clock.monotonic();
    for (;;) {
      if (this.#isClosed || mayBegin?.() === false) return;
      if (this.#shares.isFull) return;
      if (!this.#hasPortion(now)) return;
      const { admits } = this.#shares;
      const run = queue.take(now, admits);
      if (!run) {
        this.#wakeAt(queue.nextAt(now, admits), now);
        return;
      }
      now = this.#begin(run, now);
    }
  }

  /** Whether the portion of this turn of the event loop is not used up yet. The next turn goes on by itself. */
  #hasPortion(now: number): boolean {
    if (!this.#turn) {
      this.#portionLeft = portion.runs;
      this.#portionBegan = now;
      this.#turn = setImmediate(() => {
        this.#turn = undefined;
        // Otherwise nothing was left over, and each turn would lead to another one for ever.
        if (this.#isSpent) this.kick();
      });
    }
    this.#portionLeft -= 1;
    this.#isSpent = this.#portionLeft < 0 || now - this.#portionBegan > portion.ms;
    return !this.#isSpent;
  }

  /** Gives what time it is then. */
  #begin(run: Run, now: number): number {
    const { queue, clock, timeoutMs, begin, onEnd } = this.#options;
    const begun = new BegunRun(run, now, this.#settle);
    this.#ending = undefined;
    const work = begin(run, begun);
    const after = clock.monotonic();
    if ('type' in work) {
      queue.done(run.key, work, after);
      onEnd?.();
      return after;
    }
    begun.work = work;
    begun.endsAt = now + timeoutMs;
    this.#shares.enter(run.lane);
    this.#begun.add(begun);
    this.#tellBegun(begun);
    // Where no run has an end there is never a timer, and each that begins would look at all of them for the first end.
    if (begun.endsAt < Infinity) this.#sweepLater();
    return after;
  }

  /** What its function itself has led to, before anybody knew of it. */
  #tellBegun(begun: BegunRun): void {
    this.#ending?.(begun);
    this.#ending = undefined;
  }

  readonly #settle = (begun: BegunRun, outcome: RunOutcome): void => {
    const { queue, clock, onEnd } = this.#options;
    const { key, lane } = begun.run;
    queue.done(key, outcome, clock.monotonic());
    // One that was given up had lost its worker before.
    if (begun.state !== 'givenUp') this.#shares.leave(lane);
    begun.state = 'ended';
    this.#begun.remove(begun);
    for (const look of this.#waiting) look();
    onEnd?.();
    this.kick();
  };

  #wakeAt(at: number | undefined, now: number): void {
    if (this.#wake && this.#wake.at === at) return;
    this.#wake?.timer.cancel();
    this.#wake = undefined;
    if (at === undefined) return;
    const timer = this.#options.clock.schedule(at - now, () => {
      this.#wake = undefined;
      this.#pump();
    });
    this.#wake = { at, timer };
  }

  /** There is no timer where nothing runs. */
  #sweepLater(): void {
    if (this.#sweep || this.#isClosed) return;
    const at = this.#begun.firstEnd;
    if (at === Infinity) return;
    const { clock } = this.#options;
    this.#sweep = clock.schedule(at - clock.monotonic(), () => {
      this.#sweep = undefined;
      this.#endOverdue(clock.monotonic());
      this.#sweepLater();
    });
  }

  #endOverdue(now: number): void {
    // What one of them is told may end others.
    for (const begun of this.#begun.overdue(now)) {
      if (begun.state === 'expired' || begun.state === 'interrupted') {
        begun.state = 'givenUp';
        begun.endsAt = Infinity;
        this.#shares.leave(begun.run.lane);
        begun.work?.giveUp();
        this.kick();
      } else if (begun.state === 'running') {
        begun.state = 'expired';
        begun.endsAt = now + graceMs;
        begun.work?.expire();
      }
    }
  }
}
