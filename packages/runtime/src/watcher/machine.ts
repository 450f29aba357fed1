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
// and the clock. A second watch beside the first would be a second `OpenWatch` in the live state.
//
// One effect is under way at a time. Each has an id, and a report of an older effect is dropped.
//
// Invariants: events follow the grammar of event.ts; a version never goes back but by a confirmed initial
// state (`epoch`); every way into `waiting` tells `Interrupted`; no more starts than the buckets grant.

import { type DecodeError, type KubeObject, ObjectEvent, TokenBucket } from '@kube-rx/core';
import { dampedError, failureOf, replacedError } from './classify.ts';
import { skipped, type WatcherEvent } from './event.ts';
import { eventOf, skipsFrame, stepConnecting, stepLive, stepProbing } from './following.ts';
import { Knowledge } from './knowledge.ts';
import { stepListing } from './listing.ts';
import type { Frame, Moment, Output, Report } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { pageParams, probeParams, watchParams } from './requests.ts';
import type { NewHistory } from './server-trust.ts';
import type { HistoryFinding } from './server-version.ts';
import { idleLimitOf, type Operation, phaseOf, type Retry, type State, type Step } from './state.ts';
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

export class WatcherMachine<K extends KubeObject> {
  readonly #lists = new TokenBucket({ burst: 10, perMinute: 30 });
  readonly #watches = new TokenBucket({ burst: 10, perMinute: 75 });
  readonly #knowledge: Knowledge;
  // For frames, so that each allocates no more than its event.
  readonly #frameEvents: WatcherEvent<K>[] = [];
  readonly #frameOutput: Output<K> = { events: this.#frameEvents };
  #state: State<K> = { kind: 'idle' };
  #effectId = 0;

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
    if (moment.effectId !== this.#effectId) return nothing;
    this.#knowledge.now = moment.now;
    if (report instanceof ObjectEvent || report.type === 'BOOKMARK') return this.#handleFrame(report, moment);
    if (report.type === 'historyReplaced') return this.#replaceHistory(report, moment);
    if (report.type === 'historyKept') {
      this.#knowledge.trust.keepHistory(report.since);
      return nothing;
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
        return this.#carryOut(stepLive(state, report, this.#knowledge), moment);
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
    this.#knowledge.lastEventAt = moment.now;
    state.watch.delivered = true;
    const told =
      state.kind === 'live'
        ? eventOf(state.watch, frame, this.#knowledge)
        : initialEventOf(state, frame, this.#knowledge);
    if (!told) return nothing;
    if (told instanceof Error) return this.handle({ type: 'failed', error: told }, moment);
    this.#frameEvents[0] = told;
    return this.#frameOutput;
  }

  #handleUndecodable(error: DecodeError, moment: Moment): Output<K> {
    const state = this.#state;
    if (state.kind !== 'live' && state.kind !== 'streaming') return nothing;
    this.#knowledge.lastEventAt = moment.now;
    state.watch.delivered = true;
    if (state.kind === 'live' && !skipsFrame(state.watch, error, this.#knowledge))
      return this.handle({ type: 'failed', error }, moment);
    this.#knowledge.noteSkipped(1);
    return { events: [skipped(error)] };
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
      this.#knowledge.since = now;
      this.#knowledge.trouble = undefined;
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
    const watch = { timeoutMs, delivered: false, hasNews: false, advanced: false, hasBookmarks: false };
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
    this.#knowledge.since = now;
    this.#effectId += 1;
    return { events: [] };
  }
}
