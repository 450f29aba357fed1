// A watcher's pause before its next try. It is cut short when the server, which could not be reached, answers another.

import type { IdleTimer } from '@kube-rx/core';
import type { Effect } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { Outage } from './outage.ts';

export class Pause {
  readonly #timer: IdleTimer;
  readonly #outage: Outage;
  readonly #options: Pick<ResolvedWatcherOptions, 'clock' | 'random'>;
  #stopWaiting: (() => void) | undefined;
  // What answers others but not this one must not wake it again and again.
  #wasWoken = false;

  constructor(timer: IdleTimer, outage: Outage, options: Pick<ResolvedWatcherOptions, 'clock' | 'random'>) {
    this.#timer = timer;
    this.#outage = outage;
    this.#options = options;
  }

  begin({ delayMs, grantedInMs }: Effect & { type: 'wait' }, over: () => void): void {
    this.#timer.after(delayMs, over);
    if (grantedInMs === undefined || this.#wasWoken) return;
    const { clock, random } = this.#options;
    const beganAt = clock.monotonic();
    this.#stopWaiting = this.#outage.wait((spreadMs) => {
      this.#wasWoken = true;
      const waitedMs = clock.monotonic() - beganAt;
      const dueInMs = Math.max(random() * spreadMs, grantedInMs - waitedMs);
      this.#timer.after(Math.min(dueInMs, delayMs - waitedMs), over);
    });
  }

  /** Leaves the timer alone: it has been given to something else, or was cancelled. */
  end(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  /** The server has answered this watcher. */
  noteAnswer(): void {
    this.#wasWoken = false;
    this.#outage.end();
  }
}
