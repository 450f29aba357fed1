// A clock that moves when a test says so.

import type { Clock, Timer } from '@kube-rx/core';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #elapsed = 0;
  #alarms: Alarm[] = [];

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const alarm = { at: this.#elapsed + Math.max(delayMs, 0), callback };
    this.#alarms.push(alarm);
    return { cancel: () => (this.#alarms = this.#alarms.filter((other) => other !== alarm)) };
  }

  /** How many milliseconds from now each timer fires, soonest first. */
  get waiting(): number[] {
    return this.#alarms.map(({ at }) => at - this.#elapsed).sort((a, b) => a - b);
  }

  /** Moves on, firing what is due in its order, and lets what was woken run. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      const [next] = this.#alarms.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#move(next.at - this.#elapsed);
      this.#alarms = this.#alarms.filter((other) => other !== next);
      next.callback();
      await settled();
    }
    this.#move(end - this.#elapsed);
    await settled();
  }

  #move(ms: number): void {
    this.#elapsed += ms;
    this.#now += ms;
  }
}

/** Lets everything run that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
