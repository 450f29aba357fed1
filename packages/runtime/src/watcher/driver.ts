// Runs the machine: performs its effects, reports what came of them, passes its events on. All the IO and all
// the timers of a watcher are here, and `close` ends every one of them.

import { clientClosed, TimeoutError, TransportError } from '@kube-rx/client';
import {
  ApiError,
  apiVersionOf,
  type ExpectedType,
  IdleTimer,
  InvalidRequestError,
  type KubeObject,
  type ResponseBody,
  resourceName,
  type Status,
} from '@kube-rx/core';
import { decodeWatchEvent, LineSplitter, ListDecoder } from '@kube-rx/encoding';
import type { Effect, Output } from './effect.ts';
import { GuardedInit, type InterruptedEvent, type WatcherEvent } from './event.ts';
import { gateOf, type Ticket } from './gate.ts';
import { nothing, WatcherMachine } from './machine.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { Moment, Report } from './report.ts';
import type { ListWatch } from './source.ts';
import type { WatcherStatus } from './status.ts';
import { cannotStream, rememberCannotStream } from './streaming-memory.ts';

/** Where the driver passes things on to; none of these may throw. */
export interface WatcherSink<K extends KubeObject> {
  event(event: WatcherEvent<K>): void;
  /** That nothing is kept of an event's bytes when `event` has returned: then they may be lent. */
  readonly borrows?: boolean;
  /** Over, because the options said so or the request can never be right. */
  error(error: Error): void;
  /** Over, because the client was closed. */
  complete(): void;
}

export class WatcherDriver<K extends KubeObject> {
  readonly #source: ListWatch<K>;
  readonly #options: ResolvedWatcherOptions;
  readonly #sink: WatcherSink<K>;
  readonly #type: ExpectedType;
  readonly #machine: WatcherMachine<K>;
  readonly #idleTimer: IdleTimer;
  #abort = new AbortController();
  #ticket: Ticket | undefined;
  #init: GuardedInit | undefined;
  #closed = false;

  constructor(source: ListWatch<K>, options: ResolvedWatcherOptions, sink: WatcherSink<K>) {
    this.#source = source;
    this.#options = options;
    this.#sink = sink;
    this.#type = { apiVersion: apiVersionOf(source.resource), kind: source.resource.kind };
    const { initialState, clock } = options;
    const lists = initialState === 'list' || (initialState === 'auto' && cannotStream(source));
    this.#machine = new WatcherMachine(options, lists ? 'list' : 'stream');
    this.#idleTimer = new IdleTimer(clock);
  }

  get status(): WatcherStatus {
    const { clock } = this.#options;
    return this.#machine.status(clock.now() - clock.monotonic());
  }

  start(): void {
    this.#report({ type: 'start' }, this.#machine.effectId);
  }

  /** Aborts the request, cancels the timer; no event follows. Who is told of the last status may close again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { clock } = this.#options;
    const { effectId } = this.#machine;
    this.#machine.handle({ type: 'stop' }, { effectId, now: clock.monotonic(), random: 0 });
    this.#release();
    this.#leaveGate();
    this.#tellStatus();
  }

  #report(report: Report<K>, effectId: number): void {
    if (this.#closed) return;
    this.#obey(this.#machine.handle(report, this.#moment(effectId)));
  }

  #moment(effectId: number): { -readonly [F in keyof Moment]: Moment[F] } {
    const { clock, random } = this.#options;
    return { effectId, now: clock.monotonic(), random: random() };
  }

  #obey(output: Output<K>): void {
    if (output === nothing) return;
    if (output.cannotStream) rememberCannotStream(this.#source, this.#options.clock);
    this.#tell(output.events);
    if (this.#closed) return;
    if (!this.#machine.initializing) this.#leaveGate();
    if (output.effect) this.#perform(output.effect);
    this.#tellStatus();
  }

  /** As `#obey`, for items and frames: they are no change of the status unless they are in trouble. */
  #obeyQuietly(output: Output<K>): void {
    if (output.effect) this.#obey(output);
    else this.#tell(output.events);
  }

  #tell(events: readonly WatcherEvent<K>[]): void {
    for (const event of events) {
      // A consumer may close the watcher while it is told something.
      if (this.#closed) return;
      if (event instanceof GuardedInit) this.#init = event;
      this.#sink.event(event);
      const fatal = event.type === 'Interrupted' && this.#reasonToStop(event);
      if (fatal) this.#fail(fatal);
    }
  }

  // Whoever is told and throws is not taken for trouble of the watch.
  #tellStatus(): void {
    try {
      this.#options.onStatus(this.status);
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }

  // A policy that throws would otherwise leave the watcher without anything to wait for.
  #reasonToStop({ verdict, error }: InterruptedEvent): Error | undefined {
    try {
      return this.#options.stopOn(verdict) ? error : undefined;
    } catch (thrown) {
      return toError(thrown);
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.close();
    this.#sink.complete();
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.close();
    this.#sink.error(error);
  }

  #perform(effect: Effect): void {
    this.#release();
    const { signal } = this.#abort;
    switch (effect.type) {
      case 'wait':
        this.#idleTimer.after(effect.delayMs, () => this.#report({ type: 'alarm' }, effect.id));
        return;
      case 'list':
        this.#passGate(() => void this.#list(effect, signal));
        return;
      case 'watch':
        this.#passGate(() => void this.#watch(effect, signal));
        return;
      default:
        effect satisfies never;
    }
  }

  /** Requests for an initial state wait for a place, and keep it until the state is complete or in trouble. */
  #passGate(start: () => void): void {
    if (!this.#machine.initializing || this.#ticket) start();
    else this.#ticket = gateOf(this.#source.client ?? this.#source).enter(start);
  }

  #leaveGate(): void {
    this.#ticket?.leave();
    this.#ticket = undefined;
  }

  async #list({ id, params }: Effect & { type: 'list' }, signal: AbortSignal): Promise<void> {
    const limitMs = this.#options.listIdleTimeout;
    this.#expectProgress({ limitMs, verb: 'list', problem: 'made no progress' }, id);
    let report: Report<K>;
    try {
      const body = await this.#source.openList(params, { signal });
      report = await this.#takeIn(body, id);
    } catch (error) {
      report = this.#failure(error, signal);
    }
    this.#report(report, id);
  }

  async #takeIn(body: ResponseBody, id: number): Promise<Report<K>> {
    const decoder = new ListDecoder<K>(this.#type, this.#options);
    const moment = this.#moment(id);
    const isCurrent = (): boolean => this.#machine.effectId === id;
    await this.#read(body, (chunk) => {
      if (!isCurrent()) return false;
      moment.now = this.#idleTimer.progress();
      const items = decoder.push(chunk);
      if (items.length > 0) this.#obeyQuietly(this.#machine.handle({ type: 'items', items }, moment));
      // Whoever was told may have ended this list.
      return isCurrent();
    });
    if (!isCurrent()) return { type: 'ended' };
    const list = decoder.end();
    // Begins the initial state where it is empty, before its consumer is asked what is missing.
    this.#obeyQuietly(this.#machine.handle({ type: 'items', items: [] }, moment));
    return { type: 'page', list, doubt: this.#init?.judge() };
  }

  async #watch(effect: Effect & { type: 'watch' }, signal: AbortSignal): Promise<void> {
    const limitMs = this.#options.headersTimeout;
    this.#expectProgress({ limitMs, verb: 'watch', problem: 'was not answered' }, effect.id);
    let report: Report<K>;
    try {
      const body = await this.#source.openWatch(effect.params, { signal });
      this.#report({ type: 'opened' }, effect.id);
      report = await this.#follow(body, effect, signal);
    } catch (error) {
      report = this.#failure(error, signal);
    }
    this.#report(report, effect.id);
  }

  async #follow(
    body: ResponseBody,
    { id, deadlineMs }: Effect & { type: 'watch' },
    signal: AbortSignal,
  ): Promise<Report<K>> {
    if (!signal.aborted)
      this.#idleTimer.start({
        idleLimitMs: () => this.#machine.idleLimitMs,
        endsInMs: deadlineMs,
        lookInMs: 3 * this.#options.bookmarkIntervalMs || deadlineMs,
        expire: (idleMs) => this.#report({ type: 'overdue', idleMs }, id),
      });
    const splitter = new LineSplitter({ reusesPages: this.#sink.borrows === true });
    const moment = this.#moment(id);
    let report: Report<K> | undefined;
    await this.#read(body, (chunk) => {
      if (signal.aborted) return false;
      moment.now = this.#idleTimer.progress();
      report = this.#takeFrames(splitter.push(chunk), moment);
      return report === undefined;
    });
    if (report) return report;
    splitter.end();
    return { type: 'ended' };
  }

  /** Undefined as long as the watch goes on. */
  #takeFrames(frames: readonly Uint8Array[], moment: Moment): Report<K> | undefined {
    for (const frame of frames) {
      const event = decodeWatchEvent<K>(frame, this.#type, this.#options);
      if (event.type === 'ERROR') return { type: 'failed', error: this.#inStreamError(event.status) };
      this.#obeyQuietly(this.#machine.handle(event, moment));
      if (event.type === 'BOOKMARK' && event.initialEventsEnd)
        this.#report(
          { type: 'endMark', resourceVersion: event.resourceVersion, doubt: this.#init?.judge() },
          moment.effectId,
        );
      // Whoever was told may have ended this watch.
      if (this.#machine.effectId !== moment.effectId) return { type: 'ended' };
    }
    return undefined;
  }

  async #read(body: ResponseBody, take: (chunk: Uint8Array) => boolean): Promise<void> {
    if (this.#sink.borrows && body.lend) return body.lend(take);
    for await (const chunk of body) if (!take(chunk)) return;
  }

  #expectProgress(
    { limitMs, verb, problem }: { readonly limitMs: number; readonly verb: string; readonly problem: string },
    id: number,
  ): void {
    this.#idleTimer.start({
      idleLimitMs: () => limitMs,
      // A page that drips may not hold its place at the gate for ever.
      endsInMs: 10 * limitMs,
      lookInMs: limitMs,
      expire: (idleMs) => {
        const [what, timeoutMs] = idleMs >= limitMs ? [problem, limitMs] : ['was not complete', 10 * limitMs];
        const message = `the ${verb} of ${resourceName(this.#source.resource)} ${what} for ${timeoutMs} ms`;
        this.#report({ type: 'failed', error: new TimeoutError(message, { timeoutMs }) }, id);
      },
    });
  }

  #inStreamError(status: Status): ApiError {
    const { code, reason, message } = status;
    const what = `the watch of ${resourceName(this.#source.resource)} was ended by the server`;
    const error = `${what}: ${message ?? 'no message'} (${code ?? 'no code'} ${reason ?? ''})`;
    return new ApiError(error, { status });
  }

  #failure(thrown: unknown, signal: AbortSignal): Report<K> {
    const error = toError(thrown);
    // The client was closed on purpose, and nothing will ever be asked through it again.
    if (error instanceof TransportError && error.code === clientClosed && !signal.aborted) this.#end();
    // No later try can be better than a request that may not be sent.
    if (error instanceof InvalidRequestError && !signal.aborted) this.#fail(error);
    return { type: 'failed', error };
  }

  #release(): void {
    this.#idleTimer.cancel();
    this.#abort.abort();
    if (!this.#closed) this.#abort = new AbortController();
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
