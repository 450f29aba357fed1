// Lines of many logs in one stream. Each log has one line in it at most and waits until that is taken, so a slow reader
// slows all of them, and a loud one has no more turns than a quiet one.

import { PullQueue } from '@kube-rx/core';

interface Offer<T> {
  readonly item: T;
  readonly taken: () => void;
}

export class LogMerge<T> {
  /** In the order in which they were offered. */
  readonly items: PullQueue<T>;
  readonly #offers: Offer<T>[] = [];

  constructor() {
    this.items = new PullQueue<T>({ pull: () => this.#take() });
  }

  /** Resolves when the item was taken, or nobody will take it. */
  offer(item: T): Promise<void> {
    if (this.items.ended) return Promise.resolve();
    return new Promise((taken) => {
      this.#offers.push({ item, taken });
      this.items.wake();
    });
  }

  /** Nobody reads any more. */
  async close(): Promise<void> {
    await this.items.return();
    while (this.#take() !== undefined);
  }

  #take(): T | undefined {
    const offer = this.#offers.shift();
    offer?.taken();
    return offer?.item;
  }
}
