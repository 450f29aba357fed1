// Sends a request of the machine, and reports what its answer says while it arrives. Never tries again.

import { DeadlineError } from '@kube-rx/client';
import {
  ApiError,
  apiVersionOf,
  type DecodeOptions,
  type EventDecoder,
  type IdleTimer,
  type KubeObject,
  type ResponseBody,
  resourceName,
  type Status,
} from '@kube-rx/core';
import type { Effect } from './effect.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { type Moment, momentOf, type Report } from './report.ts';
import type { ListWatch } from './source.ts';
import type { Doubt } from './watch-error.ts';

/** What the reader reports to. It may close the watcher, or let another effect begin, before it returns. */
export interface ReportReceiver<K extends KubeObject> {
  /** Of the effect under way: what the answers to others bring is not wanted. */
  readonly effectId: number;
  readonly idleLimitMs: number | undefined;
  /** The receiver keeps no bytes, so they may be lent. */
  readonly borrows: boolean;
  report(report: Report<K>, effectId: number): void;
  /** As `report`, for items and frames. */
  reportArrival(report: Report<K>, moment: Moment): void;
  /** Why the consumer doubts the initial state that was reported, now that it is whole. */
  judgeInitialState(): Doubt | undefined;
}

export class RequestReader<K extends KubeObject> {
  readonly #source: ListWatch<K>;
  readonly #options: ResolvedWatcherOptions;
  readonly #receiver: ReportReceiver<K>;
  readonly #idleTimer: IdleTimer;
  readonly #decoding: DecodeOptions;

  constructor(parts: {
    readonly source: ListWatch<K>;
    readonly options: ResolvedWatcherOptions;
    readonly receiver: ReportReceiver<K>;
    readonly idleTimer: IdleTimer;
  }) {
    const { resource } = parts.source;
    this.#source = parts.source;
    this.#options = parts.options;
    this.#receiver = parts.receiver;
    this.#idleTimer = parts.idleTimer;
    const { keepManagedFields } = parts.options;
    this.#decoding = { type: { apiVersion: apiVersionOf(resource), kind: resource.kind }, keepManagedFields };
  }

  /** Resolves with the last report. @throws what the source throws, and DecodeError. */
  async list({ id, params }: Effect & { type: 'list' }, signal: AbortSignal): Promise<Report<K>> {
    const limitMs = this.#options.listIdleTimeout;
    this.#expectProgress({ limitMs, verb: 'list', problem: 'made no progress' }, id);
    const body = await this.#source.openList(params, { signal });
    const decoder = this.#source.codec.createListDecoder<K>(this.#decoding);
    const moment = momentOf(this.#options, id);
    const isCurrent = (): boolean => this.#receiver.effectId === id;
    await this.#readBody(body, (chunk) => {
      if (!isCurrent()) return false;
      moment.now = this.#idleTimer.progress();
      const items = decoder.push(chunk);
      if (items.length > 0) this.#receiver.reportArrival({ type: 'items', items }, moment);
      return isCurrent();
    });
    if (!isCurrent()) return { type: 'ended' };
    const { items, ...list } = decoder.end();
    // Begins the initial state also where it is empty, before its consumer is asked what is missing.
    this.#receiver.reportArrival({ type: 'items', items }, moment);
    return { type: 'page', list, doubt: this.#receiver.judgeInitialState() };
  }

  /** As `list`. */
  async watch(effect: Effect & { type: 'watch' }, signal: AbortSignal): Promise<Report<K>> {
    const { id, params, deadlineMs } = effect;
    const limitMs = this.#options.headersTimeout;
    this.#expectProgress({ limitMs, verb: 'watch', problem: 'was not answered' }, id);
    const body = await this.#source.openWatch(params, { signal });
    this.#receiver.report({ type: 'opened' }, id);
    if (!signal.aborted)
      this.#idleTimer.start({
        idleLimitMs: () => this.#receiver.idleLimitMs,
        endsInMs: deadlineMs,
        lookInMs: 3 * this.#options.bookmarkIntervalMs || deadlineMs,
        expire: (idleMs) => this.#receiver.report({ type: 'overdue', idleMs }, id),
      });
    const { codec } = this.#source;
    const splitter = codec.createFrameSplitter({ reusesPages: this.#receiver.borrows });
    const decoder = codec.createEventDecoder<K>(this.#decoding);
    const moment = momentOf(this.#options, id);
    let report: Report<K> | undefined;
    await this.#readBody(body, (chunk) => {
      if (signal.aborted) return false;
      moment.now = this.#idleTimer.progress();
      report = this.#readFrames(splitter.push(chunk), decoder, moment);
      return report === undefined;
    });
    if (report) return report;
    splitter.end();
    return { type: 'ended' };
  }

  /** Undefined as long as the watch goes on. */
  #readFrames(
    frames: readonly Uint8Array[],
    decoder: EventDecoder<K>,
    moment: Moment,
  ): Report<K> | undefined {
    const { effectId } = moment;
    for (const frame of frames) {
      const event = decoder.decode(frame);
      if (event.type === 'ERROR') return { type: 'failed', error: this.#inStreamError(event.status) };
      this.#receiver.reportArrival(event, moment);
      if (event.type === 'BOOKMARK' && event.initialEventsEnd) {
        const doubt = this.#receiver.judgeInitialState();
        this.#receiver.report({ type: 'endMark', resourceVersion: event.resourceVersion, doubt }, effectId);
      }
      if (this.#receiver.effectId !== effectId) return { type: 'ended' };
    }
    return undefined;
  }

  async #readBody(body: ResponseBody, read: (chunk: Uint8Array) => boolean): Promise<void> {
    if (this.#receiver.borrows && body.lend) return body.lend(read);
    for await (const chunk of body) if (!read(chunk)) return;
  }

  #expectProgress(
    { limitMs, verb, problem }: { readonly limitMs: number; readonly verb: string; readonly problem: string },
    effectId: number,
  ): void {
    this.#idleTimer.start({
      idleLimitMs: () => limitMs,
      // A page that comes a byte at a time must not hold its place at the gate for ever.
      endsInMs: 10 * limitMs,
      lookInMs: limitMs,
      expire: (idleMs) => {
        const [what, timeoutMs] = idleMs >= limitMs ? [problem, limitMs] : ['was not complete', 10 * limitMs];
        const message = `the ${verb} of ${resourceName(this.#source.resource)} ${what} for ${timeoutMs} ms`;
        this.#receiver.report({ type: 'failed', error: new DeadlineError(message, { timeoutMs }) }, effectId);
      },
    });
  }

  #inStreamError(status: Status): ApiError {
    const { code, reason, message } = status;
    const what = `the watch of ${resourceName(this.#source.resource)} was ended by the server`;
    const error = `${what}: ${message ?? 'no message'} (${code ?? 'no code'} ${reason ?? ''})`;
    return new ApiError(error, { status });
  }
}
