// Lines of many logs in one stream. Each log has one line in it at most and waits until that is taken, so a slow reader
// slows all of them, and a loud one has no more turns than a quiet one.

import { PullQueue } from '@kube-rx/core';

interface Offer<T> {
  readonly item: T;
  readonly taken: () => void;
}

export class LogMerge<T> {
  readonly items: PullQueue<T>;
  readonly #offers: Offer<T>[] = [];

  /** `onLeave` is called when the reader leaves before the end. */
  constructor(onLeave: () => void) {
    this.items = new PullQueue<T>({ pull: () => this.#take(), onLeave });
  }

  /** Resolves when the item was taken, or nobody will take it. */
  offer(item: T): Promise<void> {
    if (this.items.ended) return Promise.resolve();
    return new Promise((taken) => {
      this.#offers.push({ item, taken });
      this.items.wake();
    });
  }

  #take(): T | undefined {
    const offer = this.#offers.shift();
    offer?.taken();
    return offer?.item;
  }
}
