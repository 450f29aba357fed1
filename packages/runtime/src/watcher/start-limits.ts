// What bounds the requests of a watcher, whatever fails: lists cost a server most.

import { TokenBucket } from '@kube-rx/core';
import type { Operation } from './state.ts';

export class StartLimits {
  readonly #lists = new TokenBucket({ burst: 10, perMinute: 30 });
  readonly #watches = new TokenBucket({ burst: 10, perMinute: 75 });
  readonly #shortPages = new TokenBucket({ burst: 20, perMinute: 50 });

  /** Milliseconds until `next` may start; its place is taken. A page is part of its list, unless that may have no end. */
  reserve(next: Operation, now: number): number {
    if (next.kind === 'listing' && next.continue !== undefined)
      return next.shortPages > 0 ? this.#shortPages.reserve(now) : 0;
    return (next.kind === 'connecting' ? this.#watches : this.#lists).reserve(now);
  }
}
