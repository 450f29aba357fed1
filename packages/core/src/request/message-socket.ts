// What a connection becomes that was upgraded to a WebSocket: whole messages, both ways.

/**
 * Reading and writing apply back-pressure: what is not read is not received, and a slow peer holds its sender back.
 *
 * The loop ends where the peer closes the connection in order, and throws where it breaks off. Leaving the loop
 * (`return()`), `close()` and the signal of the call that opened it free the connection.
 */
export interface MessageSocket extends AsyncIterable<Uint8Array> {
  /** The one of the offered subprotocols that the server chose. */
  readonly protocol: string;

  /** Sends a binary message. Resolves when the next may follow; rejects where the connection is over. */
  send(message: Uint8Array): Promise<void>;

  /** Says that no more will come, and resolves when the connection is over. Idempotent. */
  close(): Promise<void>;
}
