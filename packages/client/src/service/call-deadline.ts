// Bounds how long a call may stay without an answer. A large list that keeps coming may take longer, though not for ever.

import { type Clock, type HttpRequest, IdleTimer, InvalidRequestError } from '@kube-rx/core';
import { DeadlineError } from '../errors.ts';
import { describeRequest } from '../response/request-description.ts';

export interface CallBounds {
  readonly clock: Clock;
  /** How long silence may last, in ms; 0: for ever. */
  readonly timeoutMs: number;
  /** The caller's own signal, which ends the call as well. */
  readonly signal: AbortSignal | undefined;
  /** What is being waited for, for the message. */
  readonly request: HttpRequest;
}

/**
 * Makes a call, and fires its signal once it has noted no progress for `timeoutMs`, or has run for ten times as long.
 *
 * @throws DeadlineError where that ended the call.
 * @throws InvalidRequestError for a timeout that is no duration, as `NaN` from an unset variable.
 */
export async function withDeadline<T>(
  { clock, timeoutMs, signal, request }: CallBounds,
  call: (signal: AbortSignal | undefined, onProgress: () => void) => Promise<T>,
): Promise<T> {
  if (!(timeoutMs >= 0))
    throw new InvalidRequestError(`timeout must be a duration in milliseconds, or 0, not ${timeoutMs}`);
  if (timeoutMs === 0) return call(signal, () => undefined);
  const expiry = new AbortController();
  const timer = new IdleTimer(clock);
  timer.start({
    idleLimitMs: () => timeoutMs,
    // An answer that comes a byte at a time would hold its caller for ever. A watcher's lists have the same bound.
    endsInMs: 10 * timeoutMs,
    // As the reason, it tells the transport that this is no abort by choice.
    expire: (idleMs) => expiry.abort(overdue(request, timeoutMs, idleMs)),
  });
  try {
    const either = signal ? AbortSignal.any([signal, expiry.signal]) : expiry.signal;
    return await call(either, () => timer.progress());
  } catch (error) {
    throw expiry.signal.aborted ? expiry.signal.reason : error;
  } finally {
    timer.cancel();
  }
}

function overdue(request: HttpRequest, timeoutMs: number, idleMs: number): DeadlineError {
  const what = describeRequest(request);
  const problem =
    idleMs >= timeoutMs ? `no answer for ${timeoutMs} ms` : `no whole answer within ${10 * timeoutMs} ms`;
  const advice = 'raise timeout if the server may be that slow';
  return new DeadlineError(`${what}: ${problem}; ${advice}`, { timeoutMs });
}
