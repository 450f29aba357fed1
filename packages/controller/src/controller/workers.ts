// Runs what the queue gives, so many keys at once, and lets the event loop turn in between. A run that takes longer than
// its timeout is told to end; one that does not end even then gives up its place, but not its key.
//
// One timer looks after all timeouts, however many runs there are: runs are kept in the order in which they began, and as
// all may take equally long, that is the order in which their time is over. What a run does is left to others.

import type { Clock, Timer } from '@kube-rx/core';
import type { Run, RunOutcome } from '../queue/run.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import { WorkerShares } from './worker-shares.ts';

/** A run that has not ended when it has begun. Nothing of it throws. */
export interface Work {
  /** It has taken longer than its timeout. */
  expire(): void;
  /** It has not ended by then either: it has lost its place, and whatever comes of it is not heard. */
  giveUp(): void;
  /** Its controller or its cluster ends. */
  abort(reason: Error): void;
}

/** Of a run that begins. */
export interface RunBegin {
  /** Monotonic ms. */
  readonly now: number;
  /** Ends a run that had not ended when it began. */
  readonly settle: (run: Run, outcome: RunOutcome) => void;
}

export interface WorkersOptions {
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly concurrency: number;
  /** The lanes that share the workers. Default: one, so that nothing is shared. */
  readonly clusters?: () => Iterable<string>;
  /** Infinity: for ever. */
  readonly timeoutMs: number;
  /** Begins a run. It has ended when this returns an outcome; otherwise `settle` is called once, later. Must not throw. */
  readonly begin: (run: Run, begin: RunBegin) => Work | RunOutcome;
  /** A run has ended. */
  readonly onEnd?: () => void;
}

interface Running {
  readonly lane: string;
  readonly work: Work;
  /** When its time, or its grace, is over. */
  endsAt: number;
}

/** How long a run may take to end once its signal has fired. */
export const graceMs = 10_000;

// What is run before the event loop turns. The count keeps a simulation deterministic; the time is for slow functions.
const portion = { runs: 500, ms: 10 };

export class Workers {
  readonly #options: WorkersOptions;
  /** Of what runs or is expired. */
  readonly #shares: WorkerShares;
  // A key is in one of these at most; the first two in the order in which `endsAt` comes.
  readonly #running = new Map<string, Running>();
  /** Their signals have fired because of their timeout. They keep their workers. */
  readonly #expired = new Map<string, Running>();
  readonly #givenUp = new Map<string, Running>();
  /** Called whenever one has ended. */
  readonly #waiting = new Set<() => void>();
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
    return this.#givenUp.has(key);
  }

  /** Fires the signals of all runs, or of those of one lane. */
  abort(reason: Error, lane?: string): void {
    for (const { work } of this.#active(lane)) work.abort(reason);
  }

  /** Whether all runs that go on now, or those of one lane, have ended within so many milliseconds. */
  async ended(withinMs: number, lane?: string): Promise<boolean> {
    const awaited = this.#active(lane);
    if (awaited.length === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = (): void => {
      const active = new Set(this.#active(lane));
      if (!awaited.some((each) => active.has(each))) resolve(true);
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

  #active(lane: string | undefined): Running[] {
    const all = [...this.#running.values(), ...this.#expired.values(), ...this.#givenUp.values()];
    return lane === undefined ? all : all.filter((each) => each.lane === lane);
  }

  #pump(): void {
    const { queue, clock } = this.#options;
    let now = clock.monotonic();
    for (;;) {
      if (this.#isClosed) return;
      if (this.#shares.isFull) return;
      if (!this.#mayBegin(now)) return;
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
  #mayBegin(now: number): boolean {
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
    const begun = begin(run, { now, settle: this.#settle });
    const after = clock.monotonic();
    if ('type' in begun) {
      queue.done(run.key, begun, after);
      onEnd?.();
      return after;
    }
    this.#shares.enter(run.lane);
    this.#running.set(run.key, { lane: run.lane, work: begun, endsAt: now + timeoutMs });
    this.#sweepLater();
    return after;
  }

  readonly #settle = ({ key, lane }: Run, outcome: RunOutcome): void => {
    const { queue, clock, onEnd } = this.#options;
    queue.done(key, outcome, clock.monotonic());
    // One that was given up had lost its worker before.
    if (!this.#givenUp.delete(key)) this.#shares.leave(lane);
    this.#running.delete(key);
    this.#expired.delete(key);
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

  /** The timer is that of the run that began first; there is none where nothing runs. */
  #sweepLater(): void {
    if (this.#sweep || this.#isClosed) return;
    const [[first] = [], [late] = []] = [this.#running.values().take(1), this.#expired.values().take(1)].map(
      (each) => each.toArray(),
    );
    const at = Math.min(first?.endsAt ?? Infinity, late?.endsAt ?? Infinity);
    if (at === Infinity) return;
    const { clock } = this.#options;
    this.#sweep = clock.schedule(at - clock.monotonic(), () => {
      this.#sweep = undefined;
      this.#endOverdue(clock.monotonic());
      this.#sweepLater();
    });
  }

  #endOverdue(now: number): void {
    for (const [key, running] of this.#expired) {
      if (running.endsAt > now) break;
      this.#expired.delete(key);
      this.#shares.leave(running.lane);
      this.#givenUp.set(key, running);
      running.work.giveUp();
      this.kick();
    }
    for (const [key, running] of this.#running) {
      if (running.endsAt > now) break;
      this.#running.delete(key);
      running.endsAt = now + graceMs;
      this.#expired.set(key, running);
      running.work.expire();
    }
  }
}
