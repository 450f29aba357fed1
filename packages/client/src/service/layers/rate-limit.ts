// Bounds how often a client asks, as client-go's QPS and Burst do.
// https://github.com/kubernetes/client-go/blob/v0.36.3/rest/config.go

import {
  type Clock,
  InvalidRequestError,
  systemClock,
  type Timer,
  TokenBucket,
  untilAborted,
} from '@kube-rx/core';
import { isWatch } from '../../response/request-description.ts';
import type { Layer } from '../service.ts';

export interface RateLimitOptions {
  /** How many requests a second may be sent in the long run. Default 5, as in client-go. */
  readonly qps?: number;
  /** How many may be sent at once after a rest. Default 10, as in client-go. */
  readonly burst?: number;
}

export interface RateLimitLayerOptions extends RateLimitOptions {
  /** Default: the machine's own time. */
  readonly clock?: Clock;
}

/**
 * Lets a request wait until it may be sent: in the order of their calls, and never for a watch, as in client-go. Where a
 * caller gives up, those behind it move up.
 *
 * @throws InvalidRequestError for a `qps` or `burst` by which nothing could ever be sent.
 * @example
 * compose([rateLimitLayer({ qps: 50, burst: 100 })], server.service);
 */
export function rateLimitLayer({
  qps = 5,
  burst = 10,
  clock = systemClock,
}: RateLimitLayerOptions = {}): Layer {
  if (!(qps > 0 && Number.isFinite(qps) && Number.isInteger(burst) && burst >= 1))
    throw new InvalidRequestError(
      `rateLimit: qps must be a number above 0 and burst a whole number above 0, not ${qps} and ${burst}`,
    );
  const queue = new StartQueue(new TokenBucket({ burst, perMinute: qps * 60 }), clock);
  return (next) =>
    async (request, options = {}) => {
      if (!isWatch(request)) await queue.start(options.signal);
      return next(request, options);
    };
}

/** Who waits for a token of a bucket, first come, first served. */
class StartQueue {
  readonly #bucket: TokenBucket;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #timer: Timer | undefined;

  constructor(bucket: TokenBucket, clock: Clock) {
    this.#bucket = bucket;
    this.#clock = clock;
  }

  /** Resolves when it is the caller's turn. */
  async start(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const turn = (): void => resolve(undefined);
    this.#waiting.add(turn);
    this.#grant();
    try {
      await untilAborted(promise, signal);
    } finally {
      this.#waiting.delete(turn);
      if (this.#waiting.size === 0) this.#stop();
    }
  }

  #grant(): void {
    if (this.#timer) return;
    for (const turn of this.#waiting) {
      const waitMs = this.#bucket.waitMs(this.#clock.monotonic());
      if (waitMs > 0) {
        // A delay below the resolution of the clock would come to nothing again and again.
        this.#timer = this.#clock.schedule(Math.max(1, waitMs), () => {
          this.#timer = undefined;
          this.#grant();
        });
        return;
      }
      this.#bucket.reserve(this.#clock.monotonic());
      this.#waiting.delete(turn);
      turn();
    }
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
