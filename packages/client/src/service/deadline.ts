// How long a call may stay without an answer. Not how long it may take: a large list that keeps coming is well.

import { type Clock, type HttpRequest, InvalidRequestError } from '@kube-rx/core';
import { TimeoutError } from '../errors.ts';
import { describeRequest } from '../response/attempt.ts';

export interface DeadlineOptions {
  readonly clock: Clock;
  /** How long silence may last, in ms; 0: for ever. */
  readonly timeoutMs: number;
  /** The caller's own signal, which goes on to end the call too. */
  readonly signal: AbortSignal | undefined;
  /** What is being waited for, for the message. */
  readonly request: HttpRequest;
}

/**
 * Fires its signal once nothing has come for `timeoutMs`. `progress` says that something came, `release` that
 * no more is awaited; until then a timer is held.
 */
export class Deadline {
  /** For the call: fires with the deadline or with the caller's signal. */
  readonly signal: AbortSignal | undefined;
  readonly #options: DeadlineOptions;
  readonly #controller = new AbortController();
  #lastProgress: number;
  #cancel: () => void = () => undefined;
  #error: TimeoutError | undefined;

  /** @throws InvalidRequestError for a time that would bound nothing, as what was read from an unset variable. */
  constructor(options: DeadlineOptions) {
    const { clock, timeoutMs, signal } = options;
    if (!(timeoutMs >= 0))
      throw new InvalidRequestError(`timeout must be a duration in milliseconds, or 0, not ${timeoutMs}`);
    this.#options = options;
    this.#lastProgress = clock.monotonic();
    const own = this.#controller.signal;
    this.signal = timeoutMs === 0 ? signal : signal ? AbortSignal.any([signal, own]) : own;
    if (timeoutMs > 0) this.#arm(timeoutMs);
  }

  progress(): void {
    this.#lastProgress = this.#options.clock.monotonic();
  }

  release(): void {
    this.#cancel();
  }

  /** The error to throw for `error`: the deadline's own, where it is what ended the call. */
  explain(error: unknown): unknown {
    return this.#error ?? error;
  }

  // One timer for many chunks: it looks at the last progress when it fires, and sleeps for what is left.
  #arm(delayMs: number): void {
    const { clock, timeoutMs } = this.#options;
    const timer = clock.schedule(delayMs, () => {
      const leftMs = this.#lastProgress + timeoutMs - clock.monotonic();
      if (leftMs > 0) this.#arm(leftMs);
      else this.#expire();
    });
    this.#cancel = () => timer.cancel();
  }

  #expire(): void {
    const { timeoutMs, request } = this.#options;
    const message = `${describeRequest(request)}: no answer for ${timeoutMs} ms; raise timeout if the server may be that slow`;
    this.#error = new TimeoutError(message, { timeoutMs });
    this.#controller.abort();
  }
}
