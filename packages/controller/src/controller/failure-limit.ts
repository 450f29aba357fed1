// Bounds how often one kind of failure is told: when a server is away, each key fails again and again, and a log of
// thousands of lines a minute says no more than one of ten. Pure.

import { TokenBucket } from '@kube-rx/core';
import type { Failure } from './failure.ts';

/** Enough to see each key of a small controller fail; then one in six seconds. */
const limit = { burst: 100, perMinute: 10 };
/** What comes after so many kinds counts as one more. */
const mostKinds = 100;

interface Kind {
  readonly bucket: TokenBucket;
  /** Left out since one was told. */
  unlogged: number;
}

/** Failures are of one kind that have the same name, code and place. */
export class FailureLimit {
  readonly #kinds = new Map<string, Kind>();

  /**
   * How many of its kind were left out since the last one that was told; undefined where this one is left out as well.
   * `now`: monotonic ms.
   */
  admit({ errorName, errorCode, stack }: Failure, now: number): number | undefined {
    const kind = this.#kind(JSON.stringify([errorName, errorCode, stack?.split('\n', 1)]));
    if (!kind.bucket.take(now)) {
      kind.unlogged += 1;
      return undefined;
    }
    const { unlogged } = kind;
    kind.unlogged = 0;
    return unlogged;
  }

  #kind(asked: string): Kind {
    const name = this.#kinds.has(asked) || this.#kinds.size < mostKinds ? asked : '';
    const kind = this.#kinds.get(name) ?? { bucket: new TokenBucket(limit), unlogged: 0 };
    this.#kinds.set(name, kind);
    return kind;
  }
}
