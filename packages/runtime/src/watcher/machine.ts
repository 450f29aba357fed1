// The watcher as a pure machine: it is told what happened and when, and says what to tell and what to do next.
//
//   idle        nothing started.
//   listing     one page of the initial state is asked for. Ends with the last page, or in trouble.
//   streaming   a watch that first sends what exists is asked for or open. Ends with the end mark, which
//               turns it into a live watch, or in trouble; a server that cannot do it is listed instead.
//   connecting  a watch from the known version is asked for. Ends when its head arrives, or in trouble.
//   live        frames are taken in. Ends with the stream: cleanly, by an error, or by a deadline.
//   probing     whether the server knows the version that it has nothing to say about. A server restored from
//               a backup ends silent watches from the future in good order, for ever.
//   waiting     a delay before `next`. Ends by the alarm.
//   stopped     for ever.
//
// One effect is outstanding at a time; each bears an attempt number, and what an older attempt still has to
// say is dropped. Verdicts are made in classify.ts, patience in recovery.ts, requests in requests.ts, versions
// judged in position.ts; sockets and clocks are the driver's.
//
// Invariants: events follow the grammar of event.ts; a version never goes back but by a confirmed initial
// state (`epoch`); every way into `waiting` tells `Interrupted`; no more starts than the buckets grant.

import { type KubeObject, TokenBucket } from '@kube-rx/core';
import type { BookmarkEvent, EncodedList, EncodedObject, ObjectEvent } from '@kube-rx/encoding';
import { classify, refusesStreaming, type Verdict } from './classify.ts';
import { type InitEvent, ObjectWatcherEvent, type WatcherEvent } from './event.ts';
import type { Input, Moment, Output } from './exchange.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { Position } from './position.ts';
import { Recovery } from './recovery.ts';
import { listParams, watchParams } from './requests.ts';
import { type Listing, type Operation, phaseOf, type State } from './state.ts';
import type { InitialMode, WatcherStatus } from './status.ts';
import {
  dampedError,
  massDeletionError,
  noEndMarkError,
  oldDeletionError,
  regressionError,
  repeatedPageError,
  silenceError,
} from './watch-error.ts';

const nothing = { events: [] } as const;
const init: InitEvent = { type: 'Init' };
const list: Listing = { kind: 'listing', unpaged: false };

// A stream that lived so long, or delivered something, ended for no reason that concerns us.
const healthyMs = 5_000;
// How far from its timeout a watch may end, and still count as ended by it.
const earlyMs = 5_000;
// Less silence than this is none, in a watch that did deliver.
const quietMs = 60_000;
// What is cut only after so long was cut for being idle, not for what it brought: that would be brought at once.
// It still counts a little, as nobody knows what else is kept from us.
const idleCutMs = 10_000;
const idleCutWeight = 0.1;

export class WatcherMachine<K extends KubeObject> {
  readonly #options: ResolvedWatcherOptions;
  readonly #lists = new TokenBucket({ burst: 10, perMinute: 30 });
  readonly #watches = new TokenBucket({ burst: 10, perMinute: 75 });
  readonly #position = new Position();
  readonly #recovery: Recovery;
  readonly #counters = { lists: 0, watches: 0, relists: 0, expired: 0, duplicates: 0, violations: 0 };
  // Deleted while the initial events were still coming; told once the initial state is complete.
  readonly #deleted = new Map<string, WatcherEvent<K>>();
  #state: State = { kind: 'idle' };
  #mode: InitialMode;
  #attempt = 0;
  // The next initial state must be as new as the server itself, not merely as new as what was seen.
  #consistent = false;
  // An initial state without most of what is held was refused; the next one is believed.
  #doubted = false;
  // Of the open watch: whether a frame came, and whether one said more than what was known.
  #delivered = false;
  #news = false;
  #timeoutMs = 0;
  // Whether the server was away since it last showed that it knows our version.
  #unverified = false;
  // Watches in a row that ended by themselves and brought nothing.
  #silent = 0;
  // Servers keep sending them within a watch, but in the next one only after news: silence proves nothing before.
  #bookmarks = false;
  #unmarked = 0;
  #error: Error | undefined;
  #since = 0;
  #lastEventAt: number | undefined;

  constructor(options: ResolvedWatcherOptions, mode: InitialMode) {
    this.#options = options;
    this.#mode = mode;
    this.#recovery = new Recovery(options.backoff);
  }

  get attempt(): number {
    return this.#attempt;
  }

  /** Whether an initial state is being read right now. */
  get initializing(): boolean {
    return this.#state.kind === 'listing' || this.#state.kind === 'streaming';
  }

  /** How long an open watch may be silent; undefined: as long as it likes. */
  get idleLimitMs(): number | undefined {
    const { bookmarkIntervalMs, initialProgressTimeout, initialTimeout } = this.#options;
    if (this.#state.kind === 'streaming') return this.#delivered ? initialTimeout : initialProgressTimeout;
    return this.#bookmarks && bookmarkIntervalMs > 0 ? 3 * bookmarkIntervalMs : undefined;
  }

  /** `offsetMs` turns monotonic time into the status' wall time. */
  status(offsetMs: number): WatcherStatus {
    const state = this.#state;
    const { synced, resourceVersion, epoch } = this.#position;
    return {
      phase: phaseOf(state),
      mode: this.#mode,
      synced,
      ...(resourceVersion !== undefined && { resourceVersion }),
      epoch,
      since: this.#since + offsetMs,
      ...(this.#lastEventAt !== undefined && { lastEventAt: this.#lastEventAt + offsetMs }),
      attempt: this.#error ? this.#recovery.attempt : 0,
      ...(state.kind === 'waiting' && { nextRetryAt: state.until + offsetMs }),
      ...(this.#error && { lastError: this.#error }),
      counters: { ...this.#counters },
    };
  }

  /**
   * A frame of the open watch: the hot path. Undefined where there is nothing to tell.
   *
   * @throws DecodeError for a deletion under a version from before the view, to be reported as `failed`.
   */
  advance(event: ObjectEvent<K> | BookmarkEvent, now: number): WatcherEvent<K> | undefined {
    const { kind } = this.#state;
    if (kind !== 'live' && kind !== 'streaming') return undefined;
    this.#lastEventAt = now;
    this.#delivered = true;
    if (kind === 'streaming') return this.#advanceInitial(event);
    if (event.type === 'BOOKMARK') {
      this.#bookmarks = true;
      const { resourceVersion } = event;
      if (resourceVersion === this.#position.resourceVersion) {
        this.#noteNews();
        return undefined;
      }
      return this.#accept(resourceVersion) ? { type: 'Bookmark', resourceVersion } : undefined;
    }
    if (!this.#accept(event.encoded.resourceVersion)) {
      // Servers that ignore versions send again what exists; what does not is news, and must not be dropped.
      if (event.type === 'DELETED' && this.#position.isBefore(event.encoded.resourceVersion))
        throw oldDeletionError(event.encoded);
      return undefined;
    }
    return new ObjectWatcherEvent(event.type === 'DELETED' ? 'Delete' : 'Apply', event.encoded);
  }

  /** Objects of a page that is still arriving. */
  slice(items: readonly EncodedObject<K>[], now: number): readonly WatcherEvent<K>[] {
    const state = this.#state;
    if (state.kind !== 'listing' || items.length === 0) return nothing.events;
    this.#lastEventAt = now;
    const events: WatcherEvent<K>[] = [...this.begin()];
    for (const item of items) events.push(new ObjectWatcherEvent('InitApply', item));
    return events;
  }

  /** A page is whole, or has an object: the initial state begins, if it has not yet. */
  begin(): readonly WatcherEvent<K>[] {
    const state = this.#state;
    if (state.kind !== 'listing' || state.begun) return nothing.events;
    this.#state = { ...state, begun: true };
    return [init];
  }

  next(input: Input<K>): Output<K> {
    if (input.type === 'stop') return this.#enter({ kind: 'stopped' }, input);
    if (input.attempt !== this.#attempt) return nothing;
    const state = this.#state;
    switch (state.kind) {
      case 'idle':
        return input.type === 'start' ? this.#begin(this.#initial(), input) : nothing;
      case 'listing':
        return this.#inListing(state, input);
      case 'streaming':
        return this.#inStreaming(state.open, input);
      case 'connecting':
        return this.#inConnecting(input);
      case 'live':
        return this.#inLive(input.now - state.since, input);
      case 'probing':
        return this.#inProbing(input);
      case 'waiting':
        return input.type === 'alarm' ? this.#run(state.next, input) : nothing;
      case 'stopped':
        return nothing;
      default:
        return state satisfies never;
    }
  }

  #inListing(state: Listing, input: Input<K>): Output<K> {
    if (input.type === 'page') return this.#takePage(state, input.list, input);
    if (input.type !== 'failed') return nothing;
    const { verdict } = classify(input.error);
    if (verdict === 'expired' && state.continue !== undefined)
      return this.#begin({ kind: 'listing', unpaged: true }, input);
    // A page that merely did not arrive is asked for again; anything else starts the list over.
    const again = verdict === 'retry' || verdict === 'throttled' || verdict === 'notKubernetes';
    const page = state.continue === undefined ? { kind: state.kind, unpaged: state.unpaged } : state;
    return this.#retreat(again ? page : this.#initial(), input.error, verdict, input);
  }

  #takePage(state: Listing, list: EncodedList<K>, input: Input<K>): Output<K> {
    this.#lastEventAt = input.now;
    if (list.continue !== undefined && list.continue === state.continue)
      return this.#retreat(this.#initial(), repeatedPageError(), 'violation', input);
    const events: WatcherEvent<K>[] = [...this.begin()];
    for (const item of list.items) events.push(new ObjectWatcherEvent('InitApply', item));
    const resourceVersion = state.resourceVersion ?? list.resourceVersion;
    const more = list.continue;
    const then =
      more === undefined
        ? this.#complete(resourceVersion, input)
        : this.#run({ kind: 'listing', continue: more, resourceVersion, unpaged: false, begun: true }, input);
    return join(events, then);
  }

  #complete(resourceVersion: string, input: Input<K>): Output<K> {
    const refused = this.#refuse(resourceVersion, input);
    if (refused) return refused;
    return join([{ type: 'InitDone', resourceVersion }], this.#begin({ kind: 'connecting' }, input));
  }

  #inStreaming(open: boolean, input: Input<K>): Output<K> {
    switch (input.type) {
      case 'opened':
        this.#deleted.clear();
        this.#state = { kind: 'streaming', open: true };
        return { events: [init] };
      case 'endMark':
        return this.#finishStreaming(input.resourceVersion, input);
      case 'ended':
        this.#unmarked += 1;
        if (this.#unmarked >= 2) return this.#giveUpStreaming(input);
        return this.#retreat(this.#initial(), dampedError(), 'damped', input);
      case 'overdue':
        return this.#giveUpStreaming(input);
      case 'failed': {
        if (refusesStreaming(input.error)) return this.#giveUpStreaming(input);
        const { verdict } = classify(input.error);
        // Whatever keeps cutting a long answer may let pages through.
        const next = open && this.#recovery.exhausted(verdict) ? list : this.#initial();
        return this.#retreat(next, input.error, verdict, input);
      }
      default:
        return nothing;
    }
  }

  #advanceInitial(event: ObjectEvent<K> | BookmarkEvent): WatcherEvent<K> | undefined {
    // Initial objects come in key order, so their versions say nothing of progress.
    if (event.type === 'BOOKMARK') return undefined;
    const { key } = event.encoded;
    if (event.type === 'DELETED') {
      this.#deleted.set(key, new ObjectWatcherEvent('Delete', event.encoded.own()));
      return undefined;
    }
    if (this.#deleted.size > 0) this.#deleted.delete(key);
    return new ObjectWatcherEvent('InitApply', event.encoded);
  }

  #finishStreaming(resourceVersion: string, input: Input<K>): Output<K> {
    const refused = this.#refuse(resourceVersion, input);
    if (refused) return refused;
    this.#unmarked = 0;
    this.#error = undefined;
    this.#enter({ kind: 'live', since: input.now }, input);
    const deleted = [...this.#deleted.values()];
    this.#deleted.clear();
    return { events: [{ type: 'InitDone', resourceVersion }, ...deleted] };
  }

  #giveUpStreaming(input: Input<K>): Output<K> {
    if (this.#options.initialState === 'stream') {
      const error = input.type === 'failed' ? input.error : noEndMarkError();
      return this.#retreat(this.#initial(), error, classify(error).verdict, input);
    }
    this.#mode = 'list';
    const then = this.#begin(list, input);
    // A refusal comes at once and is no trouble; a server that kept us waiting is.
    if (input.type === 'failed') return { ...then, cannotStream: true };
    const error = noEndMarkError();
    this.#error ??= error;
    return { ...join([this.#interrupted(error, 'damped', 0)], then), cannotStream: true };
  }

  #inConnecting(input: Input<K>): Output<K> {
    if (input.type === 'opened') {
      this.#error = undefined;
      return this.#enter({ kind: 'live', since: input.now }, input);
    }
    if (input.type !== 'failed') return nothing;
    const { verdict } = classify(input.error);
    // A server that cannot be reached is no reason for a list.
    const next: Operation = verdict === 'retry' ? { kind: 'connecting' } : this.#after(verdict);
    return this.#retreat(next, input.error, verdict, input);
  }

  #inLive(livedMs: number, input: Input<K>): Output<K> {
    this.#recovery.lived(livedMs);
    switch (input.type) {
      case 'failed': {
        const { verdict } = classify(input.error);
        const idle = verdict === 'retry' && livedMs >= idleCutMs;
        const next = this.#after(verdict, idle ? idleCutWeight : 1);
        return this.#retreat(next, input.error, verdict, input);
      }
      case 'ended':
        return this.#inGoodOrder(livedMs, input);
      case 'overdue':
        // A server that went on sending merely ignored timeoutSeconds, or so it seems.
        this.#unverified = true;
        if (this.#delivered && input.idleMs < (this.idleLimitMs ?? quietMs))
          return this.#begin({ kind: 'connecting' }, input);
        return this.#retreat(this.#after('silent'), silenceError(input.idleMs), 'silent', input);
      default:
        return nothing;
    }
  }

  #inGoodOrder(livedMs: number, input: Input<K>): Output<K> {
    const expectedMs = this.#options.watchSeconds.min * 1000;
    if (livedMs < Math.min(healthyMs, expectedMs / 2) && !this.#delivered)
      return this.#retreat(this.#after('damped'), dampedError(), 'damped', input);
    // Versions can go back only while the server is away, and then a watch does not end at its own time.
    if (Math.abs(livedMs - this.#timeoutMs) > earlyMs) this.#unverified = true;
    this.#silent = this.#news ? 0 : this.#silent + 1;
    const silent = this.#silent >= (this.#unverified ? 2 : 16);
    return this.#begin({ kind: silent ? 'probing' : 'connecting' }, input);
  }

  #inProbing(input: Input<K>): Output<K> {
    if (input.type === 'failed') {
      const { verdict } = classify(input.error);
      return this.#retreat(this.#after(verdict), input.error, verdict, input);
    }
    if (input.type !== 'page') return nothing;
    const { resourceVersion } = input.list;
    if (!this.#position.isBefore(resourceVersion)) {
      this.#unverified = false;
      this.#silent = 0;
      this.#recovery.progress();
      return this.#begin({ kind: 'connecting' }, input);
    }
    const error = regressionError(resourceVersion, this.#position.resourceVersion);
    return this.#retreat(this.#initial(), error, 'regressed', input);
  }

  /** Where trouble of a watch leads: the same again, or a new initial state. */
  #after(verdict: Verdict, weight: number = 1): Operation {
    const lost =
      verdict === 'expired' || verdict === 'tooLarge' || verdict === 'violation' || verdict === 'missing';
    return lost || this.#recovery.exhausted(verdict, weight) ? this.#initial() : { kind: 'connecting' };
  }

  /** Refuses an initial state from before what was seen, until a second one says the same. */
  #refuse(resourceVersion: string, input: Input<K>): Output<K> | undefined {
    const doubt = input.type === 'page' || input.type === 'endMark' ? input.doubt : undefined;
    if (doubt && !this.#doubted) {
      this.#doubted = true;
      return this.#retreat(this.#initial(), massDeletionError(doubt), 'regressed', input);
    }
    this.#doubted = false;
    const seen = this.#position.resourceVersion;
    if (!this.#position.restart(resourceVersion))
      return this.#retreat(this.#initial(), regressionError(resourceVersion, seen), 'regressed', input);
    this.#consistent = false;
    // Its pages may have come from before and after the server was away.
    this.#unverified = true;
    this.#recovery.progress();
    return undefined;
  }

  /** The single way from trouble into `waiting`. */
  #retreat(next: Operation, error: Error, verdict: Verdict, input: Input<K>): Output<K> {
    if (verdict === 'expired') this.#counters.expired += 1;
    if (verdict === 'violation') this.#counters.violations += 1;
    if (verdict === 'expired' || verdict === 'tooLarge' || verdict === 'regressed') this.#consistent = true;
    const { retryAfterMs = 0 } = classify(error);
    this.#unverified = true;
    const delayMs = this.#recovery.fail(verdict, retryAfterMs, input.random);
    const repeatsPage = next.kind === 'listing' && next.continue !== undefined;
    const grantedInMs = repeatsPage ? 0 : this.#take(next, input.now);
    return this.#wait(next, Math.max(delayMs, grantedInMs), error, verdict, input);
  }

  /** Starts `next` as soon as its token bucket grants it. */
  #begin(next: Operation, input: Input<K>): Output<K> {
    const grantedInMs = this.#take(next, input.now);
    if (grantedInMs <= 0) return this.#run(next, input);
    return this.#wait(next, grantedInMs, dampedError(), 'damped', input);
  }

  #wait(next: Operation, delayMs: number, error: Error, verdict: Verdict, input: Input<K>): Output<K> {
    this.#error = error;
    this.#enter({ kind: 'waiting', next, until: input.now + delayMs }, input);
    const interrupted = this.#interrupted(error, verdict, delayMs);
    return { events: [interrupted], effect: { type: 'wait', attempt: this.#attempt, delayMs } };
  }

  #interrupted(error: Error, verdict: Verdict, retryInMs: number): WatcherEvent<K> {
    const { resourceVersion } = this.#position;
    const { attempt } = this.#recovery;
    const seen = resourceVersion === undefined ? {} : { resourceVersion };
    return { type: 'Interrupted', error, verdict, attempt, retryInMs, ...seen };
  }

  /** Starts `next` now; its token has been taken. */
  #run(next: Operation, input: Input<K>): Output<K> {
    this.#enter(next, input);
    const attempt = this.#attempt;
    const seen = this.#position.resourceVersion;
    const notOlderThan = this.#consistent ? undefined : seen;
    const startsOver = next.kind === 'streaming' || (next.kind === 'listing' && next.continue === undefined);
    if (startsOver && this.#position.synced) this.#counters.relists += 1;
    if (next.kind === 'listing') {
      if (startsOver) this.#counters.lists += 1;
      return {
        events: [],
        effect: { type: 'list', attempt, params: listParams({ ...next, notOlderThan }, this.#options) },
      };
    }
    if (next.kind === 'probing') {
      const params = { limit: 1, ...listParams({ unpaged: true, notOlderThan: seen }, this.#options) };
      return { events: [], effect: { type: 'list', attempt, params } };
    }
    this.#counters.watches += 1;
    this.#delivered = false;
    this.#news = false;
    this.#bookmarks = false;
    const initial = next.kind === 'streaming';
    const resourceVersion = initial ? notOlderThan : seen;
    const params = watchParams({ resourceVersion, initial }, this.#options, input.random);
    this.#timeoutMs = params.timeoutSeconds * 1000;
    const deadlineMs = params.timeoutSeconds * 1000 + this.#options.watchGraceMs;
    return { events: [], effect: { type: 'watch', attempt, params, deadlineMs } };
  }

  #initial(): Operation {
    return this.#mode === 'stream' ? { kind: 'streaming', open: false } : list;
  }

  #take(next: Operation, now: number): number {
    return (next.kind === 'connecting' ? this.#watches : this.#lists).reserve(now);
  }

  #enter(state: State, { now }: Moment): Output<K> {
    this.#state = state;
    this.#since = now;
    // Frames of an open watch bear the number of the attempt that opened it.
    if (state.kind !== 'live') this.#attempt += 1;
    return nothing;
  }

  #accept(resourceVersion: string): boolean {
    if (!this.#position.advance(resourceVersion)) {
      this.#counters.duplicates += 1;
      return false;
    }
    this.#noteNews();
    return true;
  }

  #noteNews(): void {
    this.#news = true;
    this.#unverified = false;
    this.#recovery.progress();
  }
}

function join<K extends KubeObject>(
  events: readonly WatcherEvent<K>[],
  { events: more, ...then }: Output<K>,
): Output<K> {
  return { events: [...events, ...more], ...then };
}
