// The gates of a controller, one for each key that wrote: the next run of the key waits here until the caches show what
// the ones before wrote. Other keys pass. Caches tell when they have come further. The server is asked for an object only
// where nothing else can say what has become of it.

import { channel } from 'node:diagnostics_channel';
import { printable, type Resource, resourceName } from '@kube-rx/core';
import { EndedObjects, type IsNamedBy } from './ended-objects.ts';
import { judge } from './gate.ts';
import { type GateMessage, gateChannel } from './gate-channel.ts';
import { OpenQuestions } from './open-questions.ts';
import type { LiveRead, LostWrite, OwnWrite } from './own-write.ts';
import type { Wanted, WriteContext } from './wanted.ts';
import type { WatchedView } from './watched-view.ts';
import { Written } from './written.ts';

export interface KeyGatesOptions {
  /** The controller's name, for what is told. */
  readonly controller: string;
  /** How long a run may wait, in ms; 0: never. */
  readonly timeout: number;
  /** The caches show what the key wrote, so it need not wait any longer. */
  readonly onOpen: (key: string) => void;
  /** What the key wrote a minute ago is not shown yet, and is no longer waited for. */
  readonly onForgotten?: (key: string) => void;
  /** Default: none is. */
  readonly isNamedBy?: IsNamedBy;
}

/**
 * - `open`: all is shown; `waitedMs` is 0 where nothing was waited for.
 * - `wait`: not before `onOpen` names the key, or `until`, whichever is first.
 * - `overdue`: it has waited long enough; `missing` says for what. None of it is waited for again.
 * - `ended`: the same, but the object that the key names is gone by what the key wrote, and a cache still has it: nothing
 *   may run for it before `until`, when it is to be asked for again. `missing` is absent where that was said.
 */
export type GateVerdict =
  | { readonly type: 'open'; readonly waitedMs: number }
  | { readonly type: 'wait'; readonly until: number }
  | { readonly type: 'overdue'; readonly waitedMs: number; readonly missing: string }
  | { readonly type: 'ended'; readonly until: number; readonly missing?: string };

interface KeyGate {
  readonly written: Written<WatchedView>;
  readonly questions: OpenQuestions;
  wait?: { readonly since: number; stop: () => void };
}

/** A write of a run. `now`: monotonic ms. */
export interface ToldWrite {
  readonly cluster: string;
  readonly write: OwnWrite | LostWrite;
  readonly now: number;
  /** Asks the server for the object. */
  readonly read?: LiveRead;
}

type Missing = ReadonlyMap<WatchedView, readonly Wanted[]>;

// A cache that has not come so far after a minute is in trouble, which its status tells.
const keptMs = 60_000;

// How often a cache is asked whether it still has what is gone.
const lookAgainMs = 5_000;

// Whether a write without an answer was carried out, no status tells. In a long outage keys are tried again ever later: by
// default no later than this.
const keptUnansweredMs = 1_000_000;

export class KeyGates {
  readonly #options: KeyGatesOptions;
  readonly #caches = new Map<string, Set<WatchedView>>();
  readonly #gates = new Map<string, KeyGate>();
  // Each gate is in one of these, that of the key that wrote longest ago first. In the other one nothing is left but writes
  // without an answer, which are kept longer.
  readonly #recent = new Map<string, KeyGate>();
  readonly #unanswered = new Map<string, KeyGate>();
  readonly #ended: EndedObjects;
  readonly #channel = channel(gateChannel);

  constructor(options: KeyGatesOptions) {
    this.#options = options;
    this.#ended = new EndedObjects(options.isNamedBy ?? (() => false));
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

  /** A run of the key wrote. */
  wrote(key: string, { cluster, write, now, read }: ToldWrite): void {
    const caches = this.#caches.get(cacheName(cluster, write));
    if (!caches || this.#options.timeout === 0) return;
    this.#sweep(now);
    const gate: KeyGate = this.#gates.get(key) ?? { written: new Written(), questions: new OpenQuestions() };
    for (const cache of caches) gate.written.add(cache, write, contextOf(cache, write, { now, read }));
    this.#drop(key);
    this.#gates.set(key, gate);
    this.#recent.set(key, gate);
  }

  /** To be asked when a run of the key is due. `now`: monotonic ms. */
  enter(key: string, now: number): GateVerdict {
    const gate = this.#gates.get(key);
    // What is waited for stays until that is over.
    if (gate && !gate.wait) this.#forgetOld(key, gate, now);
    const againAt = now + lookAgainMs;
    if (this.#ended.has(key)) return { type: 'ended', until: againAt };
    if (!gate) return { type: 'open', waitedMs: 0 };
    const missing = gate.written.missing();
    const since = gate.wait?.since ?? now;
    const waitedMs = now - since;
    gate.wait?.stop();
    if (missing.size === 0) {
      delete gate.wait;
      gate.questions.close();
      if (gate.written.size === 0) this.#drop(key);
      if (waitedMs > 0) this.#tell({ type: 'opened', key, waitedMs });
      return { type: 'open', waitedMs };
    }
    // The same sum as was told: a difference may be rounded to less than the timeout, and the key would wait for nothing.
    const until = since + this.#options.timeout;
    if (now < until) {
      gate.wait = { since, stop: this.#watch(key, gate, missing) };
      this.#ask(key, gate, missing);
      return { type: 'wait', until };
    }
    this.#drop(key);
    const words = describe(missing, gate.questions);
    gate.questions.close();
    this.#tell({ type: 'overdue', key, waitedMs, missing: words });
    this.#ended.note(key, missing);
    if (this.#ended.has(key)) return { type: 'ended', until: againAt, missing: words };
    return { type: 'overdue', waitedMs, missing: words };
  }

  /** The key is no longer there: nothing is waited for. */
  forget(key: string): void {
    const gate = this.#gates.get(key);
    gate?.wait?.stop();
    gate?.questions.close();
    this.#drop(key);
    this.#ended.forget(key);
  }

  /** Forgets every key of which `isGone` says so. */
  forgetAll(isGone: (key: string) => boolean): void {
    for (const key of [...this.#gates.keys(), ...this.#ended.keys()]) if (isGone(key)) this.forget(key);
  }

  /** Ends every wait. `onOpen` is not called. */
  close(): void {
    this.forgetAll(() => true);
    this.#caches.clear();
  }

  #watch(key: string, gate: KeyGate, missing: Missing): () => void {
    const ends = Array.from(missing, ([cache, late]) => cache.watch(late, () => this.#look(key, gate)));
    return () => {
      for (const end of ends.splice(0)) end();
    };
  }

  #look(key: string, gate: KeyGate): void {
    if (this.#gates.get(key) !== gate) return;
    const missing = gate.written.missing();
    if (missing.size > 0) {
      this.#ask(key, gate, missing);
      return;
    }
    gate.wait?.stop();
    this.#options.onOpen(key);
  }

  /** Asks for what caches cannot show, once for each write. */
  #ask(key: string, { written, questions, wait }: KeyGate, missing: Missing): void {
    if (!wait) return;
    for (const [cache, late] of missing)
      for (const wanted of late) {
        if (!wanted.read || judge(wanted, cache) !== 'unknown') continue;
        questions.ask(wanted.read, wanted, (found) => {
          const context = contextOf(cache, found, { now: wanted.since });
          const gate = this.#gates.get(key);
          if (gate?.written === written && written.replace(cache, wanted, { found, context }))
            this.#look(key, gate);
        });
      }
  }

  // Most keys run again for what they wrote, and are looked at then. This is for those that do not.
  #sweep(now: number): void {
    for (const [key, gate] of this.#recent) {
      if (gate.wait) break;
      gate.written.missing();
      this.#forgetOld(key, gate, now);
      if (gate.written.newest >= now - keptMs) break;
      this.#drop(key);
      if (gate.written.size === 0) continue;
      this.#gates.set(key, gate);
      this.#unanswered.set(key, gate);
    }
    for (const [key, gate] of this.#unanswered) {
      if (gate.wait) return;
      this.#forgetOld(key, gate, now);
      if (gate.written.size > 0) return;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    for (const gates of [this.#gates, this.#recent, this.#unanswered]) gates.delete(key);
  }

  #forgetOld(key: string, { written, questions }: KeyGate, now: number): void {
    const late = written.forget({ oldest: now - keptMs, oldestUnanswered: now - keptUnansweredMs });
    if (late.size === 0) return;
    this.#ended.note(key, late);
    this.#options.onForgotten?.(key);
    this.#tell({ type: 'forgotten', key, waitedMs: 0, missing: describe(late, questions) });
  }

  #tell(message: Omit<GateMessage, 'controller'>): void {
    if (!this.#channel.hasSubscribers) return;
    this.#channel.publish({ controller: this.#options.controller, ...message } satisfies GateMessage);
  }
}

function cacheName(cluster: string, resource: Pick<Resource, 'group' | 'plural'>): string {
  return JSON.stringify([cluster, resourceName(resource)]);
}

function contextOf(
  cache: WatchedView,
  write: OwnWrite | LostWrite,
  more: Pick<WriteContext, 'now' | 'read'>,
): WriteContext {
  const cached = cache.get(write.key);
  return {
    epoch: cache.epochOf(write.namespace),
    isSelected: write.type === 'lost' || cache.selects(write),
    cachedUid: cached?.uid,
    cachedVersion: cached?.resourceVersion,
    cacheVersion: cache.versionOf(write.namespace),
    ...more,
  };
}

// The first of each cache says enough.
function describe(missing: Missing, questions: OpenQuestions): string {
  const words = Array.from(missing, ([cache, late]) => {
    const [first] = late;
    const more = late.length > 1 ? ` and ${late.length - 1} more` : '';
    const of = `${resourceName(cache.resource)} (${cache.describe()}) lack ${whatOf(first)} of ${first?.key}${more}`;
    const failure = first?.read && questions.failureOf(first.read);
    return failure === undefined ? of : `${of}, and the server does not say what there is: ${failure}`;
  });
  return printable(words.join('; '));
}

function whatOf(wanted: Wanted | undefined): string {
  if (wanted?.isLost) return 'a write without an answer';
  return wanted?.version === undefined ? 'the deletion' : `version ${wanted.version}`;
}
