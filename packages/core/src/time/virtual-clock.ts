// Time that passes only when told to: hours in milliseconds, and the same order every time.

import type { Clock, Timer } from './clock.ts';

interface Scheduled {
  readonly at: number;
  /** Breaks ties: what was scheduled first fires first. */
  readonly order: number;
  callback: (() => void) | undefined;
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
  // A binary heap by time; cancelled timers stay in it, without their callback.
  readonly #heap: Scheduled[] = [];
  #now = 0;
  #order = 0;
  #pending = 0;

  now(): number {
    return epochMs + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** How many timers have neither fired nor been cancelled. */
  get pending(): number {
    return this.#pending;
  }

  /** In how many milliseconds the next timer fires; undefined where none is pending. */
  get nextInMs(): number | undefined {
    while (this.#heap[0] && !this.#heap[0].callback) this.#pop();
    return this.#heap[0] && this.#heap[0].at - this.#now;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const scheduled: Scheduled = { at: this.#now + Math.max(delayMs, 0), order: this.#order++, callback };
    this.#pending += 1;
    this.#push(scheduled);
    return {
      cancel: () => {
        if (scheduled.callback) this.#pending -= 1;
        scheduled.callback = undefined;
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
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      const { callback } = next;
      if (!callback) continue;
      next.callback = undefined;
      this.#pending -= 1;
      this.#now = next.at;
      callback();
      await settle();
    }
    this.#now = end;
  }

  #push(scheduled: Scheduled): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(scheduled);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(scheduled, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = scheduled;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const smaller = right && left && isBefore(right, left) ? right : left;
      if (!smaller || !isBefore(smaller, last)) break;
      heap[index] = smaller;
      index = 2 * index + (smaller === left ? 1 : 2);
    }
    heap[index] = last;
  }
}

function isBefore(a: Scheduled, b: Scheduled): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
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
