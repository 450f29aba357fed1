// Bounds how much is written about one object, as client-go's EventSourceObjectSpamFilter. Pure.
// https://github.com/kubernetes/client-go/blob/v0.36.3/tools/record/events_cache.go

import { TokenBucket } from '@kube-rx/core';

export interface SpamFilterOptions {
  /** How many writes about one object may follow each other at once. */
  readonly burst: number;
  /** After which time another one may, in ms. */
  readonly refillMs: number;
  /** Of how many objects it keeps count; those that were noted last. */
  readonly mostObjects: number;
}

export class SpamFilter {
  readonly #options: SpamFilterOptions;
  // The one that was noted longest ago is the first.
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: SpamFilterOptions) {
    this.#options = options;
  }

  /** Whether something may be written about the object at `now`, in monotonic ms. */
  take(object: string, now: number): boolean {
    const { burst, refillMs, mostObjects } = this.#options;
    const bucket = this.#buckets.get(object) ?? new TokenBucket({ burst, perMinute: 60_000 / refillMs });
    this.#buckets.delete(object);
    this.#buckets.set(object, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > mostObjects && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(now);
  }
}
