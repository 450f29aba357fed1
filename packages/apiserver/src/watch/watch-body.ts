// The body of one watch: pulls frames from the history of a kind, at the reader's own speed.
//
// What it sends, in order: the objects of a snapshot as ADDED (if asked for), the bookmark that ends them,
// then changes with bookmarks between them. What ends it:
//   the deadline, `close()`   cleanly, whatever was not read yet is lost
//   `finish`                  cleanly, once everything up to now has been read
//   falling behind            cleanly, when the history no longer holds the reader's place
//   a change not converted    cleanly, when the webhook has failed for half a minute
//   `close(error)`            with the error, as a lost connection
//   an ERROR frame            cleanly, right after it
//   the reader's return()     at once
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes

import { type Clock, PullQueue, type Timer } from '@kube-rx/core';
import { StatusError } from '../status-error.ts';
import type { History } from '../storage/history.ts';
import type { Follower, ResourceStore } from '../storage/resource-store.ts';
import { encodeFrame, type Representation, type StoredChange } from '../storage/stored-change.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Selection } from './selection.ts';

export interface WatchBodyOptions {
  readonly store: ResourceStore;
  /** Gives the changes from this place in the history on, where a webhook has to convert them first. */
  readonly convert?: ((history: History, sequence: number) => Promise<readonly StoredChange[]>) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly selection: Selection;
  /** How the first frame looks, which may explain the others. */
  readonly first: Representation;
  /** What is sent before the changes: objects, and frames as they are. */
  readonly opening: Iterator<StoredObject | Uint8Array>;
  /** The place in the history from which changes are sent, and the revision which they must exceed. */
  readonly sequence: number;
  readonly since: number;
  /** Makes a bookmark; undefined where the client does not want any. */
  readonly bookmark: ((revision: number) => Uint8Array) | undefined;
  /** When the server ends the watch. */
  readonly timeoutMs: number;
  /** Called once, when the stream has ended for whatever reason. */
  readonly onEnd: (stream: WatchBody) => void;
}

type Result = IteratorResult<Uint8Array, undefined>;

// Measured on the real server: each 59.4 to 60.8 s, and one 2 s before the deadline.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/cacher/cache_watcher.go
const bookmarkPeriodMs = 59_400;
const bookmarkJitterMs = 1_400;
const bookmarkBeforeDeadlineMs = 2_000;

// Measured on the real server as well: so long after a conversion has failed the webhook is asked again.
const retryMs = 100;

// For so long the real server asks again; then it ends all watches of the version, and reads the kind anew.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/cacher/cacher.go (MaxInternalErrorRetryDuration)
const maxRetryMs = 30_000;

export class WatchBody implements AsyncIterableIterator<Uint8Array>, Follower {
  readonly #options: WatchBodyOptions;
  readonly #deadline: number;
  readonly #timeout: Timer;
  #nextBookmark: Timer | undefined;
  readonly #frames: PullQueue<Uint8Array> = new PullQueue({ pull: () => this.#pull() });
  // Ends when there is nothing more to read.
  #isDraining = false;
  #sequence: number;
  // Undefined once everything of it is sent.
  #opening: WatchBodyOptions['opening'] | undefined;
  #dueBookmark: Uint8Array | undefined;
  // Converted already, from #sequence on.
  #converted: readonly StoredChange[] = [];
  // A webhook is being asked: the next frame waits for it.
  #isConverting = false;
  #retry: Timer | undefined;
  // When the first of the conversions failed that have failed since one succeeded.
  #failedSince: number | undefined;
  // How the first frame looks, until it is sent.
  #first: Representation | undefined;

  constructor(options: WatchBodyOptions) {
    this.#options = options;
    this.#sequence = options.sequence;
    this.#opening = options.opening;
    this.#first = options.first;
    this.#deadline = options.clock.monotonic() + options.timeoutMs;
    options.store.followers.add(this);
    this.#timeout = options.clock.schedule(options.timeoutMs, () => this.close());
    if (options.bookmark) this.#planBookmark();
  }

  get store(): ResourceStore {
    return this.#options.store;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    return this.#frames.next();
  }

  /** Hands over each frame as soon as there is one: see `PullQueue.pour`. */
  pour(take: (frame: Uint8Array) => boolean): Promise<boolean> {
    return this.#frames.pour(take);
  }

  return(): Promise<Result> {
    this.close();
    return this.#frames.return();
  }

  /** The store has a new change. */
  changed(): void {
    if (this.#frames.isAwaited && !this.#isConverting) this.#frames.wake();
    else if (!this.#options.store.history.holds(this.#sequence)) this.close();
  }

  /** Ends at once: cleanly, or with an error as a lost connection. */
  close(error?: Error): void {
    if (this.#frames.ended) return;
    if (error) this.#frames.fail(error);
    else this.#frames.end();
    this.#timeout.cancel();
    this.#nextBookmark?.cancel();
    this.#retry?.cancel();
    this.#options.store.followers.delete(this);
    this.#options.onEnd(this);
  }

  /** Ends once the reader has everything. */
  finish(): void {
    this.#isDraining = true;
    this.#frames.wake();
  }

  #pull(): Uint8Array | undefined {
    if (this.#frames.ended) return undefined;
    const frame = this.#openingFrame() ?? this.#dueBookmark ?? this.#changeFrame();
    this.#dueBookmark = undefined;
    if (!frame && this.#isDraining && !this.#isConverting) this.close();
    return frame;
  }

  #openingFrame(): Uint8Array | undefined {
    const next = this.#opening?.next();
    if (next === undefined || next.done) {
      this.#opening = undefined;
      return undefined;
    }
    if (next.value instanceof Uint8Array) return next.value;
    return this.#sent(encodeFrame('ADDED', (this.#first ?? this.#options.selection.as).encode(next.value)));
  }

  #changeFrame(): Uint8Array | undefined {
    const { store, since, convert } = this.#options;
    if (!store.history.holds(this.#sequence)) {
      this.close();
      return undefined;
    }
    if (convert) return this.#convertedFrame(convert);
    for (let change = store.history.at(this.#sequence); change; change = store.history.at(this.#sequence)) {
      this.#sequence += 1;
      const frame = change.revision > since ? this.#frameOf(change) : undefined;
      if (frame) return this.#sent(frame);
    }
    return undefined;
  }

  // In the order of the changes: nothing is read beyond one that is being converted.
  #convertedFrame(convert: NonNullable<WatchBodyOptions['convert']>): Uint8Array | undefined {
    const { store, since } = this.#options;
    for (let change = store.history.at(this.#sequence); change; change = store.history.at(this.#sequence)) {
      const [converted, ...rest] = change.revision > since ? this.#converted : [change];
      if (!converted) {
        this.#askFor(convert);
        return undefined;
      }
      if (change.revision > since) this.#converted = rest;
      this.#sequence += 1;
      const frame = change.revision > since ? this.#frameOf(converted) : undefined;
      if (frame) return this.#sent(frame);
    }
    return undefined;
  }

  #askFor(convert: NonNullable<WatchBodyOptions['convert']>): void {
    if (this.#isConverting) return;
    this.#isConverting = true;
    const { clock } = this.#options;
    // As the watch cache of the real server, which is behind until the webhook works again.
    const retry = (): void => {
      this.#isConverting = false;
      if (!this.#frames.ended) this.#askFor(convert);
    };
    convert(this.#options.store.history, this.#sequence).then(
      (converted) => {
        this.#isConverting = false;
        this.#failedSince = undefined;
        this.#converted = converted;
        this.#frames.wake();
      },
      (error: unknown) => {
        const isRefusal = error instanceof StatusError;
        const now = clock.monotonic();
        this.#failedSince ??= now;
        // What is over is not waited for.
        if (isRefusal && (this.#isDraining || now - this.#failedSince > maxRetryMs)) this.close();
        else if (isRefusal) this.#retry = clock.schedule(retryMs, retry);
        else this.close(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  #frameOf(change: StoredChange): Uint8Array | undefined {
    const { selection } = this.#options;
    return this.#first ? change.frame(selection.selects, this.#first) : selection.frame(change);
  }

  #sent(frame: Uint8Array): Uint8Array {
    this.#first = undefined;
    return frame;
  }

  #planBookmark(): void {
    const { clock, random } = this.#options;
    const left = this.#deadline - clock.monotonic();
    const period = bookmarkPeriodMs + random() * bookmarkJitterMs;
    const last = left - bookmarkBeforeDeadlineMs;
    if (last <= 0) return;
    this.#nextBookmark = clock.schedule(Math.min(period, last), () => {
      this.#sendBookmark();
      this.#planBookmark();
    });
  }

  // Only a reader who has seen every change may be told that it is up to date, and only if there is news.
  #sendBookmark(): void {
    const { store, since, bookmark } = this.#options;
    if (!bookmark || !this.#frames.isAwaited || this.#isConverting || store.progress <= since) return;
    this.#dueBookmark = bookmark(store.progress);
    this.#frames.wake();
  }
}
