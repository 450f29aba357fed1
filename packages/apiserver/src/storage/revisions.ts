// The one revision that counts every write of every kind, as etcd's does.

import type { Clock } from '@kube-rx/core';

interface Waiter {
  readonly revision: number;
  readonly resume: () => void;
}

export class Revisions {
  #current: number;
  #waiters: readonly Waiter[] = [];

  constructor(current = 1) {
    this.#current = current;
  }

  get current(): number {
    return this.#current;
  }

  /** The revision of the write that is being made. */
  advance(): number {
    this.#current += 1;
    const due = this.#waiters.filter((waiter) => waiter.revision <= this.#current);
    if (due.length > 0) {
      this.#waiters = this.#waiters.filter((waiter) => waiter.revision > this.#current);
      for (const waiter of due) waiter.resume();
    }
    return this.#current;
  }

  /** Sets the revision, as after the restore of a backup. */
  reset(revision: number): void {
    this.#current = revision;
  }

  /** Waits until `revision` is reached; false when `timeoutMs` passed before. */
  async reach(revision: number, clock: Clock, timeoutMs: number): Promise<boolean> {
    if (revision <= this.#current) return true;
    return new Promise((resolve) => {
      const waiter: Waiter = {
        revision,
        resume: () => {
          timer.cancel();
          resolve(true);
        },
      };
      const timer = clock.schedule(timeoutMs, () => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        resolve(false);
      });
      this.#waiters = [...this.#waiters, waiter];
    });
  }
}
