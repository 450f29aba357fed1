// Whether the watch caches are filled, which serve watches and most lists. After a start they are not for a while;
// requests that need no cache are answered meanwhile.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/cacher/cacher.go (errors.NewTooManyRequests)

import type { Clock } from '@kube-rx/core';
import { StatusError } from '../status-error.ts';

export class Readiness {
  readonly #clock: Clock;
  #since = 0;
  /** On the monotonic clock; `Infinity` until `finish` is called. */
  #until = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins to fill the caches, for as long; `Infinity`: until `finish`. */
  begin(ms: number): void {
    this.#since = this.#clock.monotonic();
    this.#until = this.#since + ms;
  }

  finish(): void {
    this.#until = 0;
  }

  /** Throws the 429 of a cache that is being filled. */
  require(): void {
    const now = this.#clock.monotonic();
    if (now >= this.#until) return;
    const down = (now - this.#since) / 1000;
    // The longer it takes, the more patience is asked for.
    const retryAfterSeconds = Math.min(30, Math.max(1, Math.trunc(Math.exp(0.06 * down))));
    throw new StatusError(429, 'TooManyRequests', {
      message: 'storage is (re)initializing',
      details: { retryAfterSeconds },
    });
  }
}
