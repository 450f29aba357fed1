// Time that passes only when told to: hours in milliseconds, and the same order every time.

import type { Clock, Timer } from '@kube-rx/core';

interface Scheduled {
  readonly at: number;
  /** Breaks ties: what was scheduled first fires first. */
  readonly order: number;
  callback: (() => void) | undefined;
}

/** Where virtual time begins, in milliseconds since the Unix epoch. */
const epochMs = Date.UTC(2026, 0, 1);

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

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#pending;
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
   * Lets `ms` milliseconds pass: fires what is due, in order, and lets everything that waits only for promises
   * run in between. Time stands still when this resolves.
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

// Microtasks, however many follow from each other, all run before the next immediate.
function settle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
