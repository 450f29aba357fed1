// From when a candidate began to lead until it does no longer.

import type { Clock } from '@kube-rx/core';
import { isPast, type Moment, type TermEnding } from './election.ts';
import type { LeadershipTerm } from './leadership.ts';

export class Term implements LeadershipTerm {
  readonly signal: AbortSignal;
  /** By both clocks, asked now. */
  readonly isHeld: () => boolean;
  readonly #over = new AbortController();
  readonly #beganAt: number;
  readonly #clock: Clock;
  #heldUntil: Moment;

  constructor(clock: Clock, heldUntil: Moment) {
    this.#clock = clock;
    this.#heldUntil = heldUntil;
    this.#beganAt = clock.monotonic();
    this.signal = this.#over.signal;
    this.isHeld = () => !this.signal.aborted && !isPast(this.#heldUntil, momentOf(clock));
  }

  get heldUntil(): Moment {
    return this.#heldUntil;
  }

  /** For how long it goes on already, in ms. */
  get ageMs(): number {
    return this.#clock.monotonic() - this.#beganAt;
  }

  extend(heldUntil: Moment): void {
    this.#heldUntil = heldUntil;
  }

  /** Fires the signal. */
  end(election: string, reason: TermEnding): void {
    this.#over.abort(new DOMException(`${election} leads no longer: ${endings[reason]}`, 'AbortError'));
  }
}

export function momentOf(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), wall: clock.now() };
}

/** For messages and logs. */
export const endings: Readonly<Record<TermEnding, string>> = {
  expired: 'its Lease could not be renewed in time',
  taken: 'the Lease does not name it any more',
  coordinated: 'the Lease has a strategy, so the server chooses who leads',
  released: 'it was given up',
};
