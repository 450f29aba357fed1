// What is served to whoever scrapes.

/** The metrics of a process as text, for `/metrics`. */
export interface MetricsPage {
  /** The header `content-type` of an answer. */
  readonly contentType: string;
  /** As of now. */
  text(): Promise<string>;
}
