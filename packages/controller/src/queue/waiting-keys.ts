// The keys that wait: until a time, until they are released, or to be taken. What a trigger makes of them, and what
// the passing time does. What a run leaves behind is left to the work queue.

import { boundedDelay } from './bounded-delay.ts';
import { EntryTable, Flag, State } from './entry-table.ts';
import { keepReason, reasonList } from './kept-reasons.ts';
import { type LaneFilter, Lanes } from './lane.ts';
import { ReadyKeys } from './priority.ts';
import type { QueueSettings } from './queue-options.ts';
import type { Reason } from './reason.ts';
import type { QueueSizes, Run, Trigger } from './run.ts';
import { SlotHeap } from './slot-heap.ts';

export interface TakenRun {
  readonly run: Run;
  readonly slot: number;
  /** When it was due. */
  readonly readyAt: number;
  readonly echoes: number;
}

export class WaitingKeys {
  readonly table: EntryTable;
  readonly lanes: Lanes;
  readonly #settings: QueueSettings;
  readonly #ready: ReadyKeys;
  readonly #delayed: SlotHeap;
  // Until their hold is over.
  readonly #resting: SlotHeap;
  #now = 0;
  #arrivals = 0;
  #held = 0;

  constructor(settings: QueueSettings) {
    const table = new EntryTable(settings.debounceMs > 0);
    this.table = table;
    this.lanes = new Lanes(table);
    this.#settings = settings;
    this.#ready = new ReadyKeys(table, this.lanes, settings.starvationMs);
    this.#delayed = new SlotHeap(table);
    this.#resting = new SlotHeap(table);
  }

  /** The latest time that was passed. */
  get now(): number {
    return this.#now;
  }

  /** How often a key began to wait. */
  get arrivals(): number {
    return this.#arrivals;
  }

  get sizes(): Omit<QueueSizes, 'running'> {
    return { ready: this.#ready.size, waiting: this.#delayed.size - this.#held, held: this.#held };
  }

  /** When a key of these lanes is ready: now, if there is one. One that becomes ready may be of another lane. */
  nextAt(admits?: LaneFilter): number | undefined {
    if (this.#ready.has(admits)) return this.#now;
    const first = this.#delayed.first;
    return first === undefined ? undefined : this.table.readyAt.get(first);
  }

  /** Lets the time pass: what is due becomes ready, and what only a hold has kept is forgotten. */
  pass(now: number): void {
    if (now > this.#now && now < Infinity) this.#now = now;
    const { readyAt } = this.table;
    for (let slot = this.#delayed.first; slot !== undefined; slot = this.#delayed.first) {
      if (readyAt.get(slot) > this.#now) break;
      this.#delayed.remove(slot);
      if (this.table.has(slot, Flag.putBack)) this.#endPutBack(slot);
      this.#enter(slot);
    }
    for (let slot = this.#resting.first; slot !== undefined; slot = this.#resting.first) {
      if (readyAt.get(slot) > this.#now) break;
      this.#resting.remove(slot);
      this.#free(slot);
    }
  }

  #free(slot: number): void {
    this.lanes.leave(this.lanes.of(slot));
    this.table.free(slot);
  }

  /** Removes and returns the key whose turn it is. */
  take(admits?: LaneFilter): number | undefined {
    return this.#ready.take(this.#now, admits);
  }

  /** Takes in a trigger for a key, whatever it does. */
  trigger(slot: number, trigger: Trigger): void {
    const table = this.table;
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

  #merge(slot: number, { priority = 'high', isEcho = false, reason }: Trigger): void {
    const table = this.table;
    table.triggers.set(slot, table.triggers.get(slot) + 1);
    if (priority === 'high') table.set(slot, Flag.high, true);
    if (!isEcho) table.set(slot, Flag.echoesOnly, false);
    if (reason) this.#keep(slot, reason, isEcho);
  }

  #keep(slot: number, reason: Reason, isEcho: boolean): void {
    const table = this.table;
    const kept = { reasons: table.reasonsOf(slot), echoes: table.echoesOf(slot) };
    const { reasons, echoes } = keepReason(kept, reason, isEcho);
    table.setReasons(slot, reasons, echoes);
  }

  // Brings what is due forward, or puts it off for the debounce.
  #schedule(slot: number, at: number | undefined): void {
    const { readyAt, notBefore, debounceEnd } = this.table;
    const now = this.#now;
    const dueAt = now + boundedDelay((at ?? now) - now);
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
    const table = this.table;
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
    this.table.arrival.set(slot, this.#arrivals);
  }

  // Puts the entry where it waits.
  #enter(slot: number): void {
    const isReady = this.table.readyAt.get(slot) <= this.#now;
    this.table.setState(slot, isReady ? State.ready : State.delayed);
    if (isReady) this.#ready.push(slot);
    else this.#delayed.push(slot);
  }

  /** Makes a key whose run has ended due in so many ms, with no debounce. */
  again(slot: number, delayMs: number, trigger: Trigger): void {
    const { readyAt, debounceEnd } = this.table;
    const dueAt = this.#now + delayMs;
    readyAt.set(slot, Math.min(readyAt.get(slot), dueAt));
    debounceEnd?.set(slot, Math.min(debounceEnd.get(slot), dueAt));
    this.#merge(slot, trigger);
  }

  /** Restores what a run was taken with, beside what came since. */
  putBack({ slot, run, readyAt, echoes }: TakenRun, until: number): void {
    const table = this.table;
    if (table.has(slot, Flag.changed)) table.failures.set(slot, 0);
    const since = reasonList(table.reasonsOf(slot));
    const echoesSince = table.echoesOf(slot);
    table.setReasons(slot, run.reasons, echoes);
    for (const [place, reason] of since.entries())
      this.#keep(slot, reason, (echoesSince & (1 << place)) !== 0);
    table.triggers.set(slot, table.triggers.get(slot) + run.triggerCount);
    if (run.priority === 'high') table.set(slot, Flag.high, true);
    if (!run.echoesOnly) table.set(slot, Flag.echoesOnly, false);
    table.set(slot, Flag.putBack, true);
    table.notBefore.set(slot, readyAt);
    table.readyAt.set(slot, this.#now + boundedDelay(until - this.#now));
    this.#held += 1;
  }

  /** Ends what `put back` waits for. Does nothing where the key was not put back. */
  release(slot: number): void {
    if (!this.table.has(slot, Flag.putBack)) return;
    this.#delayed.remove(slot);
    this.#endPutBack(slot);
    this.#enter(slot);
  }

  /** Forgets a key that does not run. */
  drop(slot: number): void {
    this.#leave(slot);
    this.#free(slot);
  }

  #endPutBack(slot: number): void {
    const { readyAt, notBefore } = this.table;
    this.table.set(slot, Flag.putBack, false);
    readyAt.set(slot, notBefore.get(slot));
    notBefore.set(slot, 0);
    this.#held -= 1;
  }

  /** Puts a key whose run has ended where it waits, or forgets it where nothing is left to remember. */
  settle(slot: number): void {
    const table = this.table;
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
