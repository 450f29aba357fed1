// Waiting on a clock.

import { untilAborted } from '../async/abort.ts';
import type { Clock } from './clock.ts';

/**
 * Resolves after `delayMs`. Rejects with an `AbortError` as soon as the signal fires; leaves no timer behind.
 *
 * @example
 * await sleep(systemClock, 250, signal);
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
