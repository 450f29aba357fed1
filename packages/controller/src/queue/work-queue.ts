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

import { boundedDelay } from './bounded-delay.ts';
import { Flag, State } from './entry-table.ts';
import { failureDelayMs } from './failure-backoff.ts';
import { reasonList } from './kept-reasons.ts';
import type { LaneFilter } from './lane.ts';
import { type QueueSettings, queueSettings, type WorkQueueOptions } from './queue-options.ts';
import { RateLimit } from './rate-limit.ts';
import type { Reason } from './reason.ts';
import type { QueueEntry, QueueSizes, Run, RunOutcome, Trigger } from './run.ts';
import { type Running, RunningKeys } from './running-keys.ts';
import { WaitingKeys } from './waiting-keys.ts';

/**
 * Decides which key is reconciled when. Keys are texts; `lane` is the cluster of a key.
 *
 * Every operation takes O(log n), besides choosing among the clusters and looking for the oldest run.
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
  readonly #keys: WaitingKeys;
  readonly #running: RunningKeys;
  readonly #rateLimit: RateLimit | undefined;
  readonly #requeued: Reason;
  readonly #retried: Reason;
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#settings = queueSettings(options);
    const { rateLimit, source } = this.#settings;
    this.#keys = new WaitingKeys(this.#settings);
    this.#running = new RunningKeys(this.#keys.table.place);
    this.#rateLimit = rateLimit && new RateLimit(rateLimit);
    this.#requeued = { type: 'requeued', source };
    this.#retried = { type: 'retried', source };
  }

  /** Says that a run of the key is due. */
  add(key: string, trigger: Trigger, now: number): void {
    if (this.#stopped) return;
    this.#keys.pass(now);
    const { table } = this.#keys;
    const slot = table.find(key) ?? table.claim(key, this.#keys.lanes.enter(trigger.lane ?? '').number);
    const running = table.stateOf(slot) === State.running;
    const changed = this.#changesGeneration(slot, trigger) || this.#changesOtherwise(slot, trigger);
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
      const ends = changed || (trigger.isEcho !== true && table.has(slot, Flag.held));
      if (ends && !table.has(slot, Flag.putBack)) this.#hold(slot, 0);
    }
    this.#keys.trigger(slot, trigger);
  }

  /** Begins a run, if one may begin: of a lane that is admitted, and by default all are. `done` ends it. */
  take(now: number, admits?: LaneFilter): Run | undefined {
    this.#keys.pass(now);
    const { now: passed } = this.#keys;
    if ((this.#keys.nextAt(admits) ?? Infinity) > passed || this.#rateLimit?.take(passed) === false)
      return undefined;
    const slot = this.#keys.take(admits);
    return slot === undefined ? undefined : this.#begin(slot);
  }

  /** Ends the key's run. Does nothing where the key does not run. */
  done(key: string, outcome: RunOutcome, now: number): void {
    this.#keys.pass(now);
    const { table } = this.#keys;
    const slot = table.find(key);
    if (slot === undefined || table.stateOf(slot) !== State.running) return;
    const running = this.#running.remove(slot);
    this.#keys.lanes.end(this.#keys.lanes.of(slot));
    table.setState(slot, State.resting);
    if (outcome.onlyEchoes) table.set(slot, Flag.changed, false);
    if (this.#stopped || table.has(slot, Flag.forgotten)) this.#end(slot, 0);
    else this.#conclude(running, outcome);
    table.set(slot, Flag.changed | Flag.requested | Flag.forgotten, false);
    this.#keys.settle(slot);
  }

  /** Ends what `put back` waits for: the key is ready. Does nothing where it was not put back. */
  release(key: string, now: number): void {
    this.#keys.pass(now);
    const slot = this.#keys.table.find(key);
    if (slot !== undefined) this.#keys.release(slot);
  }

  /**
   * Drops all that is known of the key: what waits, and its failures. A run of it goes on, and its outcome counts for
   * nothing.
   */
  forget(key: string): void {
    const { table } = this.#keys;
    const slot = table.find(key);
    if (slot === undefined) return;
    if (table.stateOf(slot) !== State.running) {
      this.#keys.drop(slot);
      return;
    }
    table.clearPending(slot);
    table.failures.set(slot, 0);
    table.generation.set(slot, NaN);
    table.set(slot, Flag.changed, false);
    table.set(slot, Flag.requested, false);
    table.set(slot, Flag.forgotten, true);
  }

  /** When `take` may give something next: no later than `now` for at once, undefined where nothing waits for a time. */
  nextAt(now: number, admits?: LaneFilter): number | undefined {
    this.#keys.pass(now);
    const { now: passed } = this.#keys;
    const nextAt = this.#keys.nextAt(admits);
    if (nextAt === undefined || !this.#rateLimit) return nextAt;
    return Math.max(nextAt, passed + this.#rateLimit.waitMs(passed));
  }

  /** From here on nothing is taken or added, and what waits is dropped. Runs go on until they are done. */
  stop(now: number): void {
    this.#keys.pass(now);
    this.#stopped = true;
    for (const [key] of this.#keys.table.entries()) this.forget(key);
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** As of the last operation. */
  get sizes(): QueueSizes {
    return { ...this.#keys.sizes, running: this.#running.size };
  }

  /** How often a key began to wait: by a trigger, or by what its run has left behind. */
  get arrivals(): number {
    return this.#keys.arrivals;
  }

  /** For how long all runs that go on do, added up, in ms. */
  runningMs(now: number): number {
    this.#keys.pass(now);
    return this.#running.totalMs(this.#keys.now);
  }

  /** The run that began first of those that go on, and for how long it does. */
  oldestRunning(now: number): { readonly key: string; readonly runningMs: number } | undefined {
    this.#keys.pass(now);
    const { oldest } = this.#running;
    return oldest && { key: oldest.run.key, runningMs: this.#keys.now - oldest.startedAt };
  }

  /** Every key that the queue knows, in no order. Keys may be forgotten meanwhile. */
  *entries(): IterableIterator<QueueEntry> {
    for (const [key, slot] of this.#keys.table.entries()) yield this.#entry(key, slot);
  }

  #entry(key: string, slot: number): QueueEntry {
    const { table } = this.#keys;
    const readyAt = table.readyAt.get(slot);
    const state = (['resting', 'waiting', 'ready', 'running'] as const)[table.stateOf(slot)] ?? 'resting';
    const waits = state !== 'resting' && readyAt < Infinity;
    return {
      key,
      lane: this.#keys.lanes.of(slot).name,
      state: table.has(slot, Flag.putBack) ? 'held' : state,
      ...(waits && { readyAt }),
      failures: table.failures.get(slot),
      triggerCount: table.triggers.get(slot),
      reasons: reasonList(table.reasonsOf(slot)),
    };
  }

  // The echo of an own write is no change: a controller that writes its spec at every run would never be backed off.
  #changesGeneration(slot: number, { generation = NaN, isEcho = false }: Trigger): boolean {
    if (Number.isNaN(generation) || generation === this.#keys.table.generation.get(slot)) return false;
    this.#keys.table.generation.set(slot, generation);
    return !isEcho;
  }

  #changesOtherwise(slot: number, { isEcho = false, isChanged }: Trigger): boolean {
    if (!isChanged || isEcho) return false;
    const { table } = this.#keys;
    const matters =
      table.stateOf(slot) === State.running || table.has(slot, Flag.terminal) || table.failures.get(slot) > 0;
    return matters && isChanged();
  }

  #begin(slot: number): Run {
    const { table } = this.#keys;
    const lane = this.#keys.lanes.of(slot);
    const readyAt = table.readyAt.get(slot);
    const run: Run = {
      key: table.keyOf(slot),
      lane: lane.name,
      reasons: reasonList(table.reasonsOf(slot)),
      triggerCount: table.triggers.get(slot),
      failures: table.failures.get(slot),
      priority: table.has(slot, Flag.high) ? 'high' : 'low',
      waitedMs: Math.max(0, this.#keys.now - readyAt),
      echoesOnly: table.has(slot, Flag.echoesOnly),
    };
    const echoes = table.echoesOf(slot);
    this.#keys.lanes.begin(lane);
    table.setState(slot, State.running);
    table.clearPending(slot);
    this.#hold(slot, 0);
    this.#running.push({ run, slot, startedAt: this.#keys.now, readyAt, echoes });
    return run;
  }

  #conclude(running: Running, outcome: RunOutcome): void {
    const { slot, run } = running;
    const { table } = this.#keys;
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
          this.#keys.again(slot, boundedDelay(outcome.afterMs), { priority: 'low', reason: this.#requeued });
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
        this.#rateLimit?.giveBack();
        this.#keys.putBack(running, outcome.until);
        return;
      default:
        outcome satisfies never;
    }
  }

  #end(slot: number, holdMs: number): void {
    this.#keys.table.failures.set(slot, 0);
    this.#hold(slot, holdMs);
  }

  // Echoes of own writes do not end a hold.
  #hold(slot: number, holdMs: number): void {
    const isHeld = holdMs > 0;
    this.#keys.table.notBefore.set(slot, isHeld ? this.#keys.now + boundedDelay(holdMs) : 0);
    this.#keys.table.set(slot, Flag.held, isHeld);
  }

  #fail({ slot, run }: Running): void {
    const { table } = this.#keys;
    // What failed was the old generation; a run of the new one is owed.
    if (table.has(slot, Flag.changed)) {
      table.failures.set(slot, 0);
      return;
    }
    const failures = run.failures + 1;
    table.failures.set(slot, failures);
    const delayMs = boundedDelay(failureDelayMs(failures, this.#settings.random(), this.#settings.backoff));
    table.notBefore.set(slot, this.#keys.now + delayMs);
    this.#keys.again(slot, 0, { priority: run.priority, reason: this.#retried });
  }
}
