// The watcher as a pure machine: it is told what happened and when, and says what to tell and what to do next.
//
//   idle        nothing started.
//   listing     one page of the initial state is asked for. Ends with the last page, or in trouble.
//   connecting  a watch from `resourceVersion` is asked for. Ends when its head arrives, or in trouble.
//   live        frames are taken in. Ends with the stream: cleanly, by an error, or by a deadline.
//   waiting     a delay before `next`. Ends by the alarm.
//   stopped     for ever.
//
// One effect is outstanding at a time; each bears an attempt number, and what an older attempt still has to
// say is dropped. Verdicts are made in classify.ts, delays in backoff.ts; sockets and clocks are the driver's.
//
// Invariants: events follow the grammar of event.ts; a version never goes back but by a confirmed list
// (`epoch`); every way into `waiting` tells `Interrupted`; no more starts than the token buckets grant.

import type {
  BookmarkEvent,
  EncodedList,
  KubeObject,
  ListParams,
  ObjectEvent,
  WatchParams,
} from '@kube-rx/core';
import { backoffMs, TokenBucket } from './backoff.ts';
import { classify, type Verdict } from './classify.ts';
import { type InitEvent, ObjectWatcherEvent, type WatcherEvent } from './event.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import { Position } from './position.ts';
import type { WatcherStatus } from './status.ts';
import { dampedError, regressionError, silenceError } from './watch-error.ts';

/** A list under way, and where it stands. */
interface Listing {
  readonly kind: 'listing';
  /** The token of the page asked for; absent for the first. */
  readonly continue?: string;
  /** The first page's version, which is the list's. */
  readonly resourceVersion?: string;
  /** All in one page, because a token expired. */
  readonly unpaged: boolean;
}

interface Connecting {
  readonly kind: 'connecting';
}

type State =
  | { readonly kind: 'idle' }
  | Listing
  | Connecting
  | { readonly kind: 'live'; readonly since: number }
  | { readonly kind: 'waiting'; readonly next: Listing | Connecting; readonly until: number }
  | { readonly kind: 'stopped' };

/** What the driver reports. Times are monotonic milliseconds; `random` is uniform in [0, 1). */
export type Input<K extends KubeObject> = {
  readonly attempt: number;
  readonly now: number;
  readonly random: number;
} & (
  | { readonly type: 'start' | 'opened' | 'ended' | 'alarm' | 'stop' }
  | { readonly type: 'page'; readonly list: EncodedList<K> }
  | { readonly type: 'failed'; readonly error: Error }
  /** A watch was open for too long, and silent for the last `idleMs`. */
  | { readonly type: 'overdue'; readonly idleMs: number }
);

export type Effect =
  | { readonly type: 'list'; readonly attempt: number; readonly params: ListParams }
  | {
      readonly type: 'watch';
      readonly attempt: number;
      readonly params: WatchParams;
      readonly deadlineMs: number;
    }
  | { readonly type: 'wait'; readonly attempt: number; readonly delayMs: number };

export interface Output<K extends KubeObject> {
  readonly events: readonly WatcherEvent<K>[];
  /** What replaces everything outstanding. */
  readonly effect?: Effect;
}

const nothing = { events: [] } as const;
const init: InitEvent = { type: 'Init' };

// A stream that lived so long, or delivered something, ended for no reason that concerns us.
const healthyMs = 5_000;
// Less silence than this is none.
const quietMs = 60_000;
// Health is proven by a stream that outlives the last delay, and this.
const provenMs = 10_000;
// How often one version may be met by the same trouble before a list is made instead.
const patience: Readonly<Partial<Record<Verdict, number>>> = { silent: 2, faulty: 3, retry: 3, damped: 3 };

export class WatcherMachine<K extends KubeObject> {
  readonly #options: ResolvedWatcherOptions;
  readonly #lists = new TokenBucket({ burst: 10, perMinute: 30 });
  readonly #watches = new TokenBucket({ burst: 10, perMinute: 75 });
  #state: State = { kind: 'idle' };
  #attempt = 0;
  readonly #position = new Position();
  // The next list must be as new as the server itself, not merely as new as what was seen.
  #consistent = false;
  #delivered = false;
  #bookmarks = false;
  #failures = 0;
  #stuck = 0;
  #delayMs = 0;
  #verdict: Verdict | undefined;
  #error: Error | undefined;
  #since = 0;
  #lastEventAt: number | undefined;
  readonly #counters = { lists: 0, watches: 0, relists: 0, expired: 0, duplicates: 0, violations: 0 };

  constructor(options: ResolvedWatcherOptions) {
    this.#options = options;
  }

  get attempt(): number {
    return this.#attempt;
  }

  /** How long an open watch may be silent; undefined until the server has shown that it sends bookmarks. */
  get idleLimitMs(): number | undefined {
    const interval = this.#options.bookmarkIntervalMs;
    return this.#bookmarks && interval > 0 ? 3 * interval : undefined;
  }

  /** `offsetMs` turns monotonic time into the status' wall time. */
  status(offsetMs: number): WatcherStatus {
    const state = this.#state;
    const { synced, resourceVersion, epoch } = this.#position;
    return {
      phase: state.kind === 'idle' ? 'listing' : state.kind,
      synced,
      ...(resourceVersion !== undefined && { resourceVersion }),
      epoch,
      since: this.#since + offsetMs,
      ...(this.#lastEventAt !== undefined && { lastEventAt: this.#lastEventAt + offsetMs }),
      attempt: this.#error ? Math.max(1, this.#failures) : 0,
      ...(state.kind === 'waiting' && { nextRetryAt: state.until + offsetMs }),
      ...(this.#error && { lastError: this.#error }),
      counters: { ...this.#counters },
    };
  }

  /** A frame of the open watch: the hot path. Undefined where it says nothing new. */
  advance(event: ObjectEvent<K> | BookmarkEvent, now: number): WatcherEvent<K> | undefined {
    if (this.#state.kind !== 'live') return undefined;
    this.#lastEventAt = now;
    this.#delivered = true;
    if (event.type === 'BOOKMARK') {
      this.#bookmarks = true;
      const { resourceVersion } = event;
      if (resourceVersion === this.#position.resourceVersion) return undefined;
      return this.#accept(resourceVersion) ? { type: 'Bookmark', resourceVersion } : undefined;
    }
    if (!this.#accept(event.encoded.resourceVersion)) return undefined;
    return new ObjectWatcherEvent(event.type === 'DELETED' ? 'Delete' : 'Apply', event.encoded);
  }

  next(input: Input<K>): Output<K> {
    if (input.type === 'stop') return this.#enter({ kind: 'stopped' }, input.now);
    if (input.attempt !== this.#attempt) return nothing;
    const state = this.#state;
    switch (state.kind) {
      case 'idle':
        return input.type === 'start' ? this.#begin({ kind: 'listing', unpaged: false }, input) : nothing;
      case 'listing':
        return this.#inListing(state, input);
      case 'connecting':
        return this.#inConnecting(input);
      case 'live':
        return this.#inLive(state, input);
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
    return this.#retreat(input.error, input, state);
  }

  #takePage(state: Listing, list: EncodedList<K>, input: Input<K>): Output<K> {
    this.#lastEventAt = input.now;
    const events: WatcherEvent<K>[] = state.resourceVersion === undefined ? [init] : [];
    for (const item of list.items) events.push(new ObjectWatcherEvent('InitApply', item));
    const resourceVersion = state.resourceVersion ?? list.resourceVersion;
    if (list.continue !== undefined) {
      const { effect } = this.#run(
        { kind: 'listing', continue: list.continue, resourceVersion, unpaged: false },
        input,
      );
      return { events, ...(effect && { effect }) };
    }
    return this.#finishList(resourceVersion, events, input);
  }

  #finishList(resourceVersion: string, events: WatcherEvent<K>[], input: Input<K>): Output<K> {
    const seen = this.#position.resourceVersion;
    if (!this.#position.restart(resourceVersion)) {
      const { events: told, effect } = this.#retreat(regressionError(resourceVersion, seen), input);
      return { events: [...events, ...told], ...(effect && { effect }) };
    }
    this.#consistent = false;
    this.#stuck = 0;
    events.push({ type: 'InitDone', resourceVersion });
    const { events: told, effect } = this.#begin({ kind: 'connecting' }, input);
    return { events: [...events, ...told], ...(effect && { effect }) };
  }

  #inConnecting(input: Input<K>): Output<K> {
    if (input.type === 'opened') {
      this.#error = undefined;
      this.#delivered = false;
      return this.#enter({ kind: 'live', since: input.now }, input.now);
    }
    return input.type === 'failed' ? this.#retreat(input.error, input) : nothing;
  }

  #inLive(state: { readonly since: number }, input: Input<K>): Output<K> {
    const livedMs = input.now - state.since;
    if (livedMs >= Math.max(provenMs, this.#delayMs)) this.#failures = 0;
    const healthy = livedMs >= healthyMs || this.#delivered;
    switch (input.type) {
      case 'failed':
        return this.#retreat(input.error, input);
      case 'ended':
        if (healthy) return this.#begin({ kind: 'connecting' }, input);
        return this.#retreat(dampedError(), input);
      case 'overdue':
        // A server that went on sending merely ignored timeoutSeconds.
        if (input.idleMs < quietMs) return this.#begin({ kind: 'connecting' }, input);
        return this.#retreat(silenceError(input.idleMs), input);
      default:
        return nothing;
    }
  }

  /** The single way from trouble into `waiting`. `page`: the page to repeat where the list need not restart. */
  #retreat(error: Error, input: Input<K>, page?: Listing): Output<K> {
    const { verdict, retryAfterMs = 0 } = classify(error);
    const next = this.#after(verdict, page);
    // An outage before the history was lost says nothing of the list that is due now.
    if (verdict === 'expired' && this.#verdict !== 'expired') this.#failures = 0;
    this.#verdict = verdict;
    this.#error = error;
    const delayMs = Math.max(
      backoffMs(this.#failures, input.random, this.#options.backoff),
      retryAfterMs * (1 + input.random / 10),
    );
    this.#failures += 1;
    return this.#wait(next, delayMs, { error, verdict }, input);
  }

  #after(verdict: Verdict, page: Listing | undefined): Listing | Connecting {
    if (verdict === 'expired') this.#counters.expired += 1;
    if (verdict === 'violation') this.#counters.violations += 1;
    if (verdict === 'expired' || verdict === 'tooLarge' || verdict === 'regressed') this.#consistent = true;
    const list: Listing = { kind: 'listing', unpaged: false };
    if (this.#state.kind === 'listing') {
      const again =
        verdict === 'retry' || verdict === 'throttled' || verdict === 'notKubernetes' || verdict === 'silent';
      return again && page ? page : list;
    }
    if (verdict === 'expired' || verdict === 'tooLarge' || verdict === 'violation' || verdict === 'missing')
      return list;
    // A server that cannot be reached is no reason for a list.
    if (verdict === 'retry' && this.#state.kind === 'connecting') return { kind: 'connecting' };
    const limit = patience[verdict];
    if (limit === undefined) return { kind: 'connecting' };
    this.#stuck += 1;
    return this.#stuck >= limit ? list : { kind: 'connecting' };
  }

  /** Starts `next` as soon as its token bucket grants it. */
  #begin(next: Listing | Connecting, input: Input<K>): Output<K> {
    const grantedInMs = this.#take(next, input.now);
    if (grantedInMs <= 0) return this.#run(next, input);
    const error = dampedError();
    this.#error = error;
    return this.#enterWaiting(next, grantedInMs, { error, verdict: 'damped' }, input);
  }

  #wait(next: Listing | Connecting, delayMs: number, trouble: Trouble, input: Input<K>): Output<K> {
    const repeatsPage = next.kind === 'listing' && next.continue !== undefined;
    const grantedInMs = repeatsPage ? 0 : this.#take(next, input.now);
    return this.#enterWaiting(next, Math.max(delayMs, grantedInMs), trouble, input);
  }

  #enterWaiting(next: Listing | Connecting, delayMs: number, trouble: Trouble, input: Input<K>): Output<K> {
    this.#delayMs = delayMs;
    const until = input.now + delayMs;
    this.#enter({ kind: 'waiting', next, until }, input.now);
    const { resourceVersion } = this.#position;
    return {
      events: [
        {
          type: 'Interrupted',
          ...trouble,
          attempt: Math.max(1, this.#failures),
          retryInMs: delayMs,
          ...(resourceVersion !== undefined && { resourceVersion }),
        },
      ],
      effect: { type: 'wait', attempt: this.#attempt, delayMs },
    };
  }

  /** Starts `next` now; its token has been taken. */
  #run(next: Listing | Connecting, input: Input<K>): Output<K> {
    this.#enter(next, input.now);
    const attempt = this.#attempt;
    const { labelSelector, fieldSelector } = this.#options;
    if (next.kind === 'listing') {
      if (next.continue === undefined) {
        this.#counters.lists += 1;
        if (this.#position.synced) this.#counters.relists += 1;
      }
      const params = { labelSelector, fieldSelector, ...this.#listParams(next) };
      return { events: [], effect: { type: 'list', attempt, params } };
    }
    this.#counters.watches += 1;
    const { watchSeconds, watchGraceMs } = this.#options;
    const { resourceVersion } = this.#position;
    const timeoutSeconds = Math.floor(
      watchSeconds.min + input.random * (watchSeconds.max - watchSeconds.min),
    );
    const params = {
      labelSelector,
      fieldSelector,
      timeoutSeconds,
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
    return {
      events: [],
      effect: { type: 'watch', attempt, params, deadlineMs: timeoutSeconds * 1000 + watchGraceMs },
    };
  }

  #listParams(listing: Listing): ListParams {
    const limit = listing.unpaged ? {} : { limit: this.#options.pageSize };
    if (listing.continue !== undefined) return { ...limit, continue: listing.continue };
    // "Not older than seen" spares the server a quorum read for each client that comes back.
    const seen = this.#consistent ? undefined : this.#position.resourceVersion;
    return {
      ...limit,
      ...(seen !== undefined && { resourceVersion: seen, resourceVersionMatch: 'NotOlderThan' }),
    };
  }

  #take(next: Listing | Connecting, now: number): number {
    return (next.kind === 'listing' ? this.#lists : this.#watches).take(now);
  }

  #enter(state: State, now: number): Output<K> {
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
    this.#stuck = 0;
    return true;
  }
}

interface Trouble {
  readonly error: Error;
  readonly verdict: Verdict;
}
