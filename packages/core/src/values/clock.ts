// Time as a parameter: a program runs on the system's clock or on a simulation's.

/** A timer that has not fired yet. Cancelling it twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the Unix epoch; may jump when the machine's time is set. */
  now(): number;
  /** Milliseconds since some moment; never goes back. For measuring and for deadlines. */
  monotonic(): number;
  /** Calls back once after `delayMs` milliseconds (0 or less: as soon as possible, never synchronously). */
  schedule(delayMs: number, callback: () => void): Timer;
}

// setTimeout turns a longer delay into 1 ms.
const maxDelayMs = 2 ** 31 - 1;

/** The machine's own time. Its timers keep the process alive until they fire or are cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, callback) {
    const handle = setTimeout(callback, Math.min(Math.max(delayMs, 0), maxDelayMs));
    return { cancel: () => clearTimeout(handle) };
  },
};
