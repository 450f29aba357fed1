// RxJS on a clock of ours, so that its operators run in tests and simulations under virtual time.

import type { Clock, Timer } from '@kube-rx/core';
import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';

/**
 * A scheduler for RxJS' operators of time, as `debounceTime`, `interval` and `delay`. On the system clock it does
 * what RxJS' `asyncScheduler` does.
 *
 * Guarantees: work never runs synchronously; an unsubscription cancels the timer. Where work throws, the error
 * goes to whoever runs the clock.
 *
 * @example
 * import { debounceTime } from 'rxjs';
 *
 * const clock = new VirtualClock();
 * const cache = reflector(pods, { clock });
 * cache.changes$.pipe(debounceTime(100, clockScheduler(clock))).subscribe(() => console.log(cache.store.size));
 */
export function clockScheduler(clock: Clock): SchedulerLike {
  return {
    now: () => clock.now(),
    schedule: <T>(work: Work<T>, delay = 0, state?: T): Subscription =>
      new ClockAction(clock, work).schedule(state, delay),
  };
}

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/** Runs its work once for each `schedule`, which the work itself may call again. */
class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: Clock;
  readonly #work: Work<T>;
  #timer: Timer | undefined;

  constructor(clock: Clock, work: Work<T>) {
    super();
    this.#clock = clock;
    this.#work = work;
    this.add(() => this.#timer?.cancel());
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#timer?.cancel();
    this.#timer = this.#clock.schedule(delay, () => this.#run(state));
    return this;
  }

  #run(state: T | undefined): void {
    try {
      this.#work(state);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
  }
}
