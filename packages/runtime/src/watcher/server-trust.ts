// Whether the server is believed. A whole initial state that contradicts the view is refused once: it may be a
// stale or wrong answer. Silence is believed only for so long: a server restored from a backup accepts a watch from
// a version that it does not have, says nothing, and ends it in good order, for ever.

import { type Doubt, type Verdict, WatchError } from './classify.ts';
import type { Position } from './position.ts';

// Silent watches in a row after which the server is probed: normally, and when it may have been restored.
const longestSilence = 16;
const suspectSilence = 2;

/** An initial state as it was told. `doubt`: what its consumer misses in it. */
export interface InitialStateClaim {
  readonly resourceVersion: string;
  readonly doubt?: Doubt | undefined;
}

export class ServerTrust {
  #needsConsistentRead = false;
  // What the last initial state was refused for.
  #refusedDeletions = false;
  #refusedRegression = false;
  // What the server tells contradicts the version of the view.
  #disputed = false;
  // The server may have been away since it last showed that it knows our version.
  #suspect = false;
  #silentWatches = 0;
  // What was told may be of another history than the view.
  #isHistoryDoubted = false;

  /** The next initial state must be as new as the server itself, not merely as new as the view. */
  get needsConsistentRead(): boolean {
    return this.#needsConsistentRead;
  }

  /** The server has been silent for so long that it must be asked whether it knows our version. */
  get needsProbe(): boolean {
    if (this.#isHistoryDoubted) return true;
    return this.#silentWatches >= (this.#suspect ? suspectSilence : longestSilence);
  }

  /** A list or a watch failed. */
  noteFailure(verdict: Verdict): void {
    this.suspectRestart();
    if (verdict === 'expired' || verdict === 'tooLarge' || verdict === 'regressed' || verdict === 'drifted')
      this.doubtVersion();
  }

  /** The server may have been away, and may have come back with an older history. */
  suspectRestart(): void {
    this.#suspect = true;
  }

  /** The next initial state must not depend on the version of the view. */
  doubtVersion(): void {
    this.#needsConsistentRead = true;
  }

  /** One watch went back, so the view's version is no reason to refuse a list: it may be one that the server never had. */
  disputeVersion(): void {
    this.#disputed = true;
    this.doubtVersion();
  }

  /**
   * What the server tells may be of another history than the view, as when the consumer holds something strictly newer
   * than a frame: the server shall be asked for its version. Cheap, so it may be called for each such frame.
   */
  doubtHistory(): void {
    this.#isHistoryDoubted = true;
    this.#suspect = true;
  }

  /** A frame shows that the server knows our version. */
  noteNews(): void {
    this.#suspect = false;
  }

  /** A watch ended in good order. */
  noteEnd(watch: { readonly hasNews: boolean }): void {
    this.#silentWatches = watch.hasNews ? 0 : this.#silentWatches + 1;
  }

  /** Why what a probe found must not be believed; undefined where the server knows our version. */
  judgeProbe(resourceVersion: string, position: Position): WatchError | undefined {
    if (position.isBefore(resourceVersion)) return regressionError(resourceVersion, position);
    this.#isHistoryDoubted = this.#suspect = false;
    this.#silentWatches = 0;
    return undefined;
  }

  /** Why an initial state must not be believed; undefined where it is, also because the last one said the same. */
  judgeInitialState(
    { resourceVersion, doubt }: InitialStateClaim,
    position: Position,
  ): WatchError | undefined {
    if (doubt && !this.#refusedDeletions) {
      this.#refusedDeletions = true;
      const { missing, held } = doubt;
      const message = `the server listed all but ${missing} of ${held} objects: they were deleted at once, or the answer is wrong`;
      return new WatchError('regressed', message, doubt);
    }
    this.#refusedDeletions = false;
    if (position.isBefore(resourceVersion) && !this.#refusedRegression && !this.#disputed) {
      this.#refusedRegression = true;
      return regressionError(resourceVersion, position);
    }
    this.#refusedRegression = false;
    this.#disputed = false;
    this.#needsConsistentRead = this.#isHistoryDoubted = false;
    // Its pages may have come from before and after the server was away.
    this.#suspect = true;
    return undefined;
  }
}

function regressionError(listed: string, { resourceVersion = 'none' }: Position): WatchError {
  return new WatchError(
    'regressed',
    `the server listed version ${listed} after ${resourceVersion}: its history went back, or the answer is stale`,
  );
}
