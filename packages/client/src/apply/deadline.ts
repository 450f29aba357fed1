// How long a whole operation may wait, by a clock that is handed in.

import { type Clock, sleep } from '@kube-rx/core';

export class Deadline {
  readonly #clock: Clock;
  readonly #at: number;
  readonly #signal: AbortSignal | undefined;
  readonly timeoutMs: number;

  /** @param timeoutMs 0: for ever. */
  constructor(clock: Clock, timeoutMs: number, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.timeoutMs = timeoutMs;
    this.#signal = signal;
    this.#at = timeoutMs === 0 ? Number.POSITIVE_INFINITY : clock.monotonic() + timeoutMs;
  }

  get isOver(): boolean {
    return this.#clock.monotonic() >= this.#at;
  }

  /** No longer than the deadline. */
  async pause(delayMs: number): Promise<void> {
    await sleep(this.#clock, Math.min(delayMs, this.#at - this.#clock.monotonic()), this.#signal);
  }
}
