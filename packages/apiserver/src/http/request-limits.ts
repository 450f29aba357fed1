// What a client may take of a listener in time and memory, whichever version of HTTP it speaks.

/** How long the parts of a request may take to come, and how much of all requests is kept meanwhile. An answer, as to a watch, may take for ever. */
export interface RequestLimits {
  /** For the head, and before it for a TLS handshake, in ms. */
  readonly headMs: number;
  /** For all of the request, in ms. */
  readonly requestMs: number;
  /** A client that reads nothing of its answer for this long is taken for dead, in ms. */
  readonly writeMs: number;
  /** A connection without a request ends after this long, in ms. */
  readonly idleMs: number;
  /** How often connections of HTTP/1.1 are looked at, in ms. */
  readonly checkMs: number;
  /** What the bodies of all unfinished requests may hold, in bytes. */
  readonly bodiesBytes: number;
}

// As the real server's: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/secure_serving.go
// (ReadHeaderTimeout, IdleTimeout), and its --request-timeout.
export const requestLimits: RequestLimits = {
  headMs: 32_000,
  requestMs: 60_000,
  writeMs: 60_000,
  idleMs: 90_000,
  checkMs: 5_000,
  bodiesBytes: 256 * 1024 * 1024,
};

export const maxConnections = 10_000;

export const maxHeaderBytes: number = 64 * 1024;
