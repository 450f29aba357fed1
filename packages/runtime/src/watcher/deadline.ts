// Notices that something takes too long, with one timer however often there is progress.

import type { Clock, Timer } from '@kube-rx/core';

export interface DeadlineOptions {
  /** How long there may be no progress; asked anew at each look. Undefined: for ever. */
  readonly idleLimitMs: () => number | undefined;
  /** When it is over even with progress. */
  readonly endsInMs: number;
  /** Where no limit is known yet, when to look again whether there is one. */
  readonly lookInMs: number;
  /** Called once, with the time since the last progress. */
  readonly expire: (idleMs: number) => void;
}

export class Deadline {
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #progressAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Replaces whatever was running. Starting counts as progress. */
  start(options: DeadlineOptions): void {
    const endsAt = this.progress() + options.endsInMs;
    const look = (): void => {
      const now = this.#clock.monotonic();
      const idleMs = now - this.#progressAt;
      const limitMs = options.idleLimitMs();
      if (now >= endsAt || (limitMs !== undefined && idleMs >= limitMs)) {
        this.cancel();
        options.expire(idleMs);
        return;
      }
      const quietForMs = limitMs === undefined ? options.lookInMs : limitMs - idleMs;
      // A rest too small for time's resolution would be looked at for ever.
      this.#schedule(Math.max(1, Math.min(endsAt - now, quietForMs)), look);
    };
    look();
  }

  /** Calls back once after `delayMs`, in place of whatever was running. */
  after(delayMs: number, callback: () => void): void {
    this.#schedule(delayMs, callback);
  }

  /** Notes progress, and says when it was. */
  progress(): number {
    this.#progressAt = this.#clock.monotonic();
    return this.#progressAt;
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #schedule(delayMs: number, callback: () => void): void {
    this.cancel();
    this.#timer = this.#clock.schedule(delayMs, callback);
  }
}
