// Time as a parameter: a program runs on the system's clock or on a simulation's.

import { untilAborted } from '../async/abort.ts';

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

// A longer one setTimeout turns into 1 ms.
const longestTimeoutMs = 2 ** 31 - 1;

/** The machine's own time. Its timers keep the process alive until they fire or are cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, callback) {
    let handle: ReturnType<typeof setTimeout>;
    const wait = (leftMs: number): void => {
      handle =
        leftMs > longestTimeoutMs
          ? setTimeout(() => wait(leftMs - longestTimeoutMs), longestTimeoutMs)
          : setTimeout(callback, Math.max(leftMs, 0));
    };
    wait(delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
};

/**
 * Resolves after `delayMs`. Rejects with an `AbortError` as soon as the signal fires; leaves no timer behind.
 *
 * @example await sleep(systemClock, 250, signal);
 */
export async function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = clock.schedule(delayMs, () => resolve(undefined));
  try {
    await untilAborted(promise, signal);
  } finally {
    timer.cancel();
  }
}
