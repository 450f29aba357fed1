// A watcher's pause before its next try. It is cut short when the server, which could not be reached, answers another.

import type { IdleTimer } from '@kube-rx/core';
import type { Effect } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { Outage } from './outage.ts';

// How often it may be cut short: a server that answers and then fails must not drive its watchers, nor one that answers
// others only.
const wakeEveryMs = 30_000;
// A shorter one is not cut short: another answer may be from before the trouble.
const worthwhileMs = 1000;

export class Pause {
  readonly #timer: IdleTimer;
  readonly #outage: Outage;
  readonly #options: Pick<ResolvedWatcherOptions, 'clock' | 'random'>;
  #stopWaiting: (() => void) | undefined;
  #wokenAt = -Infinity;

  constructor(timer: IdleTimer, outage: Outage, options: Pick<ResolvedWatcherOptions, 'clock' | 'random'>) {
    this.#timer = timer;
    this.#outage = outage;
    this.#options = options;
  }

  begin({ delayMs, grantedInMs }: Effect & { type: 'wait' }, over: () => void): void {
    this.#timer.after(delayMs, over);
    const { clock, random } = this.#options;
    const beganAt = clock.monotonic();
    const isWakeable = delayMs >= worthwhileMs && beganAt >= this.#wokenAt + wakeEveryMs;
    if (grantedInMs === undefined || !isWakeable) return;
    this.#stopWaiting = this.#outage.wait((spreadMs) => {
      this.#wokenAt = clock.monotonic();
      const waitedMs = this.#wokenAt - beganAt;
      const dueInMs = Math.max(random() * spreadMs, grantedInMs - waitedMs);
      this.#timer.after(Math.min(dueInMs, delayMs - waitedMs), over);
    });
  }

  /** Leaves the timer alone: it has been given to something else, or was cancelled. */
  end(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }
}
