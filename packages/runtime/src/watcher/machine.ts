// The watcher as a pure state machine: a report and its moment go in, events to tell and the next effect come out.
//
//   idle        nothing started.
//   listing     one page of the initial state is asked for. Ends with the last page, or in trouble.
//   streaming   a watch that first sends what exists is asked for or open. Ends with the end mark, which
//               turns it into a live watch, or in trouble; a server that cannot do it is listed instead.
//   connecting  a watch from the known version is asked for. Ends when its head arrives, or in trouble.
//   live        the watch is open. Ends with the stream: cleanly, by an error, or by a deadline.
//   probing     the server is asked whether it knows the version that it has nothing to say about (server-trust.ts).
//               Ends with the answer, or in trouble.
//   waiting     a delay before the next operation. Ends by the alarm.
//   stopped     final.
//
// What a state makes of a report is in listing.ts, streaming.ts and following.ts, as a step that this file
// carries out. What outlives a state is in knowledge.ts: the view's version in position.ts, belief in server-trust.ts,
// patience in recovery.ts. Errors are classified in classify.ts, requests made in requests.ts. The driver has the sockets
// and the clock.
//
// One effect is under way at a time, and beside a live watch a second one (beside.ts), while the detector of
// silence-detector.ts suspects the first. Each has an id, and a report of an older effect is dropped.
//
// Invariants: events follow the grammar of event.ts; a version never goes back but by a confirmed initial
// state (`epoch`); every way into `waiting` tells `Interrupted`; no more starts than the buckets grant.

import { type DecodeError, type KubeObject, ObjectEvent, TokenBucket } from '@kube-rx/core';
import { Beside, type Second, staysBeside, troubleBeside } from './beside.ts';
import { dampedError, failureOf, replacedError } from './classify.ts';
import { skipped, type WatcherEvent } from './event.ts';
import { eventOf, skipsFrame, standingOf, stepConnecting, stepLive, stepProbing } from './following.ts';
import { Knowledge } from './knowledge.ts';
import { stepListing } from './listing.ts';
import type { Effect, Frame, Moment, NewHistory, Output, Report } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { pageParams, probeParams, watchParams } from './requests.ts';
import type { HistoryFinding } from './server-version.ts';
import {
  beginWatch,
  idleLimitOf,
  type OpenWatch,
  type Operation,
  phaseOf,
  type Retry,
  type State,
  type Step,
} from './state.ts';
import type { InitialMode, WatcherPhase, WatcherStatus } from './status.ts';
import { initialEventOf, stepStreaming } from './streaming.ts';

// All watchers of a client read a new initial state when its server's history was replaced; within so many ms.
const spreadMs = 2000;

/** What a report leads to that changes nothing. */
export const nothing: Output<never> = { events: [] };

interface Delay {
  readonly delayMs: number;
  /** When the token bucket allows the next start. */
  readonly grantedInMs: number;
}

interface Told<K extends KubeObject, Type extends Report<K>['type'] = Report<K>['type']> {
  readonly report: Report<K> & { readonly type: Type };
  readonly moment: Moment;
}

interface TakenOver<K extends KubeObject> extends Told<K> {
  /** What the second watch told shows that the first is dead. */
  readonly isDead: boolean;
}

export class WatcherMachine<K extends KubeObject> {
  readonly #lists = new TokenBucket({ burst: 10, perMinute: 30 });
  readonly #watches = new TokenBucket({ burst: 10, perMinute: 75 });
  readonly #knowledge: Knowledge;
  // For frames, so that each allocates no more than its event.
  readonly #frameEvents: WatcherEvent<K>[] = [];
  readonly #frameOutput: Output<K> = { events: this.#frameEvents };
  readonly #beside = new Beside();
  #state: State<K> = { kind: 'idle' };
  #effectId = 0;
  #lastId = 0;

  constructor(options: ResolvedWatcherOptions, mode: InitialMode) {
    this.#knowledge = new Knowledge(options, mode);
  }

  /** Of the effect under way. */
  get effectId(): number {
    return this.#effectId;
  }

  /** Whether an initial state is being read right now. */
  get initializing(): boolean {
    return this.#state.kind === 'listing' || this.#state.kind === 'streaming';
  }

  /** What the other watchers of the client want to know; each is told once. */
  takeFinding(now: number): HistoryFinding | undefined {
    const { foundHistory, trust } = this.#knowledge;
    if (foundHistory === undefined) return trust.takeDoubt(now, this.#state.kind === 'live');
    this.#knowledge.foundHistory = undefined;
    return { type: 'replaced', resourceVersion: foundHistory };
  }

  /** The version of the view, where it has an order and the server is not known to have lost it. */
  get historyVersion(): string | undefined {
    const { position, trust } = this.#knowledge;
    return position.isOrdered && !trust.isReplaced ? position.resourceVersion : undefined;
  }

  /** How long an open watch may be silent; undefined: as long as it likes. */
  get idleLimitMs(): number | undefined {
    return idleLimitOf(this.#state, this.#knowledge.options);
  }

  /** Whether a report of this effect may still matter. */
  isUnderWay(effectId: number): boolean {
    return effectId === this.#effectId || effectId === this.#beside.second?.id;
  }

  /** When an open watch wants to be looked at, in monotonic time; Infinity: never. */
  lookAt(effectId: number): number {
    if (this.#state.kind !== 'live') return Infinity;
    if (effectId !== this.#effectId) return this.#beside.takesOverAt;
    return this.#beside.lookAt(this.#knowledge.silence.suspectAt);
  }

  /** `offsetMs` turns monotonic time into the status' wall time. */
  status(offsetMs: number): WatcherStatus & { readonly phase: Exclude<WatcherPhase, 'queued'> } {
    const state = this.#state;
    const { counters, lastEventAt, mode, recovery, since, trouble } = this.#knowledge;
    const { synced, resourceVersion, newestObject, epoch } = this.#knowledge.position;
    return {
      phase: phaseOf(state),
      mode,
      synced,
      ...(resourceVersion !== undefined && { resourceVersion }),
      ...(newestObject !== undefined && { newestObject }),
      epoch,
      since: since + offsetMs,
      ...(lastEventAt !== undefined && { lastEventAt: lastEventAt + offsetMs }),
      attempt: trouble ? recovery.attempt : 0,
      ...(state.kind === 'waiting' && { nextRetryAt: state.until + offsetMs }),
      ...(trouble && { lastError: trouble }),
      counters: { ...counters },
    };
  }

  /** The one way in. Returns `nothing` where the report changes nothing. Keeps neither argument. */
  handle(report: Report<K>, moment: Moment): Output<K> {
    if (report.type === 'stop') return this.#enter({ kind: 'stopped' }, moment);
    this.#knowledge.now = moment.now;
    if (moment.effectId !== this.#effectId) return this.#handleSecond(report, moment);
    if (report instanceof ObjectEvent || report.type === 'BOOKMARK') return this.#handleFrame(report, moment);
    if (report.type === 'historyReplaced') return this.#replaceHistory(report, moment);
    if (report.type === 'historyKept') {
      this.#knowledge.trust.keepHistory(report.since, this.#state.kind === 'live');
      return nothing;
    }
    if (report.type === 'historyDoubted') {
      this.#knowledge.trust.doubtHistory();
      // Not `nothing`: it is to be asked.
      return { events: [] };
    }
    if (report.type === 'undecodable') return this.#handleUndecodable(report.error, moment);
    const state = this.#state;
    switch (state.kind) {
      case 'idle':
        return report.type === 'start' ? this.#start(this.#knowledge.initialState(), moment) : nothing;
      case 'listing':
        return this.#carryOut(stepListing(state, report, this.#knowledge), moment);
      case 'streaming':
        return this.#carryOut(stepStreaming(state, report, this.#knowledge), moment);
      case 'connecting':
        return this.#carryOut(stepConnecting(state, report, this.#knowledge), moment);
      case 'live':
        return this.#handleLive(state, report, moment);
      case 'probing':
        return this.#carryOut(stepProbing(report, this.#knowledge), moment);
      case 'waiting':
        return report.type === 'alarm' ? this.#run(state.next, moment) : nothing;
      case 'stopped':
        return nothing;
      default:
        return state satisfies never;
    }
  }

  #handleFrame(frame: Frame<K>, moment: Moment): Output<K> {
    const state = this.#state;
    if (state.kind !== 'live' && state.kind !== 'streaming') return nothing;
    const effect = this.#noteArrival(state, moment, frame.type === 'BOOKMARK');
    const told =
      state.kind === 'live'
        ? eventOf(state.watch, frame, this.#knowledge)
        : initialEventOf(state, frame, this.#knowledge);
    if (told instanceof Error) return this.handle({ type: 'failed', error: told }, moment);
    if (effect) return { events: told ? [told] : [], effect };
    if (!told) return nothing;
    this.#frameEvents[0] = told;
    return this.#frameOutput;
  }

  /** Returns what is to be done about a second watch. */
  #noteArrival(
    state: State<K> & { kind: 'live' | 'streaming' },
    { now }: Moment,
    isBookmark: boolean,
  ): Effect | undefined {
    this.#knowledge.lastEventAt = now;
    state.watch.delivered = true;
    if (state.kind !== 'live') return undefined;
    this.#knowledge.silence.note(now, isBookmark);
    return this.#beside.isUnsettled ? this.#settle(now) : undefined;
  }

  /** The first watch is well after all. */
  #settle(now: number): Effect {
    const { recovery, silence, since } = this.#knowledge;
    if (this.#beside.second?.suspects) silence.noteWell();
    this.#beside.settle();
    recovery.noteLife(now - since, { hasNews: true });
    this.#knowledge.trouble = undefined;
    return { type: 'drop' };
  }

  #handleUndecodable(error: DecodeError, moment: Moment): Output<K> {
    const state = this.#state;
    if (state.kind !== 'live' && state.kind !== 'streaming') return nothing;
    const effect = this.#noteArrival(state, moment, false);
    if (state.kind === 'live' && !skipsFrame(state.watch, error, this.#knowledge))
      return this.handle({ type: 'failed', error }, moment);
    this.#knowledge.noteSkipped(1);
    return { events: [skipped(error)], ...(effect && { effect }) };
  }

  #handleLive(state: State<K> & { kind: 'live' }, report: Report<K>, moment: Moment): Output<K> {
    if (report.type === 'look') return this.#look(moment);
    if (report.type === 'standstill') {
      if (!this.#beside.second) this.#knowledge.silence.noteStandstill(moment.now, moment.random);
      return nothing;
    }
    const { second } = this.#beside;
    const isOver =
      report.type === 'ended' ||
      report.type === 'overdue' ||
      (report.type === 'failed' && failureOf(report.error).verdict === 'retry');
    if (!second || !isOver || this.#knowledge.next.kind !== 'connecting')
      return this.#carryOut(stepLive(state, report, this.#knowledge), moment);
    this.#knowledge.noteOutage();
    this.#knowledge.trust.noteEnd(state.watch);
    return this.#goOnWith(second, state.watch);
  }

  /** Opens a second watch beside one that has been silent for too long. */
  #look(moment: Moment): Output<K> {
    const { now } = moment;
    const { options, silence } = this.#knowledge;
    if (now < this.lookAt(this.#effectId)) return nothing;
    if (this.#beside.isRenewing) return this.#start(this.#knowledge.next, moment);
    if (!this.#beside.isUnsettled && silence.isLate(now)) {
      silence.noteStandstill(now, moment.random);
      return nothing;
    }
    this.#knowledge.counters.watches += 1;
    const params = watchParams(false, this.#knowledge, moment.random);
    const watch = beginWatch(params.timeoutSeconds * 1000, this.#knowledge.watchedTo);
    const id = ++this.#lastId;
    this.#beside.begin({ id, watch, suspects: !silence.endResuming() });
    const deadlineMs = watch.timeoutMs + options.watchGraceMs;
    return {
      events: [],
      effect: { type: 'beside', id, params, deadlineMs, delayMs: this.#watches.reserve(now) },
    };
  }

  #handleSecond(report: Report<K>, moment: Moment): Output<K> {
    const { second } = this.#beside;
    const state = this.#state;
    if (second?.id !== moment.effectId || state.kind !== 'live') return nothing;
    const first = state.watch;
    switch (report.type) {
      case 'opened':
        this.#beside.noteHead(moment.now);
        return nothing;
      case 'look':
        return moment.now < this.#beside.takesOverAt ? nothing : this.#takeOverQuietly(second, first, moment);
      case 'ended':
        return this.#failSecond(second, first, { report: { type: 'failed', error: dampedError() }, moment });
      case 'failed':
        return this.#failSecond(second, first, { report, moment });
      case 'ADDED':
      case 'MODIFIED':
      case 'DELETED':
      case 'BOOKMARK':
      case 'undecodable': {
        const standing = standingOf(report, this.#knowledge);
        // It began there, so this says nothing of the first.
        if (standing === 'same' && report.type === 'BOOKMARK') return nothing;
        // An addition from before the view repeats what exists: that says nothing of the first either.
        const isDead = report.type !== 'ADDED' || standing === 'newer';
        return this.#takeOver(second, first, { report, moment, isDead });
      }
      default:
        return nothing;
    }
  }

  /** Goes on with the second watch, which had something to say first. */
  #takeOver(second: Second, first: OpenWatch, { report, moment, isDead }: TakenOver<K>): Output<K> {
    const { next, silence } = this.#knowledge;
    if (isDead) silence.noteDead();
    else if (second.suspects) silence.noteWell();
    const promoted = this.#goOnWith(second, first, { isDead });
    // What a new initial state is due for may be lost with the first watch.
    if (next.kind !== 'connecting') this.#beside.renew();
    const { events, effect } = this.handle(report, moment);
    return effect ? { events, effect } : { ...promoted, events };
  }

  /** Goes on with the second watch, which has as little to say as the first. */
  #takeOverQuietly(second: Second, first: OpenWatch, moment: Moment): Output<K> {
    const { silence, trust, next } = this.#knowledge;
    if (second.suspects) silence.noteWell();
    silence.noteQuiet(moment.now);
    // A history that went back has nothing to say for long. One that has always been quiet tells nothing by being so.
    if (first.hasNews) this.#knowledge.noteOutage();
    trust.noteEnd(first);
    if (trust.needsProbe) return this.#start({ kind: 'probing' }, moment);
    return next.kind === 'connecting' ? this.#goOnWith(second, first) : this.#start(next, moment);
  }

  /** The second watch becomes the first, as far as it has come. */
  #goOnWith({ id, watch, openedAt }: Second, first: OpenWatch, { isDead } = { isDead: false }): Output<K> {
    const { now, recovery, silence, since } = this.#knowledge;
    recovery.noteLife(now - since, first);
    this.#beside.settle();
    this.#effectId = id;
    this.#state = { kind: openedAt === undefined ? 'connecting' : 'live', watch };
    this.#knowledge.since = openedAt ?? now;
    this.#knowledge.trouble = undefined;
    silence.begin(now);
    return { events: [], effect: { type: 'promote', id, isDead } };
  }

  /** A second watch failed. The first stays, unless the server said what holds for it too. */
  #failSecond(second: Second, first: OpenWatch, { report, moment }: Told<K, 'failed'>): Output<K> {
    const failure = failureOf(report.error);
    if (!staysBeside(failure.verdict)) {
      this.#knowledge.recovery.noteLife(moment.now - this.#knowledge.since, first);
      return this.#carryOut(stepConnecting(second, report, this.#knowledge), moment);
    }
    this.#knowledge.noteFailure(failure);
    const delayMs = this.#knowledge.delayAfter(failure, moment.random);
    this.#beside.fail(moment.now + delayMs);
    const trouble = troubleBeside(failure, this.#knowledge.silence.silentMs(moment.now));
    this.#knowledge.trouble = trouble.error;
    return { events: [this.#knowledge.interrupted(trouble, delayMs)], effect: { type: 'drop' } };
  }

  #carryOut(step: Step<K> | undefined, moment: Moment): Output<K> {
    if (!step) return nothing;
    const { events = [], cannotStream } = step;
    if ('enter' in step) return this.#stay(step.enter, events, moment);
    const then = 'start' in step ? this.#start(step.start, moment) : this.#retry(step, moment);
    return { ...then, events: [...events, ...then.events], ...(cannotStream && { cannotStream }) };
  }

  /** The effect under way goes on, so it keeps its id. */
  #stay(state: State<K>, events: readonly WatcherEvent<K>[], { now }: Moment): Output<K> {
    if (state.kind === 'live') {
      this.#knowledge.noteOpen();
      this.#knowledge.since = now;
      this.#knowledge.trouble = undefined;
      this.#knowledge.silence.begin(now);
    }
    this.#state = state;
    return { events };
  }

  /** Starts `next` as soon as its token bucket grants it. */
  #start(next: Operation, moment: Moment): Output<K> {
    const grantedInMs = this.#reserveToken(next, moment.now);
    if (grantedInMs <= 0) return this.#run(next, moment);
    const step = { retry: next, failure: failureOf(dampedError()) };
    return this.#wait(step, { delayMs: grantedInMs, grantedInMs }, moment);
  }

  #retry(step: Retry, moment: Moment): Output<K> {
    this.#knowledge.noteFailure(step.failure);
    const delayMs = this.#knowledge.delayAfter(step.failure, moment.random);
    const grantedInMs = this.#reserveToken(step.retry, moment.now);
    return this.#wait(step, { delayMs: Math.max(delayMs, grantedInMs), grantedInMs }, moment);
  }

  /** A new initial state is read soon: at once, where nothing is waited for but a further opinion. */
  #replaceHistory(history: NewHistory, moment: Moment): Output<K> {
    const state = this.#state;
    const { position, trust } = this.#knowledge;
    if (!position.synced || state.kind === 'stopped') return nothing;
    if (state.kind === 'live')
      this.#knowledge.recovery.noteLife(moment.now - this.#knowledge.since, state.watch);
    const isPutOff = state.kind === 'waiting' && !trust.needsOpinion;
    trust.replaceHistory(history);
    const next = this.#knowledge.initialState();
    const delayMs = Math.max(moment.random * spreadMs, this.#reserveToken(next, moment.now));
    const step = { retry: next, failure: failureOf(replacedError()) };
    if (!isPutOff) return this.#wait(step, { delayMs, grantedInMs: delayMs }, moment);
    this.#state = { ...state, next };
    return nothing;
  }

  /** The single way from trouble into `waiting`. */
  #wait({ retry: next, failure }: Retry, { delayMs, grantedInMs }: Delay, moment: Moment): Output<K> {
    this.#knowledge.trouble = failure.error;
    this.#enter({ kind: 'waiting', next, until: moment.now + delayMs }, moment);
    const interrupted = this.#knowledge.interrupted(failure, delayMs);
    const isOutage = failure.verdict === 'retry';
    const effect = { type: 'wait', id: this.#effectId, delayMs, ...(isOutage && { grantedInMs }) } as const;
    return { events: [interrupted], effect };
  }

  /** Starts `next` now; its token has been taken. */
  #run(next: Operation, moment: Moment): Output<K> {
    if (next.kind === 'connecting' || next.kind === 'streaming') return this.#watch(next, moment);
    this.#enter(next, moment);
    if (next.kind === 'listing' && next.continue === undefined) {
      this.#countInitialState();
      this.#knowledge.counters.lists += 1;
    }
    const params = next.kind === 'listing' ? pageParams(next, this.#knowledge) : probeParams(this.#knowledge);
    return { events: [], effect: { type: 'list', id: this.#effectId, params } };
  }

  #watch(next: Operation & { kind: 'connecting' | 'streaming' }, moment: Moment): Output<K> {
    const initial = next.kind === 'streaming';
    if (initial) this.#countInitialState();
    this.#knowledge.counters.watches += 1;
    const params = watchParams(initial, this.#knowledge, moment.random);
    const timeoutMs = params.timeoutSeconds * 1000;
    const watch = beginWatch(timeoutMs, initial ? undefined : this.#knowledge.watchedTo);
    this.#enter(initial ? { ...next, watch, changes: undefined } : { ...next, watch }, moment);
    const deadlineMs = timeoutMs + this.#knowledge.options.watchGraceMs;
    return { events: [], effect: { type: 'watch', id: this.#effectId, params, deadlineMs } };
  }

  #countInitialState(): void {
    if (this.#knowledge.position.synced) this.#knowledge.counters.relists += 1;
  }

  /** Milliseconds until `next` may start. A further page of a list is part of its list. */
  #reserveToken(next: Operation, now: number): number {
    if (next.kind === 'listing' && next.continue !== undefined) return 0;
    return (next.kind === 'connecting' ? this.#watches : this.#lists).reserve(now);
  }

  /** Whatever was under way is over. */
  #enter(state: State<K>, { now }: Moment): Output<K> {
    this.#state = state;
    this.#beside.settle();
    this.#knowledge.since = now;
    this.#effectId = ++this.#lastId;
    return { events: [] };
  }
}
