// What is valid for a time, and is got anew before that is over.

import { type Clock, SharedRun } from '@kube-rx/core';

export interface Expiring<T> {
  readonly value: T;
  /** In ms since 1970; undefined: never. */
  readonly expiresAt: number | undefined;
}

type Ask<T> = (signal: AbortSignal, clock: Clock) => Promise<Expiring<T>>;

// What is valid when a request is sent must be so when it arrives. As in
// https://github.com/kubernetes/client-go/blob/v0.36.3/plugin/pkg/client/auth/oidc/oidc.go
const skewMs = 10_000;

/**
 * Keeps the last value until ten seconds before it expires. Concurrent callers share one run of `ask`, which ends when
 * all of them are aborted.
 */
export class Renewable<T> {
  readonly #runs: SharedRun<T, Clock>;
  #last: Expiring<T> | undefined;
  #renewAt: number;

  constructor(ask: Ask<T>, initial?: Expiring<T>) {
    this.#last = initial;
    this.#renewAt = (initial?.expiresAt ?? Number.POSITIVE_INFINITY) - skewMs;
    this.#runs = new SharedRun(async (signal, clock) => this.#keep(await ask(signal, clock), clock));
  }

  /** What was got last, be it valid or not. */
  get last(): Expiring<T> | undefined {
    return this.#last;
  }

  /** One that is valid. */
  current(clock: Clock, signal?: AbortSignal): Promise<T> {
    if (this.#last && clock.now() < this.#renewAt) return Promise.resolve(this.#last.value);
    return this.renew(clock, signal);
  }

  /** Another one, though the last may be valid still. */
  renew(clock: Clock, signal?: AbortSignal): Promise<T> {
    return this.#runs.join(clock, signal);
  }

  #keep(got: Expiring<T>, clock: Clock): T {
    const { value, expiresAt = Number.POSITIVE_INFINITY } = got;
    const leftMs = expiresAt - clock.now();
    this.#last = got;
    // One that is short-lived is used for half of its time, so that not every request gets another. One that has
    // expired on arrival has not for those whose clock is right.
    this.#renewAt = leftMs > 0 ? expiresAt - Math.min(skewMs, leftMs / 2) : clock.now() + skewMs;
    return value;
  }
}
