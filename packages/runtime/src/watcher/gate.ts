// Bounds how many requests are under way at once, so that hundreds that start together do not overload the server.
// Places are for answers that flow: what hangs gives its place up soon, so that it blocks no other.

import type { Clock, Timer } from '@kube-rx/core';

export interface GateOptions {
  /** How many requests may be under way at once. */
  readonly places: number;
  /** How long a request keeps its place while nothing comes of its answer, in ms. */
  readonly patienceMs: number;
}

/** One request's, or one after the other's. */
export interface Place {
  /** A further request is sent in this place, and its answer is waited for. */
  asks(): void;
  /**
   * Something of the answer came, be it its head: the place is kept for another while, and taken again, if it was given
   * up, above the limit if need be. Cheap, as it is called for each frame.
   */
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
    let hasMoved = false;
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
    const look = (): void => {
      if (hasMoved) asks();
      else giveUp();
    };
    const asks = (): void => {
      timer?.cancel();
      hasMoved = false;
      if (state !== 'left') timer = clock.schedule(this.#patienceMs, look);
    };
    const admit = (): void => {
      this.#queue.delete(admit);
      take();
      asks();
      granted();
    };
    const flows = (): void => {
      hasMoved = true;
      if (state !== 'outside') return;
      take();
      asks();
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
