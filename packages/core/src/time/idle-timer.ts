// Notices that something made no progress for too long, with one timer however often there is progress.

import type { Clock, Timer } from './clock.ts';

export interface IdleTimerOptions {
  /** How long there may be no progress, in ms; asked anew at each look. Undefined: for ever. */
  readonly idleLimitMs: () => number | undefined;
  /** When it is over even with progress. Default: never. */
  readonly endsInMs?: number;
  /** When to look again where there is no limit yet. Default: never. */
  readonly lookInMs?: number;
  /** Called once, with the time since the last progress. */
  readonly expire: (idleMs: number) => void;
}

/**
 * @example
 * const timer = new IdleTimer(systemClock);
 * timer.start({ idleLimitMs: () => 60_000, expire: (idleMs) => console.log(`nothing for ${idleMs} ms`) });
 * for await (const _event of pods.watch()) timer.progress();
 * timer.cancel();
 */
export class IdleTimer {
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #progressAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Replaces whatever was running. Starting counts as progress. */
  start(options: IdleTimerOptions): void {
    const { idleLimitMs, endsInMs = Infinity, lookInMs = Infinity, expire } = options;
    const endsAt = this.progress() + endsInMs;
    const look = (): void => {
      const now = this.#clock.monotonic();
      const idleMs = now - this.#progressAt;
      const limitMs = idleLimitMs();
      if (now >= endsAt || (limitMs !== undefined && idleMs >= limitMs)) {
        this.cancel();
        expire(idleMs);
        return;
      }
      const quietForMs = limitMs === undefined ? lookInMs : limitMs - idleMs;
      // A delay below the resolution of the clock would make this look again and again without time passing.
      this.after(Math.max(1, Math.min(endsAt - now, quietForMs)), look);
    };
    look();
  }

  /** Calls back once after `delayMs`, in place of whatever was running. */
  after(delayMs: number, callback: () => void): void {
    this.cancel();
    this.#timer = this.#clock.schedule(delayMs, callback);
  }

  /** Notes progress, and returns when it was, in the clock's monotonic time. */
  progress(): number {
    this.#progressAt = this.#clock.monotonic();
    return this.#progressAt;
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
