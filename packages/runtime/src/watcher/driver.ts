// Runs the machine: performs its effects, reports what came of them, and passes its events on. `close` ends
// the request and the timer under way.

import { clientClosed, DeadlineError, TransportError } from '@kube-rx/client';
import { IdleTimer, InvalidRequestError, type KubeObject, toError } from '@kube-rx/core';
import type { Observer } from 'rxjs';
import { WatchPublisher, watchIdentity } from '../logging/watch-channel.ts';
import type { Doubt } from './classify.ts';
import { DriverView } from './driver-view.ts';
import { GuardedInit, type InterruptedEvent, type WatcherEvent } from './event.ts';
import { nothing, WatcherMachine } from './machine.ts';
import { type Effect, type Moment, momentOf, type Output, type Report } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { Pause } from './pause.ts';
import { type Reading, readList, readWatch } from './request-reader.ts';
import { type Control, SecondRequest } from './second-request.ts';
import { SharedServer } from './shared-server.ts';
import type { ListWatch } from './source.ts';
import { Standstill } from './standstill.ts';
import { isSameStatus, type WatcherStatus } from './status.ts';
import { Turn } from './turn.ts';

/** What the driver tells; no method may throw. Completes when the client was closed. */
export interface WatcherSink<K extends KubeObject> extends Observer<WatcherEvent<K>> {
  /** The watch ended: by `stopOn`, or because the request can never succeed. */
  error(error: Error): void;
  /** The sink keeps no bytes of an event after `next` returns, so they may be lent. */
  readonly borrows?: boolean;
}

export class WatcherDriver<K extends KubeObject> implements Reading<K> {
  // What the reader of requests needs is open to it.
  readonly source: ListWatch<K>;
  readonly options: ResolvedWatcherOptions;
  readonly sink: WatcherSink<K>;
  readonly machine: WatcherMachine<K>;
  idleTimer: IdleTimer;
  readonly #server: SharedServer;
  readonly #turn: Turn;
  readonly #view: DriverView<K>;
  readonly #pauseTimer: IdleTimer;
  readonly #pause: Pause;
  readonly #second: SecondRequest;
  readonly #publisher: WatchPublisher;
  #abort = new AbortController();
  #init: GuardedInit | undefined;
  #told: WatcherStatus | undefined;
  #unfollow: (() => void) | undefined;
  #closed = false;

  constructor(source: ListWatch<K>, options: ResolvedWatcherOptions, sink: WatcherSink<K>) {
    const { initialState, clock } = options;
    this.source = source;
    this.options = options;
    this.sink = sink;
    this.idleTimer = new IdleTimer(clock);
    this.#server = SharedServer.of(source);
    this.#turn = new Turn(this.#server.gate, clock);
    this.#view = new DriverView(this);
    this.#pauseTimer = new IdleTimer(clock);
    this.#pause = new Pause(this.#pauseTimer, this.#server.outage, options);
    this.#second = new SecondRequest(this.#server, clock);
    this.#publisher = new WatchPublisher(() => watchIdentity(source, options));
    const streams = initialState === 'auto' && !this.#server.cannotStream(source.resource, clock);
    this.machine = new WatcherMachine(options, streams || initialState === 'stream' ? 'stream' : 'list');
  }

  get status(): WatcherStatus {
    const { clock } = this.options;
    const offsetMs = clock.now() - clock.monotonic();
    const status = this.machine.status(offsetMs);
    const since = Math.max(status.since, this.#turn.begunAt + offsetMs);
    return { ...status, since, ...(this.#turn.isWaiting && { phase: 'queued' }) };
  }

  start(): void {
    this.#server.history.join(this.#view);
    const { bookmarkIntervalMs, clock } = this.options;
    if (bookmarkIntervalMs > 0)
      this.#unfollow = Standstill.of(clock).watch(() =>
        this.report({ type: 'standstill' }, this.machine.effectId),
      );
    this.report({ type: 'start' }, this.machine.effectId);
  }

  /** Aborts the request and cancels the timer; no event follows. Idempotent and reentrant: `onStatus` may call it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.history.leave(this.#view);
    this.#unfollow?.();
    this.machine.handle({ type: 'stop' }, momentOf(this.options, this.machine.effectId));
    this.#release();
    this.#turn.leave();
    this.#tellStatus();
  }

  report(report: Report<K>, effectId: number): void {
    if (this.#closed) return;
    const isSilence =
      report.type === 'overdue' || (report.type === 'failed' && report.error instanceof DeadlineError);
    if (isSilence && effectId === this.machine.effectId) this.#abort.abort(silence());
    else if (isSilence) this.#second.condemn(effectId, silence());
    this.#obey(this.machine.handle(report, momentOf(this.options, effectId)));
    this.idleTimer.lookBy(this.machine.lookAt(this.machine.effectId));
  }

  /** Changes no status, unless it brings trouble. */
  reportArrival(report: Report<K>, moment: Moment): void {
    this.#turn.flows();
    const output = this.machine.handle(report, moment);
    if (output.effect) this.#obey(output);
    else if (output === nothing) this.#tellFinding(moment.now);
    else this.#tell(output.events);
  }

  noteHead(effectId: number): void {
    this.#server.outage.end();
    if (effectId === this.machine.effectId) this.#turn.flows();
    this.#second.noteHead(effectId);
  }

  judgeInitialState(): Doubt | undefined {
    return this.#init?.judge();
  }

  #obey(output: Output<K>): void {
    if (output === nothing) return;
    if (output.cannotStream) this.#server.rememberCannotStream(this.source.resource, this.options.clock);
    this.#tell(output.events);
    if (this.#closed) return;
    if (!this.machine.initializing) this.#turn.leave();
    if (output.effect) this.#perform(output.effect);
    this.#tellStatus();
    this.#tellFinding(this.options.clock.monotonic());
  }

  #tell(events: readonly WatcherEvent<K>[]): void {
    for (const event of events) {
      // A consumer may close the watcher while it is told something.
      if (this.#closed) return;
      if (event instanceof GuardedInit) this.#init = event;
      if (event.type === 'Interrupted') this.#publisher.interrupted(event);
      if (event.type === 'Skipped') this.#publisher.skipped(event);
      this.sink.next(event);
      const fatal = event.type === 'Interrupted' && this.#reasonToStop(event);
      if (fatal) this.#end(fatal);
    }
  }

  #tellFinding(now: number): void {
    const finding = this.machine.takeFinding(now);
    if (finding && !this.#closed) this.#server.history.note(finding, this.#view);
  }

  // What `onStatus` throws is an uncaught exception, not trouble of the watch.
  #tellStatus(): void {
    const { status } = this;
    if (this.#told && isSameStatus(status, this.#told)) return;
    this.#told = status;
    this.#publisher.status(status);
    try {
      this.options.onStatus(status);
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }

  // If `stopOn` throws, that ends the watch: otherwise no effect would be under way.
  #reasonToStop({ verdict, error }: InterruptedEvent): Error | undefined {
    try {
      return this.options.stopOn(verdict) ? error : undefined;
    } catch (thrown) {
      return toError(thrown);
    }
  }

  #end(error?: Error): void {
    if (this.#closed) return;
    if (error) this.#publisher.failed(error);
    this.close();
    if (error) this.sink.error(error);
    else this.sink.complete();
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'drop':
        this.#second.drop();
        break;
      case 'promote':
        this.#promote(effect.isDead);
        break;
      case 'secondWatch':
        this.#second.open(effect, (control) => void this.#send(effect, control));
        break;
      default:
        this.#replace(effect);
    }
  }

  #replace(effect: Effect & { type: 'list' | 'watch' | 'wait' }): void {
    this.#release();
    if (effect.type === 'wait') {
      this.#pause.begin(effect, () => this.report({ type: 'alarm' }, effect.id));
      return;
    }
    const control = { abort: this.#abort, idleTimer: this.idleTimer };
    const send = (): void => {
      void this.#send(effect, control);
      this.#tellStatus();
    };
    // A request for an initial state waits for its turn, which lasts until the state is complete or failed.
    if (this.machine.initializing) this.#turn.take(send);
    else send();
    // The source may have closed the watcher when it was asked.
    if (this.#closed) this.#turn.leave();
  }

  #promote(isDead: boolean): void {
    this.idleTimer.cancel();
    this.#abort.abort(isDead ? silence() : undefined);
    const control = this.#second.surrender();
    if (!control) return;
    this.#abort = control.abort;
    this.idleTimer = control.idleTimer;
    // The source may have closed the watcher when it was asked.
    if (this.#closed) this.#release();
  }

  async #send(effect: Effect & { type: 'list' | 'watch' | 'secondWatch' }, control: Control): Promise<void> {
    const { signal } = control.abort;
    const under = { signal, idleTimer: control.idleTimer };
    const answer = effect.type === 'list' ? readList(this, effect, under) : readWatch(this, effect, under);
    this.report(await answer.catch((thrown: unknown) => this.#failure(thrown, signal)), effect.id);
  }

  #failure(thrown: unknown, signal: AbortSignal): Report<K> {
    const error = toError(thrown);
    // The client was closed on purpose, and nothing will ever be asked through it again.
    if (error instanceof TransportError && error.code === clientClosed && !signal.aborted) this.#end();
    // The request is invalid, so trying again cannot help.
    if (error instanceof InvalidRequestError && !signal.aborted) this.#end(error);
    return { type: 'failed', error };
  }

  #release(): void {
    this.#second.drop();
    this.idleTimer.cancel();
    this.#pauseTimer.cancel();
    this.#pause.end();
    this.#abort.abort();
    if (!this.#closed) this.#abort = new AbortController();
  }
}

/** Tells the transport that the connection may be dead, and not just no longer wanted. */
function silence(): DOMException {
  return new DOMException('the server went silent', 'TimeoutError');
}
