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
    schedule: <T>(work: Work<T>, delay = 0, state?: T): Subscription => {
      let timer: Timer | undefined;
      const action: SchedulerAction<T> = Object.assign(new Subscription(() => timer?.cancel()), {
        // The work itself may call this again.
        schedule: (nextState?: T, nextDelay = 0): Subscription => {
          timer?.cancel();
          if (!action.closed) timer = clock.schedule(nextDelay, () => run(nextState));
          return action;
        },
      });
      const run = (nextState: T | undefined): void => {
        try {
          work.call(action, nextState);
        } catch (error) {
          action.unsubscribe();
          throw error;
        }
      };
      return action.schedule(state, delay);
    },
  };
}

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;
