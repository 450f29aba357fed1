// What the machine knows across its states.

import type { DecodeError, KubeObject, ObjectEvent } from '@kube-rx/core';
import { type Failure, failureOf, type Verdict } from './classify.ts';
import { Disorder } from './disorder.ts';
import { GuardedInit, type Holding, type InterruptedEvent } from './event.ts';
import { InitialVersions, quoteKey, quoteVersion, versionViolation } from './initial-versions.ts';
import type { Frame } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { Position, type Standing } from './position.ts';
import { Recovery } from './recovery.ts';
import { SecondWatch } from './second-watch.ts';
import { type InitialStateClaim, ServerTrust } from './server-trust.ts';
import type { HistoryFinding } from './server-version.ts';
import { SilenceDetector } from './silence-detector.ts';
import { firstPage, type OpenWatch, type Operation } from './state.ts';
import { type InitialMode, noCounters, type WatcherCounters } from './status.ts';

// Where so many tries failed before an error of the server, the version in the requests may be what it cannot read: servers
// answer 400 or 500 to that. A read that must be as new as the server itself costs it more, so it is no first choice.
const versionPatience = 3;

export class Knowledge {
  readonly options: ResolvedWatcherOptions;
  readonly position: Position = new Position();
  /** Of the initial state that is being read. */
  readonly initialVersions: InitialVersions = new InitialVersions();
  readonly trust: ServerTrust = new ServerTrust();
  readonly recovery: Recovery;
  readonly disorder: Disorder = new Disorder();
  /** How often frames come holds for the next watch, too; when a bookmark is due does not. */
  readonly silence: SilenceDetector;
  /** Of the live watch. */
  readonly secondWatch: SecondWatch = new SecondWatch();
  readonly counters: Record<keyof WatcherCounters, number> = { ...noCounters };
  mode: InitialMode;
  /** Why the last try failed; undefined when all is well. */
  trouble: Error | undefined;
  /** An object was left out since the last initial state began: the next one may have it. */
  isIncomplete = false;
  /** When the last frame or page came. */
  lastEventAt: number | undefined;
  /** The version of an older history that this watcher came to believe in by itself: others want to know. */
  foundHistory: string | undefined;
  /** Pages of this server went back, or came to no end: all is asked for in one. */
  cannotPage = false;
  /** Streams in a row that ended before their end mark. */
  unendedStreams = 0;
  /** When the state began, and of a live one its watch. */
  since = 0;
  /** When the report came that is being handled. */
  now = 0;
  // Since when the view is live: watches that took over from each other count as one.
  #liveSince = 0;
  #init: GuardedInit | undefined;
  // A watch was open since the last initial state.
  #hasWatched = false;

  constructor(options: ResolvedWatcherOptions, mode: InitialMode) {
    this.options = options;
    this.mode = mode;
    this.recovery = new Recovery(options.backoff);
    this.silence = new SilenceDetector(options.bookmarkIntervalMs);
  }

  /** How to read an initial state. */
  initialState(): Operation {
    return this.mode === 'stream' ? { kind: 'streaming' } : { ...firstPage, unpaged: this.cannotPage };
  }

  /** What follows a watch that ended in good order. */
  get next(): Operation {
    const isEnough = !this.isIncomplete && !this.disorder.mustReadAnew;
    return isEnough ? { kind: 'connecting' } : this.initialState();
  }

  /** Up to where earlier watches have told what changed; undefined where there was none since the initial state. */
  get watchedTo(): string | undefined {
    return this.#hasWatched ? this.position.resourceVersion : undefined;
  }

  /** The version of the view, where it has an order and the server is not known to have lost it. */
  get historyVersion(): string | undefined {
    const { position, trust } = this;
    return position.isOrdered && !trust.isReplaced ? position.resourceVersion : undefined;
  }

  /** What the other watchers of the client want to know; each is told once. */
  takeFinding(now: number, isLive: boolean): HistoryFinding | undefined {
    const { foundHistory } = this;
    if (foundHistory === undefined) return this.trust.takeDoubt(now, isLive);
    this.foundHistory = undefined;
    return { type: 'replaced', resourceVersion: foundHistory };
  }

  /** What the consumer of the last `Init` holds; undefined where it does not say. */
  get holding(): Holding | undefined {
    return this.#init?.holding;
  }

  /** Returns what is to be told of it. */
  beginInitialState(): GuardedInit {
    this.initialVersions.begin();
    this.isIncomplete = false;
    this.#init = new GuardedInit(this.trust.mayBeAnew);
    return this.#init;
  }

  /** A watch is live, where there was none. */
  noteOpen(): void {
    this.#liveSince = this.now;
    this.noteTakeover();
  }

  /** A watch that was opened at `since` is live, in place of another. */
  noteTakeover(since: number = this.now): void {
    this.#hasWatched = true;
    this.since = since;
    this.trouble = undefined;
    this.silence.begin(this.now);
  }

  /** The live watch is over, or another takes over from it. */
  noteLife(watch: { readonly hasNews: boolean }): void {
    this.recovery.noteLife(this.now - this.#liveSince, watch);
  }

  countInitialState(): void {
    if (this.position.synced) this.counters.relists += 1;
  }

  noteSkipped(count: number): void {
    this.counters.skipped += count;
    if (count > 0) this.isIncomplete = true;
  }

  /** What an initial state may not be older than; undefined: it must be as new as the server itself. */
  get initialVersion(): string | undefined {
    const needsConsistentRead = this.trust.needsConsistentRead || this.disorder.mustReadAnew;
    return needsConsistentRead ? undefined : this.position.resourceVersion;
  }

  /** Moves the view to an initial state, or says why that is not believed. */
  acceptInitialState(claim: InitialStateClaim): Failure | undefined {
    const { resourceVersion } = claim;
    const { position, trust } = this;
    // Others told so: it is forgotten once an initial state is believed.
    const { isReplaced } = trust;
    const goesBack = trust.regresses(resourceVersion, position);
    const error = this.initialVersions.judge(resourceVersion) ?? trust.judgeInitialState(claim, position);
    if (error) return failureOf(error);
    if (!isReplaced && goesBack) this.foundHistory = resourceVersion;
    const { epoch } = position;
    position.restart(resourceVersion, this.initialVersions.newest, isReplaced);
    this.disorder.noteInitialState({ isOtherHistory: position.epoch !== epoch });
    this.initialVersions.begin();
    this.unendedStreams = 0;
    this.#hasWatched = false;
    this.recovery.noteProgress();
    return undefined;
  }

  /** Moves the view to the version of a frame, which is newer. */
  acceptFrame<K extends KubeObject>(frame: Frame<K>, resourceVersion: string): void {
    const jumps = this.position.advance(frame, resourceVersion);
    if (frame.type !== 'BOOKMARK') this.#remember(frame);
    this.noteNews();
    if (jumps) this.trust.suspectRestart();
  }

  /** Takes a change in that is news, though it is not above the view, which stays where it is. */
  acceptLateFrame<K extends KubeObject>(watch: OpenWatch, frame: ObjectEvent<K>): void {
    const { encoded } = frame;
    const { position, disorder } = this;
    const isBefore = position.isBefore(encoded.resourceVersion);
    // Either the order is broken, or the view's version is one that this history does not have.
    if (disorder.noteLate(watch) && isBefore) this.trust.doubtHistory();
    if (!isBefore) position.advance(frame, encoded.resourceVersion);
    this.#remember(frame);
    this.recovery.noteProgress();
  }

  /** A consumer that holds its objects remembers all but deletions itself. */
  #remember<K extends KubeObject>(frame: ObjectEvent<K>): void {
    const isForgotten = frame.type === 'DELETED' || this.#init?.holding === undefined;
    if (isForgotten && this.position.isOrdered) this.disorder.recent.note(frame);
  }

  /** Whether a change of the view's version tells of another object than the one before, and for the first time. */
  isFellow<K extends KubeObject>(frame: ObjectEvent<K>): boolean {
    const { position, disorder } = this;
    return position.isFellow(frame) && !(position.isOrdered && disorder.recent.hasDeletion(frame.encoded));
  }

  /** Why a frame cannot be. One of two versions is wrong where they go back: then nothing is built on the view's. */
  refuse<K extends KubeObject>(frame: Frame<K>, standing: Standing): DecodeError {
    const { resourceVersion: seen = 'none' } = this.position;
    if (standing === 'older') this.trust.disputeVersion(this.position.previousVersion);
    const [what, { resourceVersion }] =
      frame.type === 'BOOKMARK' ? ['a bookmark', frame] : [changeOf(frame), frame.encoded];
    return versionViolation(
      `${what} bears the version ${quoteVersion(resourceVersion)}, ${reasons[standing]} ${quoteVersion(seen)}`,
    );
  }

  /** Why a watch is not gone on with that repeats what exists: what was deleted since the one before was not told. */
  refuseReplay<K extends KubeObject>({ encoded }: ObjectEvent<K>): DecodeError {
    this.trust.doubtVersion();
    const [key, version] = [quoteKey(encoded.key), quoteVersion(encoded.resourceVersion)];
    return versionViolation(
      `a watch that goes on from ${this.position.resourceVersion} begins with what exists, as ${key} at ${version}: what was deleted before is unknown`,
    );
  }

  /** The server showed that it knows our version. */
  noteNews(): void {
    this.trust.noteNews();
    this.recovery.noteProgress();
  }

  noteFailure({ verdict }: Failure): void {
    if (verdict === 'expired') this.counters.expired += 1;
    if (verdict === 'violation') this.counters.violations += 1;
    this.trust.noteFailure(verdict);
    if (this.lastEventAt !== undefined) this.recovery.noteAnswer();
    this.noteOutage(verdict);
    if (verdict === 'faulty' && this.recovery.attempt >= versionPatience) this.trust.doubtVersion();
  }

  /** Something failed, or (no verdict) a watch ended early: the server may have been away. */
  noteOutage(verdict?: Verdict): void {
    if (this.position.synced) this.trust.noteOutage(verdict, this.now);
  }

  /** Milliseconds until the next try, as the failure asks for it. */
  delayAfter(failure: Failure, random: number): number {
    const delayMs = this.recovery.delayAfter(failure, random);
    return failure.verdict === 'regressed' ? Math.max(delayMs, this.trust.opinionInMs(random)) : delayMs;
  }

  interrupted({ error, verdict }: Failure, retryInMs: number): InterruptedEvent {
    const { resourceVersion } = this.position;
    const { attempt } = this.recovery;
    const seen = resourceVersion === undefined ? {} : { resourceVersion };
    return { type: 'Interrupted', error, verdict, attempt, retryInMs, ...seen };
  }
}

const reasons: Readonly<Record<Standing, string>> = {
  newer: 'which follows',
  same: 'under which the server has told another change:',
  older: 'after the watch had come to',
  foreign: 'which cannot follow',
};

function changeOf<K extends KubeObject>({ type, encoded }: ObjectEvent<K>): string {
  const change = { ADDED: 'addition', MODIFIED: 'change', DELETED: 'deletion' }[type];
  return `the ${change} of ${quoteKey(encoded.key)}`;
}
