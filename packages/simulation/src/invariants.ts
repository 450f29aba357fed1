// The promises of the watcher and its store (docs/guide/watcher.md), checked against all events and changes.

import { type DynamicObject, objectKey } from '@kube-rx/core';
import type { Change, Store, WatcherEvent, WatcherStatus } from '@kube-rx/runtime';
import type { SeenRequest } from './simulated-network.ts';

// Five minutes, and jitter on top.
const longestWaitMs = 330_001;

/**
 * Listens to one watcher and its store, and collects violations.
 *
 * @example
 * const witness = new Witness();
 * watcher(Api.all(world.client('mine'), ConfigMap)).subscribe((event) => witness.event(event));
 */
export class Witness {
  readonly violations: string[] = [];
  /** Events so far, interruptions included. */
  events = 0;
  #grammar: 'start' | 'initial' | 'following' = 'start';
  #epoch = 0;
  #versions = new Map<string, bigint>();
  readonly #present = new Map<string, string>();
  readonly #labels = new Map<string, readonly [label: string, value: string]>();
  #closed = false;
  readonly #exists: (uid: string) => boolean;
  // The version up to which everything was told.
  #last: string | undefined;
  #told = false;
  #liveSince: number | undefined;
  // The last delay that was told, of a second watch as well, and the one before.
  #waitMs = 0;
  #waitBeforeMs = 0;

  /** `exists`: whether an object is there for certain. Default: nothing is known of any. */
  constructor(exists: (uid: string) => boolean = () => false) {
    this.#exists = exists;
  }

  /** I4 (grammar), I7 (nothing before Init), I2 (versions), I6 (nothing after the end). */
  event(event: WatcherEvent<DynamicObject>): void {
    this.events += 1;
    if (this.#closed) this.#violate('I6', `${event.type} after the watcher was closed`);
    if (event.type === 'Interrupted') {
      this.#told = true;
      this.#waitBeforeMs = this.#waitMs;
      this.#waitMs = event.retryInMs;
      if (this.#waitMs > longestWaitMs) this.#violate('I9', `waits for ${Math.round(this.#waitMs)} ms`);
      if (event.error.name === 'AbortError') this.#violate('I9', 'tells of its own abort as of trouble');
      return;
    }
    if (event.type === 'Skipped') return;
    const due = event.type === 'InitApply' || event.type === 'InitDone' ? 'initial' : 'following';
    if (event.type === 'Init') this.#grammar = 'initial';
    else if (this.#grammar !== due) this.#violate('I4', `${event.type} is not of the ${due} events`);
    if (event.type === 'InitDone') this.#grammar = 'following';
    if (event.type === 'InitDone' || event.type === 'Bookmark') this.#last = event.resourceVersion;
    if (event.type === 'Apply' || event.type === 'Delete')
      this.#last = newer(this.#last, event.encoded.resourceVersion);
    if (event.type === 'Apply') this.#inOrder(event.encoded.key, event.encoded.resourceVersion);
  }

  /**
   * I9: a wait is announced and has a reason, and is not longer than a Retry-After is believed; after a healthy watch the
   * attempts are counted from 1 again. `now` is the watcher's monotonic time, which stands still while its machine sleeps.
   */
  status(status: WatcherStatus, now: number = status.since): void {
    if (status.epoch !== this.#epoch) {
      this.#epoch = status.epoch;
      this.#versions = new Map();
    }
    // A live watch is healthy from the start, or again from when no second one could be had beside it.
    if (status.phase === 'live' && (this.#liveSince === undefined || this.#told)) this.#liveSince = now;
    if (status.phase === 'waiting') {
      if (!status.lastError || status.nextRetryAt === undefined)
        this.#violate('I9', 'waiting without a word of why');
      if (!this.#told) this.#violate('I9', 'waiting without having told Interrupted');
      const livedMs = this.#liveSince === undefined ? 0 : now - this.#liveSince;
      // A watch that outlived the last delay. None is longer than 30 s, but where the server asks for it.
      if (livedMs > Math.max(30_000, this.#waitBeforeMs) && status.attempt !== 1)
        this.#violate('I9', `attempt ${status.attempt} after a healthy watch`);
    }
    if (status.phase !== 'live') this.#liveSince = undefined;
    // The same wait may be reported more than once.
    if (status.phase !== 'waiting') this.#told = false;
  }

  /** I2: a watch starts at the version up to which everything was told. */
  request({ kind, resourceVersion }: SeenRequest): void {
    if (kind === 'watch' && resourceVersion !== this.#last)
      this.#violate('I2', `watches from ${String(resourceVersion)} after having told ${String(this.#last)}`);
  }

  /** I3 (every deletion is seen, once), I2 (versions in the store), I8 (nothing is told to be gone that exists). */
  change({ type, key, encoded }: Change<DynamicObject>): void {
    const present = this.#present.get(key);
    if (type === 'added') {
      if (present !== undefined) this.#violate('I3', `${key} added while it is there`);
      this.#present.set(key, encoded.uid);
      return;
    }
    if (present !== encoded.uid) this.#violate('I3', `${key} ${type} as another object than was added`);
    if (type !== 'deleted') return;
    this.#present.delete(key);
    if (this.#exists(encoded.uid)) this.#violate('I8', `tells the deletion of ${key}, which exists`);
  }

  /** I1: the store equals the server. I3: so does the sum of the changes. */
  converged(store: Store<DynamicObject>, truth: readonly string[]): void {
    const held = contentsOf(store);
    if (held.join() !== [...truth].sort().join())
      this.#violate('I1', `holds ${held.join(' ')}, not ${truth.join(' ')}`);
    const told = Array.from(this.#present, ([key, uid]) => `${key}@${uid}`).sort();
    const uids = truth.map((entry) => entry.slice(0, entry.lastIndexOf('@'))).sort();
    if (told.join() !== uids.join()) this.#violate('I3', `told of ${told.join(' ')}, not ${uids.join(' ')}`);
  }

  /** I1: a query finds what a search through all objects finds. */
  queries(store: Store<DynamicObject>, indexed: boolean): void {
    const all = Array.from(store.entries(), ([, encoded]) => encoded);
    const namespaces = new Set(all.map(({ namespace }) => namespace).filter((each) => each !== ''));
    for (const namespace of [...namespaces, 'no-such-namespace'])
      this.#found(
        `in namespace ${namespace}`,
        store.keys({ namespace }),
        all.filter((one) => one.namespace === namespace),
      );
    // Labels that no object has any more are queried as well: an index must forget them.
    for (const { labels } of all)
      for (const [label, value] of Object.entries(labels))
        this.#labels.set(`${label}=${value}`, [label, value]);
    for (const [pair, [label, value]] of this.#labels) {
      const wanted = all.filter(({ labels }) => labels[label] === value);
      this.#found(`by label ${pair}`, store.keys({ labelSelector: { [label]: value } }), wanted);
      if (indexed) this.#found(`by index ${pair}`, store.byIndex('byLabel', pair).map(keyOf), wanted);
    }
  }

  /** I3: a change can be read as long as somebody holds it. */
  readable(changes: readonly Change<DynamicObject>[]): void {
    for (const { type, key, encoded, previous } of changes)
      try {
        const { metadata } = encoded.object;
        if (keyOf(encoded.object) !== key || metadata.resourceVersion !== encoded.resourceVersion)
          this.#violate('I3', `${key} ${type} has become ${keyOf(encoded.object)}`);
        if (previous && keyOf(previous) !== key)
          this.#violate('I3', `what ${key} was has become ${keyOf(previous)}`);
      } catch (error) {
        this.#violate('I3', `${key} ${type} cannot be read any more: ${String(error)}`);
      }
  }

  /** I5: at most 30 initial states and 75 watches a minute, after a burst of ten. */
  requests(requests: readonly SeenRequest[]): void {
    const { initial = [], watch = [] } = Object.groupBy(requests, ({ kind }) => kind);
    this.#bounded(initial, 30, 'initial states');
    this.#bounded(watch, 75, 'watches');
  }

  /** Any later event is a violation. */
  close(): void {
    this.#closed = true;
  }

  #bounded(starts: readonly SeenRequest[], perMinute: number, what: string): void {
    const limit = 10 + perMinute;
    for (let last = limit; last < starts.length; last += 1) {
      const spanMs = (starts[last]?.at ?? 0) - (starts[last - limit]?.at ?? 0);
      if (spanMs < 60_000) this.#violate('I5', `${limit + 1} ${what} within ${Math.round(spanMs)} ms`);
    }
  }

  #found(how: string, keys: Iterable<string>, wanted: readonly { readonly key: string }[]): void {
    const [found, right] = [[...keys], wanted.map(({ key }) => key)].map((all) => all.sort().join());
    if (found !== right) this.#violate('I1', `finds ${found} ${how}, not ${right}`);
  }

  #inOrder(key: string, resourceVersion: string): void {
    const version = BigInt(resourceVersion);
    const last = this.#versions.get(key);
    if (last !== undefined && version <= last) this.#violate('I2', `${key} went from ${last} to ${version}`);
    this.#versions.set(key, version);
  }

  #violate(invariant: string, what: string): void {
    this.violations.push(`${invariant}: ${what}`);
  }
}

// A deletion inside a streamed initial state is told after the end of that state, with its older version.
function newer(a: string | undefined, b: string): string {
  return a !== undefined && BigInt(a) > BigInt(b) ? a : b;
}

function keyOf({ metadata }: DynamicObject): string {
  return objectKey(metadata.name, metadata.namespace ?? '');
}

/** The index `byLabel`: every label as `label=value`. */
export function labelsOf({ metadata }: DynamicObject): readonly string[] {
  return Object.entries(metadata.labels ?? {}).map(([label, value]) => `${label}=${value}`);
}

/**
 * `key@uid@version` of everything in the store, sorted.
 *
 * @example
 * const [first] = contentsOf(store); // 'default/a@0c5e...@101'
 */
export function contentsOf(store: Store<DynamicObject>): string[] {
  return Array.from(
    store.entries(),
    ([key, { uid, resourceVersion }]) => `${key}@${uid}@${resourceVersion}`,
  ).sort();
}
