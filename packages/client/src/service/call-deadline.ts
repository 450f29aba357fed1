// Bounds how long a call may stay without an answer. A large list that keeps coming may take longer.

import { type Clock, type HttpRequest, IdleTimer, InvalidRequestError } from '@kube-rx/core';
import { DeadlineError } from '../errors.ts';
import { describeRequest } from '../response/request-description.ts';

export interface CallDeadlineOptions {
  readonly clock: Clock;
  /** How long silence may last, in ms; 0: for ever. */
  readonly timeoutMs: number;
  /** The caller's own signal, which ends the call as well. */
  readonly signal: AbortSignal | undefined;
  /** What is being waited for, for the message. */
  readonly request: HttpRequest;
}

/**
 * Fires its signal once nothing has come for `timeoutMs`. `progress` notes that something came; `release` stops
 * the wait, and must be called, as a timer is held until then.
 */
export class CallDeadline {
  /** For the call: fires with the deadline or with the caller's signal. */
  readonly signal: AbortSignal | undefined;
  readonly #timer: IdleTimer;
  #error: DeadlineError | undefined;

  /** @throws InvalidRequestError for a timeout that is no duration, as `NaN` from an unset variable. */
  constructor({ clock, timeoutMs, signal, request }: CallDeadlineOptions) {
    if (!(timeoutMs >= 0))
      throw new InvalidRequestError(`timeout must be a duration in milliseconds, or 0, not ${timeoutMs}`);
    this.#timer = new IdleTimer(clock);
    this.signal = signal;
    if (timeoutMs === 0) return;
    const controller = new AbortController();
    this.signal = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const expire = (): void => {
      this.#error = timeoutError(request, timeoutMs);
      controller.abort();
    };
    this.#timer.start({ idleLimitMs: () => timeoutMs, expire });
  }

  progress(): void {
    this.#timer.progress();
  }

  release(): void {
    this.#timer.cancel();
  }

  /** The error to throw for `error`: the deadline's own, where the deadline ended the call. */
  explain(error: unknown): unknown {
    return this.#error ?? error;
  }
}

function timeoutError(request: HttpRequest, timeoutMs: number): DeadlineError {
  const what = `${describeRequest(request)}: no answer for ${timeoutMs} ms`;
  return new DeadlineError(`${what}; raise timeout if the server may be that slow`, { timeoutMs });
}
