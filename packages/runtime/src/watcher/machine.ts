// The watcher as a pure state machine: a report and its moment go in, events to tell and the next effect come out.
//
//   idle        nothing started.
//   listing     one page of the initial state is asked for. Ends with the last page, or in trouble.
//   streaming   a watch that first sends what exists is asked for or open. Ends with the end mark, which
//               turns it into a live watch, or in trouble; a server that cannot do it is listed instead.
//   connecting  a watch from the known version is asked for. Ends when its head arrives, or in trouble.
//   live        the watch is open. Ends with the stream: cleanly, by an error, or by a deadline; or with a second
//               watch beside it, which takes over.
//   probing     the server is asked whether it knows the version that it has nothing to say about (server-trust.ts).
//               Ends with the answer, or in trouble.
//   waiting     a delay before the next operation. Ends by the alarm.
//   stopped     final.
//
// In each of them the server's history may turn out to be another one, which leads to a new initial state.
//
// What a state makes of a report is in listing.ts, streaming.ts, following.ts and takeover.ts (a live watch with a second
// one), as a step that this file carries out. What outlives a state is in knowledge.ts, and how errors are classified in
// classify.ts. The driver has the sockets and the clock.
//
// One effect is under way at a time, and beside a live watch at most one second watch (second-watch.ts). Each has an id,
// and a report of an older one is dropped.
//
// Invariants: events follow the grammar of event.ts; a version never goes back but by a confirmed initial
// state (`epoch`); every way into `waiting` tells `Interrupted`; no more starts than the buckets grant.

import { type DecodeError, type KubeObject, ObjectEvent } from '@kube-rx/core';
import { dampedError, failureOf, replacedError } from './classify.ts';
import { skipped, type WatcherEvent } from './event.ts';
import { eventOf, skipsFrame, stepConnecting, stepProbing } from './following.ts';
import { Knowledge } from './knowledge.ts';
import { stepListing } from './listing.ts';
import type { Effect, Frame, Moment, NewHistory, Output, Report } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { beginList, beginSecondWatch, beginWatch } from './requests.ts';
import type { HistoryFinding } from './server-version.ts';
import { StartLimits } from './start-limits.ts';
import { type Delay, idleLimitOf, type Operation, type Retry, type State, type Step } from './state.ts';
import type { InitialMode } from './status.ts';
import { type MachineStatus, statusOf } from './status-of.ts';
import { initialEventOf, stepStreaming } from './streaming.ts';
import { type LiveStep, noteArrival, type Promotion, stepFirst, stepSecond } from './takeover.ts';

// All watchers of a client read a new initial state when its server's history was replaced; within so many ms.
const spreadMs = 2000;

/** What a report leads to that changes nothing. */
export const nothing: Output<never> = { events: [] };

export class WatcherMachine<K extends KubeObject> {
  readonly #starts = new StartLimits();
  readonly #knowledge: Knowledge;
  // For frames, so that each allocates no more than its event.
  readonly #frameEvents: WatcherEvent<K>[] = [];
  readonly #frameOutput: Output<K> = { events: this.#frameEvents };
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
    return this.#knowledge.takeFinding(now, this.#state.kind === 'live');
  }

  /** The version of the view, where it has an order and the server is not known to have lost it. */
  get historyVersion(): string | undefined {
    return this.#knowledge.historyVersion;
  }

  /** How long an open watch may be silent; undefined: as long as it likes. */
  get idleLimitMs(): number | undefined {
    return idleLimitOf(this.#state, this.#knowledge.options);
  }

  /** Whether a report of this effect may still matter. */
  isUnderWay(effectId: number): boolean {
    return effectId === this.#effectId || effectId === this.#knowledge.secondWatch.current?.id;
  }

  /** When an open watch wants to be looked at, in monotonic time; Infinity: never. */
  lookAt(effectId: number): number {
    if (this.#state.kind !== 'live') return Infinity;
    if (effectId !== this.#effectId) return this.#knowledge.secondWatch.takesOverAt;
    return this.#knowledge.secondWatch.lookAt(this.#knowledge.silence.suspectAt);
  }

  /** As `SilenceDetector.noteHalf`, of an open watch. */
  noteHalf(effectId: number, now: number, isProgress: boolean): void {
    if (effectId === this.#effectId) this.#knowledge.silence.noteHalf(now, isProgress);
  }

  /** `offsetMs` turns monotonic time into the status' wall time. */
  status(offsetMs: number): MachineStatus {
    return statusOf(this.#state, this.#knowledge, offsetMs);
  }

  /** The one way in. Returns `nothing` where the report changes nothing. Keeps neither argument. */
  handle(report: Report<K>, moment: Moment): Output<K> {
    if (report.type === 'stop') return this.#enter({ kind: 'stopped' }, moment);
    this.#knowledge.now = moment.now;
    if (moment.effectId !== this.#effectId)
      return this.#carryOutLive(stepSecond(this.#state, { report, moment }, this.#knowledge), moment);
    if (report instanceof ObjectEvent || report.type === 'BOOKMARK') return this.#handleFrame(report, moment);
    if (report.type === 'historyReplaced') return this.#replaceHistory(report, moment);
    if (report.type === 'historyKept') {
      this.#knowledge.trust.keepHistory(report.since, this.#state.kind === 'live');
      return nothing;
    }
    if (report.type === 'historyDoubted') {
      this.#knowledge.trust.doubtHistory();
      // Not `nothing`, after which no finding is taken: this is one.
      return { events: [] };
    }
    if (report.type === 'undecodable') return this.#handleUndecodable(report.error, moment);
    return this.#step(report, moment);
  }

  /** Of a report that each state takes in its own way. */
  #step(report: Report<K>, moment: Moment): Output<K> {
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
        return this.#carryOutLive(stepFirst(state, { report, moment }, this.#knowledge), moment);
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
    const effect = noteArrival(state, this.#knowledge, frame.type === 'BOOKMARK');
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

  #handleUndecodable(error: DecodeError, moment: Moment): Output<K> {
    const state = this.#state;
    if (state.kind !== 'live' && state.kind !== 'streaming') return nothing;
    const effect = noteArrival(state, this.#knowledge, false);
    if (state.kind === 'live' && !skipsFrame(state.watch, error, this.#knowledge))
      return this.handle({ type: 'failed', error }, moment);
    this.#knowledge.noteSkipped(1);
    return { events: [skipped(error)], ...(effect && { effect }) };
  }

  /** The first watch is under way until a step replaces it. */
  #carryOutLive(step: LiveStep<K> | undefined, moment: Moment): Output<K> {
    if (!step) return nothing;
    if ('part' in step) return { events: step.events, effect: { type: 'drop' } };
    if ('suspects' in step) return this.#openSecond(step.suspects, moment);
    if ('promote' in step) return this.#promote(step, moment);
    return this.#carryOut(step, moment);
  }

  #openSecond(suspects: boolean, { now, random }: Moment): Output<K> {
    const { watch, params, deadlineMs } = beginSecondWatch(this.#knowledge, random);
    const id = ++this.#lastId;
    this.#knowledge.secondWatch.begin({ id, watch, suspects });
    const delayMs = this.#starts.reserve({ kind: 'connecting' }, now);
    return { events: [], effect: { type: 'secondWatch', id, params, deadlineMs, delayMs } };
  }

  #promote({ promote: { id, watch, openedAt }, told, isDead }: Promotion<K>, moment: Moment): Output<K> {
    const { secondWatch, next } = this.#knowledge;
    secondWatch.settle();
    this.#effectId = id;
    this.#state = { kind: openedAt === undefined ? 'connecting' : 'live', watch };
    this.#knowledge.noteTakeover(openedAt);
    const promoted: Effect = { type: 'promote', id, isDead };
    if (!told) return { events: [], effect: promoted };
    // What a new initial state is due for may be lost with the first watch.
    if (next.kind !== 'connecting') secondWatch.renew();
    const { events, effect = promoted } = this.handle(told, moment);
    return { events, effect };
  }

  #carryOut(step: Step<K> | undefined, moment: Moment): Output<K> {
    if (!step) return nothing;
    const { events = [], cannotStream } = step;
    if ('enter' in step) return this.#stay(step.enter, events);
    const then = 'start' in step ? this.#start(step.start, moment) : this.#retry(step, moment);
    return { ...then, events: [...events, ...then.events], ...(cannotStream && { cannotStream }) };
  }

  /** The effect under way goes on, so it keeps its id. */
  #stay(state: State<K>, events: readonly WatcherEvent<K>[]): Output<K> {
    if (state.kind === 'live') this.#knowledge.noteOpen();
    this.#state = state;
    return { events };
  }

  /** Starts `next` as soon as its token bucket grants it. */
  #start(next: Operation, moment: Moment): Output<K> {
    const grantedInMs = this.#starts.reserve(next, moment.now);
    if (grantedInMs <= 0) return this.#run(next, moment);
    const step = { retry: next, failure: failureOf(dampedError()) };
    return this.#wait(step, { delayMs: grantedInMs, grantedInMs }, moment);
  }

  #retry(step: Retry, moment: Moment): Output<K> {
    this.#knowledge.noteFailure(step.failure);
    const delayMs = this.#knowledge.delayAfter(step.failure, moment.random);
    const grantedInMs = this.#starts.reserve(step.retry, moment.now);
    return this.#wait(step, { delayMs: Math.max(delayMs, grantedInMs), grantedInMs }, moment);
  }

  /** A new initial state is read soon: at once, where nothing is waited for but a further opinion. */
  #replaceHistory(history: NewHistory, moment: Moment): Output<K> {
    const state = this.#state;
    const { position, trust } = this.#knowledge;
    if (!position.synced || state.kind === 'stopped') return nothing;
    if (state.kind === 'live') this.#knowledge.noteLife(state.watch);
    const isPutOff = state.kind === 'waiting' && !trust.needsOpinion;
    trust.replaceHistory(history);
    const next = this.#knowledge.initialState();
    const delayMs = Math.max(moment.random * spreadMs, this.#starts.reserve(next, moment.now));
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
    if (next.kind === 'connecting' || next.kind === 'streaming') {
      const initial = next.kind === 'streaming';
      const { watch, params, deadlineMs } = beginWatch(initial, this.#knowledge, moment.random);
      this.#enter({ ...next, watch }, moment);
      return { events: [], effect: { type: 'watch', id: this.#effectId, params, deadlineMs } };
    }
    const params = beginList(next, this.#knowledge);
    this.#enter(next, moment);
    return { events: [], effect: { type: 'list', id: this.#effectId, params } };
  }

  /** Whatever was under way is over. */
  #enter(state: State<K>, { now }: Moment): Output<K> {
    this.#state = state;
    this.#knowledge.secondWatch.settle();
    this.#knowledge.since = now;
    this.#effectId = ++this.#lastId;
    return { events: [] };
  }
}
