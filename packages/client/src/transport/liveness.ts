// When a server counts as vanished that says nothing over an open WebSocket.

/** Pings, and how many of them may stay unanswered. */
export interface Liveness {
  /** How often the server is asked for a sign of life, in ms. */
  readonly pingMs: number;
  /** How often it may leave that unanswered. A count, as this process may have stood still, and heard nothing. */
  readonly unanswered: number;
}
