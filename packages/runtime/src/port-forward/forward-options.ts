// What a caller of `forwardPort` may say, and what it is told.

/** Which port leads where. */
export interface ForwardedPort {
  /** A number or a name: of a Service its port, of anything else a container's. */
  readonly remote: number | string;
  /** Default: any that is free. */
  readonly local?: number;
}

/** One port, or several that share watches and an end. */
export type ForwardPortOptions = ForwardOptions &
  ((ForwardedPort & { readonly ports?: never }) | { readonly ports: readonly ForwardedPort[] });

/** Of each port. */
export interface ForwardOptions {
  /** Where to listen. Default `127.0.0.1`: this machine alone. Whoever reaches another address reaches the Pod. */
  readonly address?: string;
  /** How long a connection waits for a Pod that is ready, and for the server, in ms. Default 30,000. */
  readonly timeout?: number | undefined;
  /** How long a Pod may be silent once the local side sends no more, in ms. Default 10,000. */
  readonly lingerTimeout?: number;
  /** More connections at once are refused, to each port. Default 256. */
  readonly maxConnections?: number;
  /** Told of each connection that failed. Must not throw. Default: nobody is. */
  readonly onTrouble?: (trouble: ForwardTrouble) => void;
  /** Ends it as `close` does. */
  readonly signal?: AbortSignal | undefined;
}

/** Why a connection failed. Others go on. */
export interface ForwardTrouble {
  readonly error: Error;
  /** Which Pod it went to; absent where none was found. */
  readonly pod?: string;
}
