// When runs may begin: within a term of leadership, or always where there is none to be had. Whose turn a key is, and what
// becomes of runs, is left to others.

import { onAbort } from '@kube-rx/core';
import type { Leadership, LeadershipTerm } from '../election/leadership.ts';

/** Who is told. Nothing of it may throw. */
export interface TermListener {
  /** Runs may begin. `isFirst`: there was no term before it. */
  began(isFirst: boolean): void;
  /** Nothing may begin any more, and what runs must end. */
  ended(reason: unknown): void;
}

export class LedTerms {
  readonly #leadership: Leadership | undefined;
  #term: LeadershipTerm | undefined;
  #stopListening: (() => void) | undefined;
  #stopFollowing: (() => void) | undefined;
  #hadTerm = false;

  constructor(leadership: Leadership | undefined) {
    this.#leadership = leadership;
  }

  /** The term that goes on. Undefined on standby, and where nobody is asked who leads. */
  get term(): LeadershipTerm | undefined {
    return this.#term;
  }

  /** Whether another process may lead. */
  get isStandby(): boolean {
    return this.#leadership !== undefined && this.#term === undefined;
  }

  /** Asked before each run, by the local clock: a timer that should have ended the term may be late. */
  readonly mayBegin = (): boolean => this.#leadership === undefined || this.#term?.isHeld() === true;

  /** Tells of the term that goes on, if there is one, and of those that follow. */
  follow(listener: TermListener): void {
    this.#stopFollowing = this.#leadership?.onTerm((term) => this.#begin(term, listener));
  }

  /** Nothing is told any more, and no term goes on. */
  close(): void {
    this.#stopFollowing?.();
    this.#stopListening?.();
    this.#term = undefined;
  }

  #begin(term: LeadershipTerm, listener: TermListener): void {
    if (term === this.#term || term.signal.aborted) return;
    // Whoever leads again has not led in between for certain.
    if (this.#term) this.#end(this.#term, listener);
    this.#term = term;
    this.#stopListening = onAbort(term.signal, () => this.#end(term, listener));
    const isFirst = !this.#hadTerm;
    this.#hadTerm = true;
    listener.began(isFirst);
  }

  #end(term: LeadershipTerm, listener: TermListener): void {
    this.#stopListening?.();
    this.#term = undefined;
    listener.ended(term.signal.reason);
  }
}
