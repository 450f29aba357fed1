// Whether this process may act for all of its replicas. What acts only while it leads is handed a `Leadership`, and knows
// nothing of Leases.

/** From when a process began to lead until it does no longer. */
export interface LeadershipTerm {
  /**
   * Fires when the term ends: it was given up, or could not be renewed in time. What was started under it must stop at
   * once. Its reason says why.
   */
  readonly signal: AbortSignal;
  /**
   * Whether a write may be sent now. Asked by the local clock, so it is right also where timers are late, as after a pause
   * of the whole process.
   */
  readonly isHeld: () => boolean;
}

export interface Leadership {
  /** The term that goes on; undefined where this process does not lead. */
  readonly term: LeadershipTerm | undefined;
  /** Calls the listener with the term that goes on, if there is one, and with each later one. Gives what ends that. */
  onTerm(listener: (term: LeadershipTerm) => void): () => void;
}
