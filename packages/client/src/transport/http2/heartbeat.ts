// Whether the peer of a connection is still there, judged by how many bytes have come. It knows no clock and no socket:
// whoever owns it asks at even intervals, and sends the ping. An answer to it is bytes like all others.

// As client-go has it: after 30 s without a frame a ping, which has 15 s.
// https://github.com/kubernetes/apimachinery/blob/v0.36.0/pkg/util/net/http.go#L147-L193
export const checkEveryMs = 15_000;
const quietChecksBeforePing = 2;

/** `rest`: something came, or it is early. `dead`: not even the ping was answered. */
export type Verdict = 'rest' | 'ping' | 'dead';

export class Heartbeat {
  #received: number;
  #quietChecks = 0;

  constructor(received: number) {
    this.#received = received;
  }

  /** To be asked every `checkEveryMs`, with the count of bytes that have come. */
  check(received: number): Verdict {
    if (received !== this.#received) {
      this.#received = received;
      this.#quietChecks = 0;
      return 'rest';
    }
    this.#quietChecks += 1;
    if (this.#quietChecks < quietChecksBeforePing) return 'rest';
    return this.#quietChecks === quietChecksBeforePing ? 'ping' : 'dead';
  }
}
