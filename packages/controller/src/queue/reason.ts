// Why a key is to be reconciled.

/**
 * - `added`, `updated`, `deleted`: an object of a source changed.
 * - `requested`: by an observable given to `triggers`, or by hand.
 * - `requeued`: the last run asked for it by `Action.requeueAfter`.
 * - `retried`: the last run failed, or asked for it by `Action.backoff`.
 */
export type ReasonType = 'added' | 'updated' | 'deleted' | 'requested' | 'requeued' | 'retried';

/**
 * One of the things that say that the answer may have changed.
 *
 * @example const reason: Reason = { source: 'deployments.apps', type: 'updated', object: 'shop/web' };
 */
export interface Reason {
  readonly type: ReasonType;
  /** The name of the source; the controller's own name for `requeued` and `retried`. */
  readonly source: string;
  /**
   * The key of the object that changed. Absent where none did, and where the object that is reconciled was there from the
   * start: that is the run's own.
   */
  readonly object?: string;
  /** Its version by that change; for a deletion that was not seen, the last one known. Absent as `object` is. */
  readonly resourceVersion?: string;
}
