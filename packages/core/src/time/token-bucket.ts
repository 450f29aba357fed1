// Bounds how often something starts, whatever asks for it. Pure: the time comes in as an argument.

export interface TokenBucketOptions {
  /** How many starts are granted at once after a long rest. */
  readonly burst: number;
  /** How many starts are granted a minute in the long run. */
  readonly perMinute: number;
}

/**
 * @example
 * const lists = new TokenBucket({ burst: 10, perMinute: 30 });
 * const waitMs = lists.reserve(systemClock.monotonic());
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #updatedAt = 0;

  constructor({ burst, perMinute }: TokenBucketOptions) {
    this.#burst = burst;
    this.#perMs = perMinute / 60_000;
    this.#tokens = burst;
  }

  /** Reserves one start, and returns in how many milliseconds from `now` it may happen. */
  reserve(now: number): number {
    const waitMs = this.waitMs(now);
    this.#tokens -= 1;
    return waitMs;
  }

  /** In how many milliseconds from `now` the next start may happen, without reserving it. */
  waitMs(now: number): number {
    this.#gain(now);
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
  }

  /** Takes one start where it is granted at once, and nothing where it is not. */
  take(now: number): boolean {
    this.#gain(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #gain(now: number): void {
    const gained = Math.max(0, now - this.#updatedAt) * this.#perMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#updatedAt = now;
  }
}
