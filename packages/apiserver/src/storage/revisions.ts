// The one revision that counts every write of every kind, as etcd's does.

import type { Clock } from '@kube-rx/core';

interface Waiter {
  readonly revision: number;
  readonly resume: () => void;
}

export class Revisions {
  #current = 1;
  readonly #waiters: Set<Waiter> = new Set();

  get current(): number {
    return this.#current;
  }

  /** For the write that is being made. */
  advance(): void {
    this.#current += 1;
    for (const { revision, resume } of this.#waiters) if (revision <= this.#current) resume();
  }

  /** Sets the revision, as after the restore of a backup. */
  reset(revision: number): void {
    this.#current = revision;
  }

  /** Waits until `revision` is reached; false when `timeoutMs` passed before. */
  async reach(revision: number, clock: Clock, timeoutMs: number): Promise<boolean> {
    if (revision <= this.#current) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = clock.schedule(timeoutMs, () => resolve(false));
    const waiter = { revision, resume: () => resolve(true) };
    this.#waiters.add(waiter);
    const reached = await promise;
    timer.cancel();
    this.#waiters.delete(waiter);
    return reached;
  }
}
