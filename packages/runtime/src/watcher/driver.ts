// Runs the machine: performs its effects, reports what came of them, passes its events on. All the IO and all
// the timers of a watcher are here, and `close` ends every one of them.

import { TimeoutError } from '@kube-rx/client';
import {
  ApiError,
  apiVersionOf,
  decodeList,
  decodeWatchEvent,
  type ExpectedType,
  InvalidRequestError,
  type KubeObject,
  LineSplitter,
  readBody,
  resourceName,
  type Status,
  type Timer,
} from '@kube-rx/core';
import type { WatcherEvent } from './event.ts';
import { type Effect, type Input, WatcherMachine } from './machine.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { ListWatch } from './source.ts';
import type { WatcherStatus } from './status.ts';

/** Where the driver passes things on to; none of these may throw. */
export interface WatcherSink<K extends KubeObject> {
  event(event: WatcherEvent<K>): void;
  /** Over, because the options said so or the request can never be right. */
  error(error: Error): void;
}

// What happened, without when: that is added in one place.
type Report<K extends KubeObject> =
  Input<K> extends infer I ? (I extends Input<K> ? Omit<I, 'attempt' | 'now' | 'random'> : never) : never;

export class WatcherDriver<K extends KubeObject> {
  readonly #source: ListWatch<K>;
  readonly #options: ResolvedWatcherOptions;
  readonly #sink: WatcherSink<K>;
  readonly #type: ExpectedType;
  readonly #machine: WatcherMachine<K>;
  #abort = new AbortController();
  #timer: Timer | undefined;
  #closed = false;

  constructor(source: ListWatch<K>, options: ResolvedWatcherOptions, sink: WatcherSink<K>) {
    this.#source = source;
    this.#options = options;
    this.#sink = sink;
    this.#type = { apiVersion: apiVersionOf(source.resource), kind: source.resource.kind };
    this.#machine = new WatcherMachine(options);
  }

  get status(): WatcherStatus {
    const { clock } = this.#options;
    return this.#machine.status(clock.now() - clock.monotonic());
  }

  start(): void {
    this.#report({ type: 'start' }, this.#machine.attempt);
  }

  /** Aborts the request, cancels the timer; no event follows. */
  close(): void {
    if (this.#closed) return;
    this.#report({ type: 'stop' }, this.#machine.attempt);
    this.#closed = true;
    this.#release();
  }

  #report(report: Report<K>, attempt: number): void {
    if (this.#closed) return;
    const { clock, random, stopOn, onStatus } = this.#options;
    const when = { attempt, now: clock.monotonic(), random: random() };
    const { events, effect } = this.#machine.next({ ...report, ...when });
    for (const event of events) {
      // A consumer may close the watcher while it is told something.
      if (this.#isClosed()) return;
      this.#sink.event(event);
      if (event.type === 'Interrupted' && stopOn(event.verdict)) this.#fail(event.error);
    }
    if (this.#isClosed()) return;
    if (effect) this.#perform(effect);
    onStatus(this.status);
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.close();
    this.#sink.error(error);
  }

  #perform(effect: Effect): void {
    this.#release();
    switch (effect.type) {
      case 'wait':
        this.#alarm(effect.delayMs, () => this.#report({ type: 'alarm' }, effect.attempt));
        return;
      case 'list':
        void this.#list(effect, this.#abort.signal);
        return;
      case 'watch':
        void this.#watch(effect, this.#abort.signal);
        return;
      default:
        effect satisfies never;
    }
  }

  async #list({ attempt, params }: Effect & { type: 'list' }, signal: AbortSignal): Promise<void> {
    const limitMs = this.#options.listIdleTimeout;
    const what = `the list of ${resourceName(this.#source.resource)}`;
    let progressAt = this.#options.clock.monotonic();
    this.#guard(
      limitMs,
      () => progressAt,
      () => this.#timeOut(`${what} made no progress`, limitMs, attempt),
    );
    let report: Report<K>;
    try {
      const body = await this.#source.openList(params, { signal });
      const progress = (): void => void (progressAt = this.#options.clock.monotonic());
      report = { type: 'page', list: decodeList<K>(await readBody(observed(body, progress)), this.#type) };
    } catch (error) {
      report = this.#failure(error, signal);
    }
    this.#report(report, attempt);
  }

  async #watch(
    { attempt, params, deadlineMs }: Effect & { type: 'watch' },
    signal: AbortSignal,
  ): Promise<void> {
    const { headersTimeout } = this.#options;
    const what = `the watch of ${resourceName(this.#source.resource)}`;
    this.#alarm(headersTimeout, () => this.#timeOut(`${what} was not answered`, headersTimeout, attempt));
    let report: Report<K>;
    try {
      const body = await this.#source.openWatch(params, { signal });
      this.#report({ type: 'opened' }, attempt);
      report = await this.#follow(body, deadlineMs, attempt, signal);
    } catch (error) {
      report = this.#failure(error, signal);
    }
    this.#report(report, attempt);
  }

  async #follow(
    body: AsyncIterable<Uint8Array>,
    deadlineMs: number,
    attempt: number,
    signal: AbortSignal,
  ): Promise<Report<K>> {
    const { clock } = this.#options;
    const splitter = new LineSplitter();
    let byteAt = clock.monotonic();
    this.#watchdog(deadlineMs, () => byteAt, attempt, signal);
    for await (const chunk of body) {
      byteAt = clock.monotonic();
      for (const frame of splitter.push(chunk)) {
        if (signal.aborted) return { type: 'ended' };
        const event = decodeWatchEvent<K>(frame, this.#type);
        if (event.type === 'ERROR') return { type: 'failed', error: this.#inStreamError(event.status) };
        const told = this.#machine.advance(event, byteAt);
        if (told) this.#sink.event(told);
      }
    }
    splitter.end();
    return { type: 'ended' };
  }

  /** Reports a watch that outlives its deadline, or is silent where bookmarks are known to come. */
  #watchdog(deadlineMs: number, byteAt: () => number, attempt: number, signal: AbortSignal): void {
    const { clock, bookmarkIntervalMs } = this.#options;
    const endsAt = clock.monotonic() + deadlineMs;
    const check = (): void => {
      if (signal.aborted) return;
      const now = clock.monotonic();
      const idleMs = now - byteAt();
      if (now >= endsAt || idleMs >= (this.#machine.idleLimitMs ?? Number.POSITIVE_INFINITY)) {
        this.#report({ type: 'overdue', idleMs }, attempt);
        return;
      }
      const looksInMs = bookmarkIntervalMs > 0 ? Math.max(3 * bookmarkIntervalMs - idleMs, 1000) : deadlineMs;
      this.#alarm(Math.min(endsAt - now, looksInMs), check);
    };
    check();
  }

  /** Calls `expire` once nothing has progressed for `limitMs`. */
  #guard(limitMs: number, progressAt: () => number, expire: () => void): void {
    const leftMs = progressAt() + limitMs - this.#options.clock.monotonic();
    if (leftMs <= 0) expire();
    else this.#alarm(leftMs, () => this.#guard(limitMs, progressAt, expire));
  }

  #timeOut(what: string, timeoutMs: number, attempt: number): void {
    const error = new TimeoutError(`${what} for ${timeoutMs} ms`, { timeoutMs });
    this.#report({ type: 'failed', error }, attempt);
  }

  #inStreamError(status: Status): ApiError {
    const { code, reason, message } = status;
    const what = `the watch of ${resourceName(this.#source.resource)} was ended by the server`;
    return new ApiError(`${what}: ${message ?? 'no message'} (${code ?? 'no code'} ${reason ?? ''})`, {
      status,
    });
  }

  #failure(thrown: unknown, signal: AbortSignal): Report<K> {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // No later try can be better than a request that may not be sent.
    if (error instanceof InvalidRequestError && !signal.aborted) this.#fail(error);
    return { type: 'failed', error };
  }

  #alarm(delayMs: number, callback: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(delayMs, callback);
  }

  #release(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#abort.abort();
    if (!this.#closed) this.#abort = new AbortController();
  }
}

async function* observed(body: AsyncIterable<Uint8Array>, progress: () => void): AsyncIterable<Uint8Array> {
  for await (const chunk of body) {
    progress();
    yield chunk;
  }
}
