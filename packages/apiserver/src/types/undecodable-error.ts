/** A value that its type cannot hold; the message is Go's. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}
