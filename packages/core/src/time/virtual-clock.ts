// Time that passes only when told to: hours in milliseconds, and the same order every time.

import type { Clock, Timer } from './clock.ts';

interface Scheduled {
  readonly at: number;
  readonly callback: () => void;
}

// Where virtual time begins, in milliseconds since the Unix epoch.
const epochMs = 1_700_000_000_000;

/**
 * A clock for tests and simulations. Time stands still but for `advance`.
 *
 * @example
 * const clock = new VirtualClock();
 * const client = new Client(server.service, { clock });
 * const answer = client.serverVersion({ timeout: 10_000 });
 * await clock.advance(10_000); // the call has failed with a DeadlineError
 */
export class VirtualClock implements Clock {
  // By time, and what was scheduled first first. There are few, so that an array is as fast as a heap.
  readonly #timers: Scheduled[] = [];
  #now = 0;

  now(): number {
    return epochMs + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** How many timers have neither fired nor been cancelled. */
  get pending(): number {
    return this.#timers.length;
  }

  /** In how many milliseconds the next timer fires; undefined where none is pending. */
  get nextInMs(): number | undefined {
    const [next] = this.#timers;
    return next && next.at - this.#now;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const timers = this.#timers;
    const scheduled: Scheduled = { at: this.#now + Math.max(delayMs, 0), callback };
    let place = timers.length;
    while (place > 0 && (timers[place - 1] as Scheduled).at > scheduled.at) place -= 1;
    timers.splice(place, 0, scheduled);
    return {
      cancel: () => {
        const index = timers.indexOf(scheduled);
        if (index !== -1) timers.splice(index, 1);
      },
    };
  }

  /**
   * Lets `ms` milliseconds pass: fires the timers that are due, in order, and lets everything that waits only for
   * promises run in between. Time stands still again when this resolves.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#timers.shift();
      this.#now = next.at;
      next.callback();
      await settle();
    }
    this.#now = end;
  }
}

/**
 * Lets everything run that waits only for promises, however many follow from each other.
 *
 * @example await settle();
 */
export function settle(): Promise<void> {
  // All microtasks run before the next immediate.
  return new Promise((resolve) => void setImmediate(resolve));
}
