// How an object is applied.

export interface DesiredOptions {
  /** Take over fields that other managers own. Default true, as controllers do. */
  readonly force?: boolean;
  /**
   * Make the run's object its controller: it is deleted with that, and its changes lead to runs. Default: whether the
   * controller owns this resource (`owns`).
   */
  readonly controlled?: boolean;
}
