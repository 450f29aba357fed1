// Leadership that a test gives and takes.

import type { Leadership, LeadershipTerm } from '../../src/election/leadership.ts';

export class HandMadeLeadership implements Leadership {
  readonly #listeners = new Set<(term: LeadershipTerm) => void>();
  #term: LeadershipTerm | undefined;
  #ending = new AbortController();
  #isHeld = false;

  get term(): LeadershipTerm | undefined {
    return this.#term;
  }

  onTerm(listener: (term: LeadershipTerm) => void): () => void {
    this.#listeners.add(listener);
    if (this.#term) listener(this.#term);
    return () => this.#listeners.delete(listener);
  }

  /** How many listen. */
  get followers(): number {
    return this.#listeners.size;
  }

  begin(): this {
    const ending = new AbortController();
    let isOver = false;
    ending.signal.addEventListener('abort', () => (isOver = true));
    this.#ending = ending;
    this.#isHeld = true;
    this.#term = { signal: ending.signal, isHeld: () => !isOver && this.#isHeld };
    for (const listener of this.#listeners) listener(this.#term);
    return this;
  }

  /** The time is over, and no timer has noticed. */
  lapse(): void {
    this.#isHeld = false;
  }

  end(reason: Error = new Error('the Lease was not renewed in time')): void {
    this.#term = undefined;
    this.#ending.abort(reason);
  }
}
