// The keys that are to be reconciled: a pure machine that is handed the monotonic time.
//
// A key is resting (known, but nothing is due), waiting until a time, ready, or running; a running one may owe one more
// run. The laws:
//
// - There is one entry a key. A trigger for a key that waits keeps the earlier time and the higher priority. A trigger
//   for a key that runs owes exactly one more run, however many come.
// - Two runs of a key never overlap.
// - No trigger is lost: after the last trigger of a key a run begins, unless the key was forgotten, has ended for good,
//   or the queue has stopped.
// - A key that failed waits for its backoff. Triggers neither shorten it nor count as tries, unless the generation
//   changes: then the failures are forgotten. A run that succeeds forgets them too.
// - What was put back keeps its reasons, failures, priority and place.
// - Time never goes back: an earlier one, or one that is no number, counts as no time having passed.
//
// Who of the keys that are ready goes first, `priority.ts` says.

import { EntryTable, Flag, State } from './entry-table.ts';
import { failureDelayMs } from './failure-backoff.ts';
import { keepReason, reasonList } from './kept-reasons.ts';
import { Lanes } from './lane.ts';
import { ReadyKeys } from './priority.ts';
import { type QueueSettings, queueSettings, type WorkQueueOptions } from './queue-options.ts';
import { RateLimit } from './rate-limit.ts';
import type { Reason } from './reason.ts';
import type { QueueEntry, QueueSizes, Run, RunOutcome, Trigger } from './run.ts';
import { SlotHeap } from './slot-heap.ts';

// 35 years: longer than any process lives, and still an exact number of milliseconds.
const longestDelayMs = 2 ** 40;

interface Running {
  readonly run: Run;
  readonly slot: number;
  readonly startedAt: number;
  /** When it was due. */
  readonly readyAt: number;
  readonly ownedReasons: number;
}

/**
 * Decides which key is reconciled when. Keys are texts; `lane` is the cluster of a key.
 *
 * Every operation takes O(log n), besides choosing among the clusters.
 *
 * @throws InvalidRequestError from the constructor, for an option that makes no sense.
 * @example
 * const queue = new WorkQueue({ random: Math.random });
 * queue.add('shop/web', {}, systemClock.monotonic());
 * const run = queue.take(systemClock.monotonic());
 * if (run) queue.done(run.key, { type: 'requeue', afterMs: 300_000 }, systemClock.monotonic());
 */
export class WorkQueue {
  readonly #settings: QueueSettings;
  readonly #table: EntryTable;
  readonly #ready: ReadyKeys;
  readonly #delayed: SlotHeap;
  // Until their hold is over.
  readonly #resting: SlotHeap;
  // By slot, in the order in which they began.
  readonly #running = new Map<number, Running>();
  readonly #lanes: Lanes;
  readonly #rateLimit: RateLimit | undefined;
  readonly #requeued: Reason;
  readonly #retried: Reason;
  #now = 0;
  #arrivals = 0;
  #held = 0;
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#settings = queueSettings(options);
    const { debounceMs, starvationMs, rateLimit, source } = this.#settings;
    this.#table = new EntryTable(debounceMs > 0);
    this.#lanes = new Lanes(this.#table);
    this.#ready = new ReadyKeys(this.#table, starvationMs);
    this.#delayed = new SlotHeap(this.#table);
    this.#resting = new SlotHeap(this.#table);
    this.#rateLimit = rateLimit && new RateLimit(rateLimit);
    this.#requeued = { type: 'requeued', source };
    this.#retried = { type: 'retried', source };
  }

  /** Says that a run of the key is due. */
  add(key: string, trigger: Trigger, now: number): void {
    if (this.#stopped) return;
    this.#pass(now);
    const table = this.#table;
    const slot = table.find(key) ?? table.claim(key, this.#lanes.enter(trigger.lane ?? ''));
    const running = table.stateOf(slot) === State.running;
    const changed = this.#changesGeneration(slot, trigger);
    const requested = trigger.reason?.type === 'requested';
    if (table.has(slot, Flag.terminal)) {
      if (!changed && !requested) return;
      table.set(slot, Flag.terminal, false);
    }
    if (running) {
      if (changed) table.set(slot, Flag.changed, true);
      if (requested) table.set(slot, Flag.requested, true);
    } else {
      if (changed) table.failures.set(slot, 0);
      const ends = changed || (trigger.owned !== true && table.has(slot, Flag.held));
      if (ends && !table.has(slot, Flag.putBack)) this.#hold(slot, 0);
    }
    this.#wait(slot, trigger);
  }

  /** Begins a run, if one may begin. `done` ends it. */
  take(now: number): Run | undefined {
    this.#pass(now);
    if (this.#stopped || this.#ready.size === 0) return undefined;
    if (this.#rateLimit?.take(this.#now) === false) return undefined;
    const slot = this.#ready.take(this.#now);
    return slot === undefined ? undefined : this.#begin(slot);
  }

  /** Ends the key's run. Does nothing where the key does not run. */
  done(key: string, outcome: RunOutcome, now: number): void {
    this.#pass(now);
    const table = this.#table;
    const slot = table.find(key);
    const running = slot === undefined ? undefined : this.#running.get(slot);
    if (slot === undefined || !running) return;
    this.#running.delete(slot);
    this.#lanes.end(table.laneOf(slot));
    table.setState(slot, State.resting);
    if (this.#stopped || table.has(slot, Flag.forgotten)) this.#end(slot, 0);
    else this.#conclude(running, outcome);
    for (const flag of [Flag.changed, Flag.requested, Flag.forgotten]) table.set(slot, flag, false);
    this.#settle(slot);
  }

  /** Ends what `put back` waits for: the key is ready. Does nothing where it was not put back. */
  release(key: string, now: number): void {
    this.#pass(now);
    const slot = this.#table.find(key);
    if (slot === undefined || !this.#table.has(slot, Flag.putBack)) return;
    this.#delayed.remove(slot);
    this.#endPutBack(slot);
    this.#enter(slot);
  }

  /**
   * Drops all that is known of the key: what waits, and its failures. A run of it goes on, and its outcome counts for
   * nothing.
   */
  forget(key: string): void {
    const table = this.#table;
    const slot = table.find(key);
    if (slot === undefined) return;
    if (table.stateOf(slot) !== State.running) {
      this.#leave(slot);
      this.#free(slot);
      return;
    }
    table.clearPending(slot);
    table.failures.set(slot, 0);
    table.generation.set(slot, NaN);
    table.set(slot, Flag.changed, false);
    table.set(slot, Flag.requested, false);
    table.set(slot, Flag.forgotten, true);
  }

  /** When `take` may give something next: no later than `now` for at once, undefined where nothing waits. */
  nextAt(now: number): number | undefined {
    this.#pass(now);
    const first = this.#delayed.first;
    const dueAt =
      this.#ready.size > 0 ? this.#now : first === undefined ? undefined : this.#table.readyAt.get(first);
    if (dueAt === undefined || !this.#rateLimit) return dueAt;
    return Math.max(dueAt, this.#now + this.#rateLimit.waitMs(this.#now));
  }

  /** From here on nothing is taken or added, and what waits is dropped. Runs go on until they are done. */
  stop(now: number): void {
    this.#pass(now);
    this.#stopped = true;
    for (const [key] of this.#table.entries()) this.forget(key);
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** As of the last operation. */
  get sizes(): QueueSizes {
    return {
      ready: this.#ready.size,
      waiting: this.#delayed.size - this.#held,
      running: this.#running.size,
      held: this.#held,
    };
  }

  /** The run that began first of those that go on, and for how long it does. */
  oldestRunning(now: number): { readonly key: string; readonly runningMs: number } | undefined {
    this.#pass(now);
    for (const { run, startedAt } of this.#running.values())
      return { key: run.key, runningMs: this.#now - startedAt };
    return undefined;
  }

  /** Every key that the queue knows, in no order. */
  *entries(): IterableIterator<QueueEntry> {
    for (const [key, slot] of this.#table.entries()) yield this.#entry(key, slot);
  }

  #entry(key: string, slot: number): QueueEntry {
    const table = this.#table;
    const readyAt = table.readyAt.get(slot);
    const state = (['resting', 'waiting', 'ready', 'running'] as const)[table.stateOf(slot)] ?? 'resting';
    const waits = state !== 'resting' && readyAt < Infinity;
    return {
      key,
      lane: table.laneOf(slot).name,
      state: table.has(slot, Flag.putBack) ? 'held' : state,
      ...(waits && { readyAt }),
      failures: table.failures.get(slot),
      triggerCount: table.triggers.get(slot),
      reasons: reasonList(table.reasonsOf(slot)),
    };
  }

  // Lets the time pass: what is due becomes ready, and what only a hold has kept is forgotten.
  #pass(now: number): void {
    if (now > this.#now && now < Infinity) this.#now = now;
    const { readyAt } = this.#table;
    for (let slot = this.#delayed.first; slot !== undefined; slot = this.#delayed.first) {
      if (readyAt.get(slot) > this.#now) break;
      this.#delayed.remove(slot);
      if (this.#table.has(slot, Flag.putBack)) this.#endPutBack(slot);
      this.#enter(slot);
    }
    for (let slot = this.#resting.first; slot !== undefined; slot = this.#resting.first) {
      if (readyAt.get(slot) > this.#now) break;
      this.#resting.remove(slot);
      this.#free(slot);
    }
  }

  #free(slot: number): void {
    this.#lanes.leave(this.#table.laneOf(slot));
    this.#table.free(slot);
  }

  // The echo of an own write is no change: a controller that writes its spec at every run would never be backed off.
  #changesGeneration(slot: number, { generation = NaN, owned = false }: Trigger): boolean {
    if (Number.isNaN(generation) || generation === this.#table.generation.get(slot)) return false;
    this.#table.generation.set(slot, generation);
    return !owned;
  }

  // Takes in a trigger for a key, where it waits or is to wait.
  #wait(slot: number, trigger: Trigger): void {
    const table = this.#table;
    const { at, priority = 'high' } = trigger;
    switch (table.stateOf(slot)) {
      case State.running:
        this.#schedule(slot, at);
        this.#merge(slot, trigger);
        return;
      case State.ready: {
        const rises = priority === 'high' && !table.has(slot, Flag.high);
        if (rises) this.#ready.remove(slot);
        this.#merge(slot, trigger);
        if (rises) this.#ready.push(slot);
        return;
      }
      case State.delayed: {
        this.#merge(slot, trigger);
        if (table.has(slot, Flag.putBack)) return;
        const before = table.readyAt.get(slot);
        this.#schedule(slot, at);
        const readyAt = table.readyAt.get(slot);
        if (readyAt <= this.#now) {
          this.#delayed.remove(slot);
          this.#enter(slot);
        } else if (readyAt !== before) this.#delayed.moved(slot);
        return;
      }
      default:
        if (table.readyAt.get(slot) < Infinity) this.#resting.remove(slot);
        table.readyAt.set(slot, Infinity);
        this.#arrive(slot);
        this.#schedule(slot, at);
        this.#merge(slot, trigger);
        this.#enter(slot);
    }
  }

  #merge(slot: number, { priority = 'high', owned = false, reason }: Trigger): void {
    const table = this.#table;
    table.triggers.set(slot, table.triggers.get(slot) + 1);
    if (priority === 'high') table.set(slot, Flag.high, true);
    if (!owned) table.set(slot, Flag.ownedOnly, false);
    if (reason) this.#keep(slot, reason, owned);
  }

  #keep(slot: number, reason: Reason, owned: boolean): void {
    const table = this.#table;
    const kept = { reasons: table.reasonsOf(slot), owned: table.ownedReasonsOf(slot) };
    const { reasons, owned: ownedReasons } = keepReason(kept, reason, owned);
    table.setReasons(slot, reasons, ownedReasons);
  }

  // Brings what is due forward, or puts it off for the debounce.
  #schedule(slot: number, at: number | undefined): void {
    const { readyAt, notBefore, debounceEnd } = this.#table;
    const now = this.#now;
    const dueAt = now + delay((at ?? now) - now);
    const least = notBefore.get(slot);
    if (!debounceEnd) {
      readyAt.set(slot, Math.min(readyAt.get(slot), Math.max(least, dueAt)));
      return;
    }
    const { debounceMs, maxDebounceMs } = this.#settings;
    if (dueAt > now) {
      debounceEnd.set(slot, Math.min(debounceEnd.get(slot), dueAt));
      readyAt.set(slot, Math.min(readyAt.get(slot), Math.max(least, dueAt)));
      return;
    }
    const end = Math.min(debounceEnd.get(slot), now + maxDebounceMs);
    debounceEnd.set(slot, end);
    readyAt.set(slot, Math.max(least, Math.min(end, now + debounceMs)));
  }

  // Takes the entry out of where it waits.
  #leave(slot: number): void {
    const table = this.#table;
    switch (table.stateOf(slot)) {
      case State.ready:
        this.#ready.remove(slot);
        break;
      case State.delayed:
        this.#delayed.remove(slot);
        if (table.has(slot, Flag.putBack)) this.#endPutBack(slot);
        break;
      case State.resting:
        if (table.readyAt.get(slot) < Infinity) this.#resting.remove(slot);
        break;
    }
  }

  #arrive(slot: number): void {
    this.#arrivals += 1;
    this.#table.arrival.set(slot, this.#arrivals);
  }

  // Puts the entry where it waits.
  #enter(slot: number): void {
    const isReady = this.#table.readyAt.get(slot) <= this.#now;
    this.#table.setState(slot, isReady ? State.ready : State.delayed);
    if (isReady) this.#ready.push(slot);
    else this.#delayed.push(slot);
  }

  #begin(slot: number): Run {
    const table = this.#table;
    const lane = table.laneOf(slot);
    const readyAt = table.readyAt.get(slot);
    const run: Run = {
      key: table.keyOf(slot),
      lane: lane.name,
      reasons: reasonList(table.reasonsOf(slot)),
      triggerCount: table.triggers.get(slot),
      failures: table.failures.get(slot),
      priority: table.has(slot, Flag.high) ? 'high' : 'low',
      waitedMs: Math.max(0, this.#now - readyAt),
      ownedOnly: table.has(slot, Flag.ownedOnly),
    };
    const ownedReasons = table.ownedReasonsOf(slot);
    this.#lanes.begin(lane);
    table.setState(slot, State.running);
    table.clearPending(slot);
    this.#hold(slot, 0);
    this.#running.set(slot, { run, slot, startedAt: this.#now, readyAt, ownedReasons });
    return run;
  }

  #conclude(running: Running, outcome: RunOutcome): void {
    const { slot, run } = running;
    const table = this.#table;
    const changed = table.has(slot, Flag.changed);
    switch (outcome.type) {
      case 'done':
        this.#end(slot, changed ? 0 : (outcome.holdMs ?? 0));
        return;
      case 'requeue':
        // To run at once, again and again, would be the worst answer to a delay that is no number.
        if (Number.isNaN(outcome.afterMs)) this.#fail(running);
        else {
          this.#end(slot, changed ? 0 : (outcome.holdMs ?? 0));
          this.#again(slot, delay(outcome.afterMs), { priority: 'low', reason: this.#requeued });
        }
        return;
      case 'retry':
      case 'backoff':
        this.#fail(running);
        return;
      case 'terminal':
        table.failures.set(slot, changed ? 0 : run.failures + 1);
        if (changed || table.has(slot, Flag.requested)) return;
        table.clearPending(slot);
        table.set(slot, Flag.terminal, true);
        return;
      case 'put back':
        this.#putBack(running, outcome.until);
        return;
      default:
        outcome satisfies never;
    }
  }

  #end(slot: number, holdMs: number): void {
    this.#table.failures.set(slot, 0);
    this.#hold(slot, holdMs);
  }

  // Echoes of own writes do not end a hold.
  #hold(slot: number, holdMs: number): void {
    const isHeld = holdMs > 0;
    this.#table.notBefore.set(slot, isHeld ? this.#now + delay(holdMs) : 0);
    this.#table.set(slot, Flag.held, isHeld);
  }

  #fail({ slot, run }: Running): void {
    const table = this.#table;
    // What failed was the old generation; a run of the new one is owed.
    if (table.has(slot, Flag.changed)) {
      table.failures.set(slot, 0);
      return;
    }
    const failures = run.failures + 1;
    table.failures.set(slot, failures);
    const delayMs = failureDelayMs(failures, this.#settings.random(), this.#settings.backoff);
    table.notBefore.set(slot, this.#now + delayMs);
    this.#again(slot, 0, { priority: run.priority, reason: this.#retried });
  }

  #again(slot: number, delayMs: number, trigger: Trigger): void {
    const { readyAt, debounceEnd } = this.#table;
    const dueAt = this.#now + delayMs;
    readyAt.set(slot, Math.min(readyAt.get(slot), dueAt));
    debounceEnd?.set(slot, Math.min(debounceEnd.get(slot), dueAt));
    this.#merge(slot, trigger);
  }

  #putBack({ slot, run, readyAt, ownedReasons }: Running, until: number): void {
    const table = this.#table;
    this.#rateLimit?.giveBack();
    if (table.has(slot, Flag.changed)) table.failures.set(slot, 0);
    const since = reasonList(table.reasonsOf(slot));
    const ownedSince = table.ownedReasonsOf(slot);
    table.setReasons(slot, run.reasons, ownedReasons);
    for (const [place, reason] of since.entries())
      this.#keep(slot, reason, (ownedSince & (1 << place)) !== 0);
    table.triggers.set(slot, table.triggers.get(slot) + run.triggerCount);
    if (run.priority === 'high') table.set(slot, Flag.high, true);
    if (!run.ownedOnly) table.set(slot, Flag.ownedOnly, false);
    table.set(slot, Flag.putBack, true);
    table.notBefore.set(slot, readyAt);
    table.readyAt.set(slot, this.#now + delay(until - this.#now));
    this.#held += 1;
  }

  #endPutBack(slot: number): void {
    const { readyAt, notBefore } = this.#table;
    this.#table.set(slot, Flag.putBack, false);
    readyAt.set(slot, notBefore.get(slot));
    notBefore.set(slot, 0);
    this.#held -= 1;
  }

  // What becomes of a key whose run has ended.
  #settle(slot: number): void {
    const table = this.#table;
    const heldUntil = table.notBefore.get(slot);
    if (table.has(slot, Flag.putBack)) {
      table.setState(slot, State.delayed);
      this.#delayed.push(slot);
    } else if (table.readyAt.get(slot) < Infinity) {
      table.readyAt.set(slot, Math.max(table.readyAt.get(slot), heldUntil));
      this.#arrive(slot);
      this.#enter(slot);
    } else if (heldUntil > this.#now) {
      table.readyAt.set(slot, heldUntil);
      this.#resting.push(slot);
    } else if (!table.has(slot, Flag.terminal)) this.#free(slot);
  }
}

// A delay that is no number counts as none, and no delay is longer than a process lives.
function delay(ms: number): number {
  return ms > 0 ? Math.min(ms, longestDelayMs) : 0;
}
