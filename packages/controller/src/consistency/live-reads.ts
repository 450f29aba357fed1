// The live reads of one cluster, so many at once. A key that waits at its gate has no worker, so nothing else bounds them:
// after an outage every key may have something to ask.

import { onAbort } from '@kube-rx/core';
import type { LiveRead } from './own-write.ts';

export class LiveReads {
  // In the order in which they came.
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(mostAtOnce: number) {
    this.#free = mostAtOnce;
  }

  /** The same read, which begins as soon as it is its turn. */
  inTurn(read: LiveRead): LiveRead {
    return async (signal) => {
      if (this.#free > 0) this.#free -= 1;
      else await this.#turn(signal);
      try {
        return await read(signal);
      } finally {
        this.#leave();
      }
    };
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const begin = (): void => resolve(undefined);
    this.#waiting.add(begin);
    const stopListening = onAbort(signal, () => {
      if (this.#waiting.delete(begin)) reject(new DOMException('nobody waits for it any more', 'AbortError'));
    });
    try {
      await promise;
    } finally {
      stopListening();
    }
  }

  /** Gives its place to the one that has waited longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
