// A watcher's turn at the gate: its requests for one initial state share a place there.

import type { Clock } from '@kube-rx/core';
import type { Gate, Place } from './gate.ts';

export class Turn {
  readonly #gate: Gate;
  readonly #clock: Clock;
  #place: Place | undefined;
  #begunAt = -Infinity;
  // What the turn is waited for with.
  #send: (() => void) | undefined;

  constructor(gate: Gate, clock: Clock) {
    this.#gate = gate;
    this.#clock = clock;
  }

  /** Whether nothing was sent yet. */
  get isWaiting(): boolean {
    return this.#send !== undefined;
  }

  /** When a wait was last over, in monotonic time. */
  get begunAt(): number {
    return this.#begunAt;
  }

  /** Sends a request as soon as there is a place; at once, if one is held. Replaces one that still waits. */
  take(send: () => void): void {
    const waits = this.isWaiting;
    this.#send = send;
    if (waits) return;
    if (this.#place) {
      this.#place.asks();
      this.#begin();
    } else this.#place = this.#gate.enter(this.#clock, () => this.#begin());
  }

  /** The head of an answer came, or more of it. */
  flows(): void {
    this.#place?.flows();
  }

  /** The initial state is complete or failed. Idempotent. */
  leave(): void {
    this.#send = undefined;
    const place = this.#place;
    this.#place = undefined;
    place?.leave();
  }

  #begin(): void {
    const send = this.#send;
    this.#send = undefined;
    this.#begunAt = this.#clock.monotonic();
    send?.();
  }
}
