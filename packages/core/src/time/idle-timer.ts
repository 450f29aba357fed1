// Notices that something made no progress for too long, with one timer however often there is progress.

import type { Clock, Timer } from './clock.ts';

export interface IdleTimerOptions {
  /** How long there may be no progress, in ms; asked anew at each look. Undefined: for ever. */
  readonly idleLimitMs: () => number | undefined;
  /** When it is over even with progress. Default: never. */
  readonly endsInMs?: number;
  /**
   * Called at each look that is not the end, the first included, with the clock's monotonic time. Returns when to look
   * again at the latest. May cancel the timer, or start it anew. Default: never.
   */
  readonly look?: (now: number) => number;
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
  #look: (() => void) | undefined;
  #looksAt = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Replaces whatever was running. Starting counts as progress. */
  start({ idleLimitMs, endsInMs = Infinity, look: lookFor, expire }: IdleTimerOptions): void {
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
      const lookAt = lookFor?.(now) ?? Infinity;
      if (this.#look === look)
        this.#lookAt(Math.min(endsAt, lookAt, now - idleMs + (limitMs ?? Infinity)), now);
    };
    this.#look = look;
    look();
  }

  /** Looks no later than at this moment of the clock's monotonic time, if it was started. */
  lookBy(at: number): void {
    if (this.#look && at < this.#looksAt) this.#lookAt(at, this.#clock.monotonic());
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
    this.#look = undefined;
    this.#looksAt = Infinity;
  }

  #lookAt(at: number, now: number): void {
    this.#timer?.cancel();
    this.#looksAt = at;
    const look = this.#look;
    // A delay below the resolution of the clock would make this look again and again without time passing.
    if (look && at < Infinity) this.#timer = this.#clock.schedule(Math.max(1, at - now), look);
  }
}
