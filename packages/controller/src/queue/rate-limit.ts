// Bounds the runs of all keys together.

import { TokenBucket } from '@kube-rx/core';

export interface RunRate {
  /** Runs a second in the long run. */
  readonly qps: number;
  /** Runs at once after a rest. */
  readonly burst: number;
}

export class RateLimit {
  readonly #bucket: TokenBucket;
  // Of runs that did not begin.
  #returned = 0;

  constructor({ qps, burst }: RunRate) {
    this.#bucket = new TokenBucket({ perMinute: qps * 60, burst });
  }

  /** Whether a run may begin now, which is then counted. */
  take(now: number): boolean {
    if (this.#returned === 0) return this.#bucket.take(now);
    this.#returned -= 1;
    return true;
  }

  /** In how many ms the next run may begin: whole ones, as a fraction could be lost in the time to which it is added. */
  waitMs(now: number): number {
    return this.#returned > 0 ? 0 : Math.ceil(this.#bucket.waitMs(now));
  }

  /** Takes back the count of a run that did not begin. */
  giveBack(): void {
    this.#returned += 1;
  }
}
