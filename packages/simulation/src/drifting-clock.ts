// A machine's own time: it runs at a rate of its own, began at another moment, says another time of day, and sleeps.

import type { Clock, Timer } from '@kube-rx/core';

export interface DriftingClockOptions {
  /** Its milliseconds in one true millisecond. Default 1. */
  readonly rate?: number;
  /** What its monotonic time says at the true time 0, in milliseconds. Default 0. */
  readonly startMs?: number;
  /** How far its time of day is ahead, in milliseconds; may be changed at any time. Default 0. */
  readonly skewMs?: number;
}

// Timers fire on a grid of this: what is left of a wait by rounding is then never so short that time stands still by it.
const grainMs = 1 / 1024;

/**
 * @example
 * const world = new World(42);
 * const fast = new DriftingClock(world.clock, { rate: 1.02, skewMs: 3_600_000 });
 * fast.schedule(1000, () => console.log(world.clock.monotonic())); // 980.4
 */
export class DriftingClock implements Clock {
  /** How far its time of day is ahead, in milliseconds. */
  skewMs: number;
  readonly rate: number;
  readonly #true: Clock;
  readonly #startMs: number;
  // How long it has slept, and since when it sleeps, in true milliseconds.
  #sleptMs = 0;
  #asleepAt: number | undefined;
  // Timers that would have fired while it sleeps.
  readonly #onWake: (() => void)[] = [];

  constructor(clock: Clock, { rate = 1, startMs = 0, skewMs = 0 }: DriftingClockOptions = {}) {
    this.#true = clock;
    this.rate = rate;
    this.#startMs = startMs;
    this.skewMs = skewMs;
  }

  now(): number {
    const passedMs = this.#true.monotonic();
    return Math.floor(this.#true.now() - passedMs + passedMs * this.rate + this.skewMs);
  }

  monotonic(): number {
    const passedMs = (this.#asleepAt ?? this.#true.monotonic()) - this.#sleptMs;
    return this.#startMs + passedMs * this.rate;
  }

  /** The machine sleeps: from now on only its time of day goes on, as on Linux. */
  sleep(): void {
    this.#asleepAt ??= this.#true.monotonic();
  }

  wake(): void {
    if (this.#asleepAt === undefined) return;
    this.#sleptMs += this.#true.monotonic() - this.#asleepAt;
    this.#asleepAt = undefined;
    for (const goOn of this.#onWake.splice(0)) goOn();
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const dueMs = this.monotonic() + delayMs;
    let timer: Timer;
    let isWanted = true;
    const wait = (): void => {
      if (!isWanted) return;
      const leftMs = (dueMs - this.monotonic()) / this.rate;
      timer = this.#true.schedule(Math.ceil(leftMs / grainMs) * grainMs, () => {
        if (this.#asleepAt !== undefined) this.#onWake.push(wait);
        else if (dueMs - this.monotonic() > grainMs) wait();
        else callback();
      });
    };
    wait();
    return {
      cancel: () => {
        isWanted = false;
        timer.cancel();
      },
    };
  }
}
