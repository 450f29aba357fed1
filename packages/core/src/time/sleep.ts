// Waiting on a clock.

import { abortError, onAbort } from '../async/abort.ts';
import type { Clock } from './clock.ts';

/**
 * Resolves after `delayMs`. Rejects with an `AbortError` as soon as the signal fires; leaves no timer behind.
 *
 * @example
 * await sleep(systemClock, 250, signal);
 */
export async function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw abortError(signal);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = clock.schedule(delayMs, () => resolve(undefined));
  const stopListening = onAbort(signal, () => signal && reject(abortError(signal)));
  try {
    await promise;
  } finally {
    timer.cancel();
    stopListening();
  }
}
