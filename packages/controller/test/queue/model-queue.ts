// The laws of the work queue over plain lists, with no thought for speed.

import { type BackoffOptions, backoffMs } from '@kube-rx/core';
import type { LaneFilter } from '../../src/queue/lane.ts';
import type { RunRate } from '../../src/queue/rate-limit.ts';
import type { Reason } from '../../src/queue/reason.ts';
import type { Run, RunOutcome, Trigger } from '../../src/queue/run.ts';

interface ModelEntry {
  readonly key: string;
  readonly lane: string;
  generation: number | undefined;
  failures: number;
  terminal: boolean;
  /** No run begins before. */
  blockedUntil: number;
  /** What blocks is a hold. */
  isHold: boolean;
  /** When each trigger that waits is due; with a debounce, those that are due at once are due together. */
  times: number[];
  /** With a debounce: the time after which nothing may put it off. */
  latest: number;
  triggers: Trigger[];
  /** Reasons of triggers that were put back. */
  before: KeptReason[];
  arrival: number;
  held: { readonly until: number; readonly readyAt: number } | undefined;
  running:
    | {
        readonly run: Run;
        readonly readyAt: number;
        readonly triggers: readonly Trigger[];
        readonly kept: readonly KeptReason[];
      }
    | undefined;
  changed: boolean;
  requested: boolean;
  forgotten: boolean;
}

interface ModelLane {
  running: number;
  servedAt: number;
}

export interface ModelOptions {
  readonly random: () => number;
  readonly backoff: BackoffOptions;
  readonly starvationMs: number;
  readonly source: string;
  readonly debounceMs?: number;
  readonly maxDebounceMs?: number;
  readonly rateLimit?: RunRate | undefined;
}

const isHigh = ({ triggers }: ModelEntry): boolean =>
  triggers.some(({ priority }) => (priority ?? 'high') === 'high');
const readyAtOf = ({ held, times }: ModelEntry): number => held?.until ?? Math.min(...times);
const bounded = (ms: number): number => (ms > 0 ? Math.min(ms, 2 ** 40) : 0);

interface KeptReason {
  readonly reason: Reason;
  isEcho: boolean;
}

/** The first four that are distinct; an echo gives way to the first that is not. */
function keptReasons(triggers: readonly Pick<Trigger, 'reason' | 'isEcho'>[]): KeptReason[] {
  const kept: KeptReason[] = [];
  for (const { reason, isEcho = false } of triggers) {
    if (!reason) continue;
    const same = kept.find((other) => JSON.stringify(other.reason) === JSON.stringify(reason));
    if (same) same.isEcho &&= isEcho;
    else if (kept.length < 4) kept.push({ reason, isEcho });
    else if (!isEcho) {
      const last = kept.findLastIndex((other) => other.isEcho);
      if (last !== -1) kept[last] = { reason, isEcho };
    }
  }
  return kept;
}

function withoutReason(trigger: Trigger): Trigger {
  const { reason, ...rest } = trigger;
  return reason ? rest : trigger;
}

export class ModelQueue {
  readonly #options: ModelOptions;
  readonly #entries = new Map<string, ModelEntry>();
  readonly #lanes = new Map<string, ModelLane>();
  #now = 0;
  #arrivals = 0;
  #served = 0;
  #highs = 0;
  #stopped = false;
  /** When tokens were spent, of those that may still count; runs that were put back gave theirs back. */
  #tokens: number;
  #gainedAt = 0;
  #returned = 0;

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#tokens = options.rateLimit?.burst ?? 0;
  }

  add(key: string, trigger: Trigger, now: number): void {
    if (this.#stopped) return;
    this.#pass(now);
    const entry = this.#entry(key, trigger.lane ?? '');
    const { generation, reason, isEcho = false } = trigger;
    const differs = generation !== undefined && generation !== entry.generation;
    if (differs) entry.generation = generation;
    const changed = differs && !isEcho;
    const requested = reason?.type === 'requested';
    if (entry.terminal && !changed && !requested) return;
    entry.terminal = false;
    if (entry.running) {
      entry.changed ||= changed;
      entry.requested ||= requested;
    } else {
      if (changed) entry.failures = 0;
      const ends = changed || (entry.isHold && trigger.isEcho !== true);
      if (ends && !entry.held) Object.assign(entry, { blockedUntil: 0, isHold: false });
    }
    if (!entry.running && entry.triggers.length === 0) entry.arrival = this.#arrivals += 1;
    entry.triggers.push(trigger);
    if (!entry.held) this.#due(entry, this.#now + bounded((trigger.at ?? 0) - this.#now));
  }

  /** A trigger for a later time is due then; one for now waits until triggers have paused, but no longer than `latest`. */
  #due(entry: ModelEntry, at: number): void {
    const { debounceMs = 0, maxDebounceMs = 0 } = this.#options;
    if (debounceMs === 0 || at > this.#now) {
      entry.latest = Math.min(entry.latest, at);
      entry.times.push(Math.max(entry.blockedUntil, at));
      return;
    }
    if (!entry.running && readyAtOf(entry) <= this.#now) return;
    entry.latest = Math.min(entry.latest, this.#now + maxDebounceMs);
    entry.times = [Math.max(entry.blockedUntil, Math.min(entry.latest, this.#now + debounceMs))];
  }

  take(now: number, admits?: LaneFilter): Run | undefined {
    this.#pass(now);
    const entry = this.#choose(admits);
    if (!entry || !this.#spend()) return undefined;
    const readyAt = readyAtOf(entry);
    const kept = keptReasons([...entry.before, ...entry.triggers]);
    const run: Run = {
      key: entry.key,
      lane: entry.lane,
      reasons: kept.map(({ reason }) => reason),
      triggerCount: entry.triggers.length,
      failures: entry.failures,
      priority: isHigh(entry) ? 'high' : 'low',
      waitedMs: this.#now - readyAt,
      echoesOnly: entry.triggers.every(({ isEcho }) => isEcho === true),
    };
    this.#highs = isHigh(entry) ? this.#highs + 1 : 0;
    const lane = this.#lane(entry.lane);
    lane.running += 1;
    lane.servedAt = this.#served += 1;
    entry.running = { run, readyAt, triggers: entry.triggers, kept };
    entry.triggers = [];
    entry.before = [];
    entry.times = [];
    Object.assign(entry, { latest: Infinity, blockedUntil: 0, isHold: false });
    return run;
  }

  /** Takes a token, if there is one. */
  #spend(): boolean {
    if (!this.#options.rateLimit) return true;
    if (this.#tokenWaitMs() > 0) return false;
    if (this.#returned > 0) this.#returned -= 1;
    else this.#tokens -= 1;
    return true;
  }

  /** In how many whole ms there is a token. */
  #tokenWaitMs(): number {
    const { rateLimit } = this.#options;
    if (!rateLimit || this.#returned > 0) return 0;
    const perMs = rateLimit.qps / 1000;
    this.#tokens = Math.min(rateLimit.burst, this.#tokens + (this.#now - this.#gainedAt) * perMs);
    this.#gainedAt = this.#now;
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / perMs);
  }

  done(key: string, outcome: RunOutcome, now: number): void {
    this.#pass(now);
    const entry = this.#entries.get(key);
    if (!entry?.running) return;
    const { changed, running } = entry;
    entry.running = undefined;
    this.#lane(entry.lane).running -= 1;
    // Of the old generation, no failure and no hold counts.
    const isFailure =
      outcome.type === 'requeue' ? Number.isNaN(outcome.afterMs) : outcome.type !== 'put back';
    const isOld = changed && (isFailure || outcome.type === 'done');
    if (entry.forgotten) this.#end(entry, { type: 'done' }, running);
    else if (!isOld) this.#end(entry, outcome, running);
    if (changed) entry.failures = 0;
    entry.changed = entry.requested = entry.forgotten = false;
    entry.times = entry.times.map((time) => Math.max(time, entry.blockedUntil));
    if (entry.triggers.length > 0 && !entry.held) entry.arrival = this.#arrivals += 1;
    this.#pass(now);
  }

  release(key: string, now: number): void {
    this.#pass(now);
    const entry = this.#entries.get(key);
    if (entry?.held) this.#unhold(entry, entry.held.readyAt);
  }

  forget(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry?.running) {
      this.#entries.delete(key);
      return;
    }
    Object.assign(entry, { triggers: [], times: [], latest: Infinity, failures: 0, generation: undefined });
    Object.assign(entry, { changed: false, requested: false, forgotten: true });
  }

  stop(now: number): void {
    this.#pass(now);
    for (const key of this.#entries.keys()) this.forget(key);
    this.#stopped = true;
  }

  nextAt(now: number, admits: LaneFilter = () => true): number | undefined {
    this.#pass(now);
    // What is ready in another lane waits for no time.
    const times = this.#waiting()
      .filter((entry) => !this.#isReady(entry) || admits(entry.lane))
      .map(readyAtOf);
    return times.length === 0
      ? undefined
      : Math.max(this.#now, Math.min(...times), this.#now + this.#tokenWaitMs());
  }

  get sizes(): { ready: number; waiting: number; running: number; held: number } {
    const waiting = this.#waiting();
    const ready = waiting.filter((entry) => this.#isReady(entry)).length;
    const held = waiting.filter((entry) => entry.held).length;
    return {
      ready,
      waiting: waiting.length - ready - held,
      running: [...this.#entries.values()].filter(({ running }) => running).length,
      held,
    };
  }

  #end(
    entry: ModelEntry,
    outcome: RunOutcome,
    { run, readyAt, triggers, kept }: NonNullable<ModelEntry['running']>,
  ): void {
    const { source, backoff, random } = this.#options;
    switch (outcome.type) {
      case 'done':
        entry.failures = 0;
        this.#hold(entry, outcome.holdMs);
        return;
      case 'requeue':
        if (Number.isNaN(outcome.afterMs)) {
          this.#end(entry, { type: 'retry' }, { run, readyAt, triggers, kept });
          return;
        }
        entry.failures = 0;
        // Of the old generation, no hold counts.
        if (!entry.changed) this.#hold(entry, outcome.holdMs);
        entry.triggers.push({ priority: 'low', reason: { type: 'requeued', source } });
        this.#again(entry, this.#now + bounded(outcome.afterMs));
        return;
      case 'retry':
      case 'backoff':
        entry.failures = run.failures + 1;
        entry.blockedUntil = this.#now + backoffMs(run.failures, random(), backoff);
        entry.triggers.push({ priority: run.priority, reason: { type: 'retried', source } });
        this.#again(entry, this.#now);
        return;
      case 'terminal':
        entry.failures = run.failures + 1;
        if (entry.changed || entry.requested) return;
        Object.assign(entry, { triggers: [], times: [], latest: Infinity, terminal: true });
        return;
      case 'put back':
        // Of those that came since, it knows what it has kept beside the run's.
        entry.before = keptReasons([...kept, ...keptReasons(entry.triggers)]);
        entry.triggers = [...triggers, ...entry.triggers].map(withoutReason);
        entry.held = { until: this.#now + bounded(outcome.until - this.#now), readyAt };
        entry.times = [];
        if (this.#options.rateLimit) this.#returned += 1;
        return;
      default:
        outcome satisfies never;
    }
  }

  /** What a run asks for is put off by no trigger. */
  #again(entry: ModelEntry, at: number): void {
    entry.latest = Math.min(entry.latest, at);
    entry.times.push(at);
  }

  #hold(entry: ModelEntry, holdMs: number = 0): void {
    if (bounded(holdMs) > 0)
      Object.assign(entry, { blockedUntil: this.#now + bounded(holdMs), isHold: true });
  }

  #unhold(entry: ModelEntry, readyAt: number): void {
    entry.held = undefined;
    entry.times = [readyAt];
  }

  #pass(now: number): void {
    if (now > this.#now && now < Infinity) this.#now = now;
    for (const entry of this.#entries.values()) {
      if (entry.held && entry.held.until <= this.#now) this.#unhold(entry, entry.held.readyAt);
      const blocked = entry.blockedUntil > this.#now || entry.terminal;
      if (!entry.running && entry.triggers.length === 0 && !blocked) this.#entries.delete(entry.key);
    }
    for (const name of this.#lanes.keys())
      if (![...this.#entries.values()].some(({ lane }) => lane === name)) this.#lanes.delete(name);
  }

  #waiting(): ModelEntry[] {
    return [...this.#entries.values()].filter(({ running, triggers }) => !running && triggers.length > 0);
  }

  #isReady(entry: ModelEntry): boolean {
    return !entry.held && readyAtOf(entry) <= this.#now;
  }

  #choose(admits: LaneFilter = () => true): ModelEntry | undefined {
    const ready = this.#waiting()
      .filter((entry) => this.#isReady(entry) && admits(entry.lane))
      .sort((one, other) => readyAtOf(one) - readyAtOf(other) || one.arrival - other.arrival);
    const high = ready.filter(isHigh);
    const low = ready.filter((entry) => !isHigh(entry));
    const aged = low.filter((entry) => readyAtOf(entry) + this.#options.starvationMs <= this.#now);
    if (high.length === 0) return this.#fairest(low);
    return (this.#highs >= 3 && this.#fairest(aged)) || this.#fairest(high);
  }

  // Of each lane the first one, and of those the one of the lane whose turn it is.
  #fairest(entries: readonly ModelEntry[]): ModelEntry | undefined {
    const lanes = new Set(entries.map(({ lane }) => lane));
    const firsts = [...lanes].flatMap((name) => entries.find(({ lane }) => lane === name) ?? []);
    const turn = (entry: ModelEntry): ModelLane => this.#lane(entry.lane);
    return firsts.sort(
      (one, other) => turn(one).running - turn(other).running || turn(one).servedAt - turn(other).servedAt,
    )[0];
  }

  #lane(name: string): ModelLane {
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { running: 0, servedAt: this.#served }));
    return lane;
  }

  #entry(key: string, lane: string): ModelEntry {
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = {
        key,
        lane,
        generation: undefined,
        failures: 0,
        terminal: false,
        blockedUntil: 0,
        isHold: false,
        times: [],
        latest: Infinity,
        triggers: [],
        before: [],
        arrival: 0,
        held: undefined,
        running: undefined,
        changed: false,
        requested: false,
        forgotten: false,
      };
      this.#entries.set(key, entry);
      this.#lane(lane);
    }
    return entry;
  }
}
