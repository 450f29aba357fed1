// Drives a watcher's machine by hand, and prints its events and effects as short strings.

import { TransportError } from '@kube-rx/client';
import {
  ApiError,
  type DynamicObject,
  type EncodedList,
  type EncodedObject,
  type Status,
} from '@kube-rx/core';
import type { Holding, WatcherEvent } from '../../src/watcher/event.ts';
import { WatcherMachine } from '../../src/watcher/machine.ts';
import type { Effect, Frame, Moment, Report } from '../../src/watcher/message.ts';
import { resolveWatcherOptions, type WatcherOptions } from '../../src/watcher/options.ts';
import type { State } from '../../src/watcher/state.ts';
import type { InitialMode } from '../../src/watcher/status.ts';
import { encoded, objectEvent, page } from './objects.ts';

/** A page may have its items with it: they are reported first. */
export type BenchReport =
  | Exclude<Report<DynamicObject>, { type: 'page' }>
  | { readonly type: 'page'; readonly list: EncodedList<DynamicObject> };

export class Bench {
  readonly machine: WatcherMachine<DynamicObject>;
  now = 0;
  effect: Effect | undefined;
  /** What the consumer says that it holds. */
  holding: Holding | undefined;
  #asked: Effect['type'] | undefined;

  constructor(options: WatcherOptions = {}, mode: InitialMode = 'list') {
    this.machine = new WatcherMachine(resolveWatcherOptions(options), mode);
  }

  /** The state. The status does not tell `idle` and `probing` apart from others. */
  get kind(): State<DynamicObject>['kind'] {
    const { phase } = this.machine.status(0);
    if (phase === 'listing' && this.machine.effectId === 0) return 'idle';
    return phase === 'connecting' && this.#asked === 'list' ? 'probing' : phase;
  }

  /** The output for a report: the events, then the effect. */
  tell(report: BenchReport, effectId = this.machine.effectId): string[] {
    const moment: Moment = { effectId, now: this.now, random: 0 };
    const items =
      report.type === 'page' ? this.#print({ type: 'items', items: report.list.items }, moment) : [];
    return [...items, ...this.#print(report, moment)];
  }

  #print(report: Report<DynamicObject>, moment: Moment): string[] {
    const { events, effect } = this.machine.handle(report, moment);
    this.effect = effect;
    if (effect) this.#asked = effect.type;
    for (const event of events) if (event.type === 'Init' && this.holding) event.hold?.(this.holding);
    return [...events.map(printEvent), ...(effect ? [printEffect(effect)] : [])];
  }

  frame(...event: Parameters<typeof objectEvent>): string {
    return this.#frame(objectEvent(...event));
  }

  slice(...items: EncodedObject<DynamicObject>[]): string[] {
    return this.tell({ type: 'items', items });
  }

  bookmark(resourceVersion: string): string {
    return this.#frame({ type: 'BOOKMARK', resourceVersion, initialEventsEnd: false });
  }

  #frame(frame: Frame<DynamicObject>): string {
    return this.tell(frame).join(', ') || '-';
  }

  /** Waits as long as the machine asked for. */
  wake(): string[] {
    if (this.effect?.type !== 'wait') throw new Error('the machine does not wait');
    this.now += this.effect.delayMs;
    return this.tell({ type: 'alarm' });
  }

  /** A machine with an open watch at version 10, its list read at time 0. */
  static live(options: WatcherOptions = {}, holding?: Holding): Bench {
    const bench = new Bench(options);
    bench.holding = holding;
    bench.tell({ type: 'start' });
    bench.tell({ type: 'page', list: page(10, [encoded('a', 5)]) });
    bench.tell({ type: 'opened' });
    return bench;
  }

  static connecting(resourceVersion: string | number = 10): Bench {
    const bench = new Bench();
    bench.tell({ type: 'start' });
    bench.tell({ type: 'page', list: page(resourceVersion, []) });
    return bench;
  }

  static listing(): Bench {
    const bench = new Bench();
    bench.tell({ type: 'start' });
    return bench;
  }
}

function printEvent(event: WatcherEvent<DynamicObject>): string {
  switch (event.type) {
    case 'Init':
      return 'Init';
    case 'Skipped':
      return `Skipped(${event.key ?? '?'})`;
    case 'InitDone':
    case 'Bookmark':
      return `${event.type}@${event.resourceVersion}`;
    case 'Interrupted':
      return `Interrupted(${event.verdict} #${event.attempt} ${Math.round(event.retryInMs)})`;
    default:
      return `${event.type}(${event.encoded.name}@${event.encoded.resourceVersion})`;
  }
}

function printEffect(effect: Effect): string {
  if (effect.type === 'wait') return `wait ${Math.round(effect.delayMs)}`;
  if (effect.type === 'promote') return effect.isDead ? 'go on with the second' : 'go on with the other';
  if (effect.type === 'drop') return 'drop the second';
  const { resourceVersion } = effect.params;
  const from = resourceVersion === undefined ? '' : ` from ${resourceVersion}`;
  if (effect.type === 'watch') return `watch${from}`;
  if (effect.type === 'secondWatch') return `second watch${from}`;
  const { limit, continue: token } = effect.params;
  return `list${limit === undefined ? ' unpaged' : ''}${token === undefined ? '' : ` page ${token}`}${from}`;
}

export function failed(error: Error): BenchReport {
  return { type: 'failed', error };
}

export function status(code: number, reason: string, more: Partial<Status> = {}): ApiError {
  return new ApiError(reason, { status: { status: 'Failure', code, reason, ...more } });
}
export const reset: Error = new TransportError('connection reset', { code: 'ECONNRESET' });
export const gone: Error = status(410, 'Expired');
export const tooLarge: Error = status(504, 'Timeout', {
  details: { causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 1 },
});
export const busy: Error = status(429, 'TooManyRequests', { details: { retryAfterSeconds: 7 } });
