// Tells subscribers a status that changes often, at a pace that they can follow.

import type { Clock, Timer } from '@kube-rx/core';
import { Observable, type Subscriber } from 'rxjs';

/** Several times what a person can see, and nothing for a machine. */
const pauseMs = 100;

export class StatusFeed<Status> {
  /** The status as it is, then whenever it has changed, ten times a second at most. Never completes. */
  readonly status$: Observable<Status>;
  readonly #clock: Clock;
  readonly #read: () => Status;
  readonly #subscribers = new Set<Subscriber<Status>>();
  #timer: Timer | undefined;

  constructor(clock: Clock, read: () => Status) {
    this.#clock = clock;
    this.#read = read;
    this.status$ = new Observable((subscriber) => {
      subscriber.next(read());
      this.#subscribers.add(subscriber);
      return () => {
        this.#subscribers.delete(subscriber);
        if (this.#subscribers.size === 0) this.#cancel();
      };
    });
  }

  /** Costs next to nothing where nobody has subscribed. */
  changed(): void {
    if (this.#timer || this.#subscribers.size === 0) return;
    this.#timer = this.#clock.schedule(pauseMs, () => this.flush());
  }

  /** Tells what has changed, and leaves no timer. */
  flush(): void {
    this.#cancel();
    if (this.#subscribers.size === 0) return;
    const status = this.#read();
    for (const subscriber of this.#subscribers) subscriber.next(status);
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
