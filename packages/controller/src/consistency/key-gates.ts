// The gates of a controller, one for each key that wrote: the next run of the key waits here until the caches show what
// the ones before wrote. Other keys pass. Nobody is asked for it: caches tell when they have come further.

import { channel } from 'node:diagnostics_channel';
import { printable, type Resource, resourceName } from '@kube-rx/core';
import type { CacheView } from './gate.ts';
import { type GateMessage, gateChannel } from './gate-channel.ts';
import type { OwnWrite } from './own-write.ts';
import type { Wanted } from './wanted.ts';
import { Written } from './written.ts';

/** A cache that can say what it selects, and when to look again. */
export interface WatchedView extends CacheView {
  readonly cluster: string;
  readonly resource: Pick<Resource, 'group' | 'plural'>;
  selects(write: OwnWrite): boolean;
  /** Calls back whenever one of `late` may have been shown, until the returned function is called. */
  watch(late: readonly Wanted[], onChange: () => void): () => void;
  /** How far it is, in words. */
  describe(): string;
}

export interface KeyGatesOptions {
  /** The controller's name, for what is told. */
  readonly controller: string;
  /** How long a run may wait, in ms; 0: never. */
  readonly timeout: number;
  /** The caches show what the key wrote, so it need not wait any longer. */
  readonly onOpen: (key: string) => void;
  /** What the key wrote a minute ago is not shown yet, and is no longer waited for. */
  readonly onForgotten?: (key: string) => void;
}

/**
 * - `open`: all is shown; `waitedMs` is 0 where nothing was waited for.
 * - `wait`: not before `onOpen` names the key, or `until`, whichever is first.
 * - `overdue`: it has waited long enough; `missing` says for what. None of it is waited for again.
 */
export type GateVerdict =
  | { readonly type: 'open'; readonly waitedMs: number }
  | { readonly type: 'wait'; readonly until: number }
  | { readonly type: 'overdue'; readonly waitedMs: number; readonly missing: string };

interface KeyGate {
  readonly written: Written<WatchedView>;
  wait?: { readonly since: number; stop: () => void };
}

// A cache that has not come so far after a minute is in trouble, which its status tells.
const keptMs = 60_000;

export class KeyGates {
  readonly #options: KeyGatesOptions;
  readonly #caches = new Map<string, Set<WatchedView>>();
  // The key that wrote longest ago is first.
  readonly #gates = new Map<string, KeyGate>();
  readonly #channel = channel(gateChannel);

  constructor(options: KeyGatesOptions) {
    this.#options = options;
  }

  /** How many keys have something to be waited for, as far as was looked; and how many wait. */
  get sizes(): { readonly written: number; readonly waiting: number } {
    const gates = [...this.#gates.values()];
    return { written: gates.length, waiting: gates.filter(({ wait }) => wait).length };
  }

  /** Writes to come are waited for in this cache as well, until the returned function is called. */
  add(cache: WatchedView): () => void {
    const name = cacheName(cache.cluster, cache.resource);
    const caches = this.#caches.get(name) ?? new Set();
    this.#caches.set(name, caches.add(cache));
    return () => {
      if (!caches.delete(cache)) return;
      if (caches.size === 0) this.#caches.delete(name);
      for (const [key, gate] of this.#gates) {
        gate.written.drop(cache);
        if (gate.wait) this.#look(key, gate);
      }
    };
  }

  /** A run of the key wrote. `now`: monotonic ms, here and below. */
  wrote(key: string, { cluster, write, now }: { cluster: string; write: OwnWrite; now: number }): void {
    const caches = this.#caches.get(cacheName(cluster, write));
    if (!caches || this.#options.timeout === 0) return;
    this.#sweep(now);
    const gate: KeyGate = this.#gates.get(key) ?? { written: new Written() };
    for (const cache of caches)
      gate.written.add(cache, write, {
        epoch: cache.epochOf(write.namespace),
        isSelected: cache.selects(write),
        cachedUid: cache.get(write.key)?.uid,
        now,
      });
    this.#gates.delete(key);
    this.#gates.set(key, gate);
  }

  /** To be asked when a run of the key is due. */
  enter(key: string, now: number): GateVerdict {
    const gate = this.#gates.get(key);
    if (!gate) return { type: 'open', waitedMs: 0 };
    this.#forgetOld(key, gate, now);
    const missing = gate.written.missing();
    const since = gate.wait?.since ?? now;
    const waitedMs = now - since;
    gate.wait?.stop();
    if (missing.size === 0) {
      delete gate.wait;
      if (gate.written.size === 0) this.#gates.delete(key);
      if (waitedMs > 0) this.#tell({ type: 'opened', key, waitedMs });
      return { type: 'open', waitedMs };
    }
    // The same sum as was told: a difference may be rounded to less than the timeout, and the key would wait for nothing.
    const until = since + this.#options.timeout;
    if (now < until) {
      gate.wait = { since, stop: this.#watch(key, gate, missing) };
      return { type: 'wait', until };
    }
    this.#gates.delete(key);
    const words = describe(missing);
    this.#tell({ type: 'overdue', key, waitedMs, missing: words });
    return { type: 'overdue', waitedMs, missing: words };
  }

  /** The key is no longer there: nothing is waited for. */
  forget(key: string): void {
    this.#gates.get(key)?.wait?.stop();
    this.#gates.delete(key);
  }

  /** Ends every wait. `onOpen` is not called. */
  close(): void {
    for (const key of [...this.#gates.keys()]) this.forget(key);
    this.#caches.clear();
  }

  #watch(key: string, gate: KeyGate, missing: ReadonlyMap<WatchedView, readonly Wanted[]>): () => void {
    const ends = Array.from(missing, ([cache, late]) => cache.watch(late, () => this.#look(key, gate)));
    return () => {
      for (const end of ends.splice(0)) end();
    };
  }

  #look(key: string, gate: KeyGate): void {
    if (this.#gates.get(key) !== gate || gate.written.missing().size > 0) return;
    gate.wait?.stop();
    this.#options.onOpen(key);
  }

  // Most keys run again for what they wrote, and are looked at then. This is for those that do not.
  #sweep(now: number): void {
    for (const [key, gate] of this.#gates) {
      if (gate.wait) return;
      gate.written.missing();
      this.#forgetOld(key, gate, now);
      if (gate.written.size > 0) return;
      this.#gates.delete(key);
    }
  }

  #forgetOld(key: string, { written }: KeyGate, now: number): void {
    const late = written.forget(now - keptMs);
    if (late.size === 0) return;
    this.#options.onForgotten?.(key);
    this.#tell({ type: 'forgotten', key, waitedMs: 0, missing: describe(late) });
  }

  #tell(message: Omit<GateMessage, 'controller'>): void {
    if (!this.#channel.hasSubscribers) return;
    this.#channel.publish({ controller: this.#options.controller, ...message } satisfies GateMessage);
  }
}

function cacheName(cluster: string, resource: Pick<Resource, 'group' | 'plural'>): string {
  return JSON.stringify([cluster, resourceName(resource)]);
}

// The first of each cache says enough.
function describe(missing: ReadonlyMap<WatchedView, readonly Wanted[]>): string {
  const words = Array.from(missing, ([cache, late]) => {
    const [first] = late;
    const more = late.length > 1 ? ` and ${late.length - 1} more` : '';
    const what = first?.version === undefined ? 'the deletion' : `version ${first.version}`;
    return `${resourceName(cache.resource)} (${cache.describe()}) lack ${what} of ${first?.key}${more}`;
  });
  return printable(words.join('; '));
}
