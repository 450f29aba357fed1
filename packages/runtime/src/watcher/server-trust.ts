// Whether the server is believed. An initial state that contradicts the view is refused until later ones say the same:
// it may be a stale or wrong answer. Silence is believed only for so long: a server restored from a backup accepts a watch
// from a version that it does not have, says nothing, and ends it in good order, for ever.

import { compareResourceVersions } from '@kube-rx/core';
import { type Doubt, type Verdict, WatchError } from './classify.ts';
import type { NewHistory } from './message.ts';
import { isOrdered, type Position } from './position.ts';
import type { HistoryFinding } from './server-version.ts';

// Silent watches in a row after which the server is probed: normally, and when it may have been restored.
const longestSilence = 16;
const suspectSilence = 2;

// What hides a wrong answer is mostly over after so long; it doubles for each opinion, and grows a little by chance.
const opinionMs = 10_000;
const opinionJitter = 0.2;

// Initial states in a row that must say the same, the first included. Versions go back only while a server is away.
const opinionsOfDeletion = 2;
const opinionsOfRegression = 3;
const opinionsOfRegressionAfterOutage = 2;

// A server that is away answers so, or not at all.
const outages: readonly Verdict[] = ['retry', 'faulty', 'throttled', 'silent', 'notKubernetes', 'tooLarge'];

/** An initial state as it was told. `doubt`: what its consumer misses in it. */
export interface InitialStateClaim {
  readonly resourceVersion: string;
  readonly doubt?: Doubt | undefined;
}

export class ServerTrust {
  #needsConsistentRead = false;
  // Initial states in a row, and what small lists said, that contradict the view.
  #deletionOpinions = 0;
  #regressionOpinions = 0;
  // The view was found to be wrong: what told so is not asked again.
  #isDrifted = false;
  #newHistory: NewHistory | undefined;
  // The version up to which what the server tells does not contradict itself; undefined where it does not at all.
  #undisputed: string | undefined;
  // The server may have been away since it last showed that it knows our version.
  #suspect = false;
  // It was away since then, or told what contradicts our version.
  #hasEvidence = false;
  #silentWatches = 0;
  // When the server was last seen to be away; undefined when it was asked about that.
  #awayAt: number | undefined;
  #isHistoryDoubted = false;

  /** The next initial state must be as new as the server itself, not merely as new as the view. */
  get needsConsistentRead(): boolean {
    return this.#needsConsistentRead;
  }

  /** The server has been silent for so long that it must be asked whether it knows our version. */
  get needsProbe(): boolean {
    return this.#silentWatches >= (this.#suspect ? suspectSilence : longestSilence);
  }

  /** Whether the view is of a history that the server has no longer. */
  get isReplaced(): boolean {
    return this.#newHistory !== undefined;
  }

  /** Whether the next initial state may be of another history: objects of one version may differ. */
  get mayBeAnew(): boolean {
    return this.isReplaced || this.#regressionOpinions > 0;
  }

  /** The next answer is a further opinion, and must not come the way of the last one. */
  get needsOpinion(): boolean {
    return this.#opinions > 0 || this.#isDrifted;
  }

  get #opinions(): number {
    return Math.max(this.#deletionOpinions, this.#regressionOpinions);
  }

  /** After how many ms the next opinion is asked for. `random` is uniform in [0, 1). */
  opinionInMs(random: number): number {
    if (this.#opinions === 0) return 0;
    return opinionMs * 2 ** (this.#opinions - 1) * (1 + opinionJitter * random);
  }

  /** A list or a watch failed. */
  noteFailure(verdict: Verdict): void {
    this.#suspect = true;
    if (outages.includes(verdict)) this.#hasEvidence = true;
    if (verdict === 'drifted') this.#isDrifted = true;
    if (verdict === 'expired' || verdict === 'tooLarge' || verdict === 'regressed' || verdict === 'drifted')
      this.doubtVersion();
  }

  /** The server was away, or may have been: a view from before that wants to know whether it still has its history. */
  noteOutage(verdict: Verdict | undefined, now: number): void {
    if (verdict !== undefined && !outages.includes(verdict)) return;
    this.#suspect = this.#hasEvidence = true;
    this.#awayAt = now;
  }

  /** The server may have been away, and may have come back with an older history. */
  suspectRestart(): void {
    this.#suspect = true;
  }

  /** The next initial state must not depend on the version of the view. */
  doubtVersion(): void {
    this.#needsConsistentRead = true;
  }

  /**
   * One watch went back: the view's version may be one that the server never had. An initial state is then believed that
   * is merely not older than the one `before`.
   */
  disputeVersion(before: string | undefined): void {
    this.#undisputed = before;
    this.#hasEvidence = true;
    this.doubtVersion();
  }

  /** Whether an initial state goes back in what the server is known to have had. */
  regresses(resourceVersion: string, position: Position): boolean {
    if (!position.isBefore(resourceVersion)) return false;
    return this.#undisputed === undefined || compareResourceVersions(resourceVersion, this.#undisputed) < 0;
  }

  /**
   * What the server tells may be of another history than the view, as when the consumer holds something strictly newer
   * than a frame: the server shall be asked for its version. Cheap, so it may be called for each such frame.
   */
  doubtHistory(): void {
    this.#isHistoryDoubted = true;
  }

  /** What to ask the server for; each only once. Whether it was away is asked once a watch `isLive` again. */
  takeDoubt(now: number, isLive: boolean): HistoryFinding | undefined {
    const awayAt = isLive && this.#awayAt !== undefined ? Math.min(this.#awayAt, now) : undefined;
    const since = this.#isHistoryDoubted ? now : awayAt;
    if (since === undefined) return undefined;
    this.#isHistoryDoubted = false;
    if (isLive) this.#awayAt = undefined;
    return this.isReplaced ? undefined : { type: 'doubted', since };
  }

  /** The server has another history than the view; the next initial state is of that one. */
  replaceHistory(history: NewHistory): void {
    this.#newHistory = history;
    this.#hasEvidence = true;
    this.doubtVersion();
  }

  /**
   * The server was found to have all that the view has, by a question that was asked at `since`. Without an open watch the
   * view does not see what happens to the server from then on: it wants to know again as soon as it has one.
   */
  keepHistory(since: number, isOpen: boolean): void {
    if (this.#awayAt !== undefined && this.#awayAt > since) return;
    if (!isOpen) {
      this.#awayAt = Infinity;
      return;
    }
    this.#awayAt = undefined;
    this.#suspect = this.#hasEvidence = false;
    this.#silentWatches = 0;
  }

  /** A frame shows that the server knows our version. */
  noteNews(): void {
    this.#suspect = this.#hasEvidence = false;
  }

  /** A watch ended in good order. */
  noteEnd(watch: { readonly hasNews: boolean }): void {
    this.#silentWatches = watch.hasNews ? 0 : this.#silentWatches + 1;
  }

  /** Why what a probe found must not be believed; undefined where the server knows our version. */
  judgeProbe(resourceVersion: string, position: Position): WatchError | undefined {
    if (position.isBefore(resourceVersion)) {
      this.#regressionOpinions += 1;
      return regressionError(resourceVersion, position);
    }
    this.#suspect = false;
    this.#silentWatches = this.#regressionOpinions = 0;
    return undefined;
  }

  /** Why an initial state must not be believed; undefined where it is, also because those before said the same. */
  judgeInitialState(claim: InitialStateClaim, position: Position): WatchError | undefined {
    const error = this.#isOfNewHistory(claim, position) ? undefined : this.#contradiction(claim, position);
    if (error) return error;
    this.#deletionOpinions = this.#regressionOpinions = 0;
    this.#newHistory = this.#undisputed = undefined;
    this.#needsConsistentRead = this.#isDrifted = this.#hasEvidence = this.#isHistoryDoubted = false;
    // Its pages may have come from before and after the server was away.
    this.#suspect = true;
    return undefined;
  }

  #contradiction({ resourceVersion, doubt }: InitialStateClaim, position: Position): WatchError | undefined {
    const regresses = this.regresses(resourceVersion, position);
    this.#deletionOpinions = doubt ? this.#deletionOpinions + 1 : 0;
    this.#regressionOpinions = regresses ? this.#regressionOpinions + 1 : 0;
    if (doubt && this.#deletionOpinions < opinionsOfDeletion) return deletionError(doubt);
    const needed = this.#hasEvidence ? opinionsOfRegressionAfterOutage : opinionsOfRegression;
    if (regresses && this.#regressionOpinions < needed) return regressionError(resourceVersion, position);
    return undefined;
  }

  /** Whether it must be believed, whatever is missing in it: two opinions of its history are in already. */
  #isOfNewHistory({ resourceVersion }: InitialStateClaim, position: Position): boolean {
    const history = this.#newHistory;
    if (!history || !position.isOrdered || !isOrdered(resourceVersion)) return false;
    const regresses = position.isBefore(resourceVersion);
    return (
      (history.akin || regresses) && compareResourceVersions(resourceVersion, history.resourceVersion) >= 0
    );
  }
}

function deletionError(doubt: Doubt): WatchError {
  const { missing, held } = doubt;
  const message = `the server listed all but ${missing} of ${held} objects: they were deleted at once, or the answer is wrong`;
  return new WatchError('regressed', message, doubt);
}

function regressionError(listed: string, { resourceVersion = 'none' }: Position): WatchError {
  return new WatchError(
    'regressed',
    `the server listed version ${listed} after ${resourceVersion}: its history went back, or the answer is stale`,
  );
}
