/** What the server promises of the objects it sends; used to reject an answer that is something else. */
export interface ExpectedType {
  readonly apiVersion: string;
  readonly kind: string;
}
