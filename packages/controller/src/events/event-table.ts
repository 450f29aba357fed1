// Which Events are to be written: the same thing again within six minutes makes a series of an Event, and only so much is
// written about one object. Pure: what happened and what came of a write come in, with the time.
//
// A series is idle, queued or being written. What happens meanwhile is counted, and the next write tells the whole count.
// https://github.com/kubernetes/enhancements/blob/master/keps/sig-instrumentation/383-new-event-api-ga-graduation/README.md

import { MicroTime } from '@kube-rx/core';
import {
  type EventObject,
  type EventSeries,
  type Occurrence,
  objectOf,
  seriesKeyOf,
} from './event-object.ts';
import { SpamFilter } from './spam-filter.ts';

/** What is to be sent. */
export type EventWrite = (
  | { readonly type: 'create'; readonly event: Omit<EventObject, 'metadata'> }
  | { readonly type: 'patch'; readonly name: string; readonly series: EventSeries }
) & {
  readonly namespace: string;
  /** The name of the object that it is about. */
  readonly object: string;
};

/**
 * - `stored`: under this name.
 * - `taken`: another Event has the name; once more, with another one.
 * - `gone`: the Event that was to be patched is no longer there; it is created anew.
 * - `failed`: the same again after a delay, twelve times at most, as in client-go.
 * - `refused`: and no repetition would help.
 */
export type WriteOutcome =
  | { readonly type: 'stored'; readonly name: string }
  | { readonly type: 'taken' | 'gone' | 'refused' }
  | { readonly type: 'failed'; readonly retryInMs: number };

/** Monotonic, and since the Unix epoch; in ms. */
export interface Now {
  readonly monotonic: number;
  readonly wall: number;
}

interface Series {
  readonly key: string;
  readonly occurrence: Occurrence;
  readonly firstTime: MicroTime;
  lastTime: MicroTime;
  lastAt: number;
  count: number;
  /** The count that the stored Event tells; 0 where none is stored. */
  written: number;
  /** The stored Event's. */
  name: string | undefined;
  phase: 'idle' | 'queued' | 'writing';
  /** Whether something happened during a write that is to be written too. */
  isOwed: boolean;
  /** What was tried in vain since the last success. */
  attempts: number;
  dueAt: number;
}

const seriesMs = 6 * 60_000;
const mostAttempts = 12;
// As many as client-go queues, and remembers.
const mostQueued = 1000;
const mostSeries = 4096;
const spam = { burst: 25, refillMs: 5 * 60_000, mostObjects: 4096 };

export class EventTable {
  readonly #filter = new SpamFilter(spam);
  // The one that happened longest ago is the first.
  readonly #series = new Map<string, Series>();
  #queue: Series[] = [];
  #writing: { readonly write: EventWrite; readonly series: Series; readonly count: number } | undefined;
  #dropped = 0;

  /** Writes that were given up. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Writes that are still to be made, the one under way included. */
  get pending(): number {
    return this.#queue.length + (this.#writing ? 1 : 0);
  }

  observe(occurrence: Occurrence, now: Now): void {
    this.#endSeries(now.monotonic);
    const series = this.#seriesOf(occurrence, now);
    if (!this.#filter.take(objectOf(occurrence), now.monotonic)) return;
    if (series.phase === 'writing') series.isOwed = true;
    else if (series.phase === 'idle') this.#enqueue(series, now.monotonic);
  }

  /** The next write that is due, which has to be settled before another one is taken. */
  take(now: Now): EventWrite | undefined {
    this.#endSeries(now.monotonic);
    const at = this.#queue.findIndex(({ dueAt }) => dueAt <= now.monotonic);
    const [series] = at === -1 ? [] : this.#queue.splice(at, 1);
    if (!series) return undefined;
    series.phase = 'writing';
    series.isOwed = false;
    const write = writeOf(series);
    this.#writing = { write, series, count: series.count };
    return write;
  }

  settle(outcome: WriteOutcome, now: Now): void {
    const writing = this.#writing;
    this.#writing = undefined;
    if (!writing) return;
    const { series, count } = writing;
    series.phase = 'idle';
    switch (outcome.type) {
      case 'stored':
        Object.assign(series, { name: outcome.name, written: count, attempts: 0 });
        if (series.isOwed || (isBehind(series) && !this.#goesOn(series)))
          this.#enqueue(series, now.monotonic);
        return;
      case 'taken':
      case 'gone':
        Object.assign(series, { name: undefined, written: 0 });
        this.#tryAgain(series, now.monotonic);
        return;
      case 'failed':
        this.#tryAgain(series, now.monotonic + outcome.retryInMs);
        return;
      case 'refused':
        this.#giveUp(series);
        return;
      default:
        outcome satisfies never;
    }
  }

  /** When `take` may give something, in monotonic ms; undefined where nothing is to be written. */
  get nextAt(): number | undefined {
    const times = this.#queue.map(({ dueAt }) => dueAt);
    for (const series of this.#series.values()) if (isBehind(series)) times.push(endOf(series));
    return times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time));
  }

  /** Ends all series, so that what was counted last is written, and makes everything due. */
  endAll(now: Now): void {
    for (const series of this.#series.values()) this.#end(series, now.monotonic);
    for (const series of this.#queue) series.dueAt = Math.min(series.dueAt, now.monotonic);
  }

  /** Gives up what is not written yet. */
  clear(): void {
    this.#dropped += this.#queue.length;
    for (const series of this.#queue) series.phase = 'idle';
    this.#queue = [];
    this.#series.clear();
  }

  #seriesOf(occurrence: Occurrence, now: Now): Series {
    const key = seriesKeyOf(occurrence);
    const time = MicroTime.format(now.wall);
    const series = this.#series.get(key) ?? newSeries(key, occurrence, time);
    Object.assign(series, { count: series.count + 1, lastTime: time, lastAt: now.monotonic });
    this.#series.delete(key);
    this.#series.set(key, series);
    if (this.#series.size > mostSeries)
      for (const oldest of this.#series.values()) {
        this.#end(oldest, now.monotonic);
        break;
      }
    return series;
  }

  /** Ends the series in which nothing has happened for long enough. */
  #endSeries(now: number): void {
    for (const series of this.#series.values()) {
      if (endOf(series) > now) return;
      this.#end(series, now);
    }
  }

  #end(series: Series, dueAt: number): void {
    this.#series.delete(series.key);
    if (isBehind(series)) this.#enqueue(series, dueAt);
  }

  /** Whether more of it may come. */
  #goesOn(series: Series): boolean {
    return this.#series.get(series.key) === series;
  }

  #enqueue(series: Series, dueAt: number): void {
    if (this.#queue.length >= mostQueued) {
      this.#giveUp(series);
      return;
    }
    Object.assign(series, { phase: 'queued', dueAt });
    this.#queue.push(series);
  }

  #tryAgain(series: Series, dueAt: number): void {
    series.attempts += 1;
    if (series.attempts < mostAttempts) this.#enqueue(series, dueAt);
    else this.#giveUp(series);
  }

  #giveUp(series: Series): void {
    this.#dropped += 1;
    Object.assign(series, { attempts: 0, isOwed: false });
  }
}

function newSeries(key: string, occurrence: Occurrence, time: MicroTime): Series {
  return {
    key,
    occurrence,
    firstTime: time,
    lastTime: time,
    lastAt: 0,
    count: 0,
    written: 0,
    name: undefined,
    phase: 'idle',
    isOwed: false,
    attempts: 0,
    dueAt: 0,
  };
}

/** One sum for all who ask: how long ago it was may be rounded to less than `seriesMs` at that very time. */
function endOf({ lastAt }: Series): number {
  return lastAt + seriesMs;
}

/** Whether the stored Event does not tell all that was counted, and no write is on its way. */
function isBehind({ phase, name, count, written }: Series): boolean {
  return phase === 'idle' && name !== undefined && count > written;
}

function writeOf({ occurrence, name, count, firstTime, lastTime }: Series): EventWrite {
  const { namespace, ...event } = occurrence;
  const series = { count, lastObservedTime: lastTime };
  const where = { namespace, object: occurrence.regarding.name };
  if (name !== undefined) return { type: 'patch', name, series, ...where };
  return {
    type: 'create',
    event: { ...event, eventTime: firstTime, ...(count > 1 && { series }) },
    ...where,
  };
}
