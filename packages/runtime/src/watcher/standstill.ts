// Notices that the process stood still: it was frozen, or the machine slept. Connections may have died meanwhile, without
// a word. One timer for each clock, while there is somebody to tell.

import type { Clock, Timer } from '@kube-rx/core';

const tickMs = 5_000;
// A timer that comes so much too late, by either clock: the monotonic one of Linux stands still while the machine sleeps.
const jumpMs = 10_000;
const known = new WeakMap<Clock, Standstill>();

export class Standstill {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same one for all who share a clock. */
  static of(clock: Clock): Standstill {
    const standstill = known.get(clock) ?? new Standstill(clock);
    known.set(clock, standstill);
    return standstill;
  }

  /** Calls back after each standstill, until what it returns is called. */
  watch(listener: () => void): () => void {
    // One of its own, as the same function may be handed in twice.
    const own = (): void => listener();
    this.#listeners.add(own);
    if (!this.#timer) this.#schedule();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#timer?.cancel();
      this.#timer = undefined;
    };
  }

  #schedule(): void {
    const clock = this.#clock;
    const [wall, monotonic] = [clock.now(), clock.monotonic()];
    this.#timer = clock.schedule(tickMs, () => {
      this.#schedule();
      const passedMs = Math.max(clock.now() - wall, clock.monotonic() - monotonic);
      if (passedMs - tickMs <= jumpMs) return;
      for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener();
    });
  }
}
