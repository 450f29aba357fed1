// Bounds how many requests are under way at once, so that hundreds that start together do not overload the server.
// Places are for answers that flow: what waits for its head gives its place up soon, so that what hangs blocks no other.

import type { Clock, Timer } from '@kube-rx/core';

export interface GateOptions {
  /** How many requests may be under way at once. */
  readonly places: number;
  /** How long a request that waits for the head of its answer keeps its place, in ms. */
  readonly patienceMs: number;
}

/** One request's, or one after the other's. */
export interface Place {
  /** A further request is sent in this place, and the head of its answer is waited for. */
  asks(): void;
  /** The head came: the place is kept until it is left, and taken again, if it was given up, above the limit if need be. */
  flows(): void;
  /** Gives the place back, or ends the wait for it. Idempotent; nothing has an effect after it. */
  leave(): void;
}

export class Gate {
  readonly #places: number;
  readonly #patienceMs: number;
  readonly #queue = new Set<() => void>();
  #taken = 0;

  constructor({ places, patienceMs }: GateOptions) {
    this.#places = places;
    this.#patienceMs = patienceMs;
  }

  /** Calls `granted` as soon as there is a place: before this returns, or later, first come, first served. */
  enter(clock: Clock, granted: () => void): Place {
    let state: 'waiting' | 'inside' | 'outside' | 'left' = 'waiting';
    let timer: Timer | undefined;
    const take = (): void => {
      if (state === 'inside') return;
      state = 'inside';
      this.#taken += 1;
    };
    const giveUp = (): void => {
      if (state !== 'inside') return;
      state = 'outside';
      this.#taken -= 1;
      this.#admit();
    };
    const asks = (): void => {
      timer?.cancel();
      if (state !== 'left') timer = clock.schedule(this.#patienceMs, giveUp);
    };
    const admit = (): void => {
      this.#queue.delete(admit);
      take();
      asks();
      granted();
    };
    const flows = (): void => {
      timer?.cancel();
      if (state !== 'left') take();
    };
    const leave = (): void => {
      this.#queue.delete(admit);
      timer?.cancel();
      giveUp();
      state = 'left';
    };
    this.#queue.add(admit);
    this.#admit();
    return { asks, flows, leave };
  }

  #admit(): void {
    while (this.#taken < this.#places) {
      const [next] = this.#queue;
      if (!next) return;
      next();
    }
  }
}
