// Who leads, as a pure machine: one candidate's side of client-go's algorithm. It is told what the server answered and
// when, and says what to ask next. Requests and timers are the campaign's.
// https://github.com/kubernetes/client-go/blob/v0.36.3/tools/leaderelection/leaderelection.go
//
// What makes it safe: another candidate takes a Lease over only when it has seen no change of the record for as long as
// the record says, by its own clock. It cannot have seen our last change before we sent it. So until `leaseDuration` after
// the last renewal that succeeded was sent nobody else leads, and we stop earlier: `renewDeadline` after it was sent,
// whenever its answer came. Clocks need not agree on the time, only on how fast it goes: the ratio of the two durations.
//
// Departures from client-go, each to the safe side:
// - a term counts from when its last renewal was sent, not from when the answer was there;
// - a record that we did not write ends the term at once, and is somebody else's even where it names us: another process
//   may have our identity, a person may have written it, or an old state of the cluster came back;
// - a Lease that was deleted is created anew only when the holder that was seen before has had its time;
// - who waits for a lease to run out looks again at that moment, not up to `retryPeriod` x 2.2 later;
// - a Lease with a `strategy`, whose holder the server chooses, is left alone.

import {
  claimedLease,
  type LeaseObject,
  type LeaseRecord,
  nextTransition,
  recordOf,
} from './lease-record.ts';

export interface ElectionTimes {
  /** How long others wait, from when they last saw the record change, before they take over, in ms; whole seconds. */
  readonly leaseDuration: number;
  /** How long, from when the last renewal that succeeded was sent, a term goes on, in ms. */
  readonly renewDeadline: number;
  /** How long to wait between tries, in ms. */
  readonly retryPeriod: number;
}

/** A moment by both clocks of the machine, in ms. */
export interface Moment {
  readonly monotonic: number;
  /** It alone goes on while the machine sleeps. Where it says that a term is over, it is; it never makes one longer. */
  readonly wall: number;
}

/**
 * What the campaign does next, and tells the machine about.
 *
 * - `read`: get the Lease.
 * - `create`, `replace`: write a Lease that names us. The first is made of `blank`.
 * - `wait`: begin the next round after so many ms.
 */
export type ElectionStep =
  | { readonly type: 'read' }
  | { readonly type: 'create' | 'replace'; readonly lease: LeaseObject }
  | { readonly type: 'wait'; readonly delayMs: number };

/**
 * What came of a step.
 *
 * - `due`: it is time for a round; of no step, or of `wait`.
 * - `found`, `absent`: of `read`.
 * - `written`, `conflict`: of `create` and `replace`. A conflict says that it was not carried out.
 * - `failed`: of any; a write may have been carried out, or still be.
 */
export type ElectionInput =
  | { readonly type: 'due' | 'absent' | 'conflict' | 'failed' }
  | { readonly type: 'found'; readonly lease: LeaseObject }
  | { readonly type: 'written'; readonly lease: LeaseObject; readonly sentAt: Moment };

/**
 * Why a term ended.
 *
 * - `expired`: it could not be renewed in time.
 * - `taken`: the Lease names somebody else, or nobody, or says something else than we wrote.
 * - `coordinated`: the Lease says that the server chooses who leads.
 * - `released`: it was given up.
 */
export type TermEnding = 'expired' | 'taken' | 'coordinated' | 'released';

export type ElectionEvent =
  | { readonly type: 'began'; readonly heldUntil: Moment; readonly transitions: number }
  /** `slow`: not by the one request that it takes where nothing else was written to the Lease. */
  | { readonly type: 'renewed'; readonly path: 'fast' | 'slow' }
  | { readonly type: 'ended'; readonly reason: TermEnding }
  /** The Lease names another holder than before; `''` where it names nobody. */
  | { readonly type: 'leader'; readonly holder: string | undefined; readonly transitions: number }
  /** The answer to a write has another claim in it, as where a webhook changed it. It counts for nothing. */
  | { readonly type: 'altered' };

export interface ElectionOutput {
  readonly step: ElectionStep;
  readonly events: readonly ElectionEvent[];
}

/** When an input comes, and a number uniform in [0, 1) for what is left to chance. */
export interface Turn {
  readonly now: Moment;
  readonly random: number;
}

/** What client-go adds at random to a wait, at most, as a share of it. */
const jitterFactor = 1.2;

// More than are tried in the length of a term. One that is forgotten is taken for another's, and waited for.
const mostOwn = 16;

export interface ElectionOptions extends ElectionTimes {
  readonly identity: string;
  /** What a new Lease is made of. */
  readonly blank: LeaseObject;
}

export class Election {
  readonly #options: ElectionOptions;
  /** Read or written last. */
  #lease: LeaseObject | undefined;
  #record: LeaseRecord | undefined;
  /** Until when, by the monotonic clock, somebody else whom the record named may act. */
  #othersUntil = -Infinity;
  /** Until when it leads. */
  #heldUntil: Moment | undefined;
  /** The records that we wrote, or may have written: whose answer did not come may still be on its way. */
  readonly #own = new Set<string>();
  /** What the last one says of when it was written. */
  #writtenWall = 0;
  /** How often it has looked in this round. */
  #reads = 1;
  #events: ElectionEvent[] = [];

  constructor(options: ElectionOptions) {
    this.#options = options;
  }

  /** Until when the term goes on that does; undefined where none does. */
  get heldUntil(): Moment | undefined {
    return this.#heldUntil;
  }

  /** What the Lease said last; undefined where there was none. */
  get record(): LeaseRecord | undefined {
    return this.#record;
  }

  /** Whether a claim of ours may be in the Lease, so that it is worth releasing. */
  get mayBeNamed(): boolean {
    return this.#own.size > 0;
  }

  /** Whether what the Lease says was written by us. */
  isOurs(lease: LeaseObject): boolean {
    return this.#own.has(recordOf(lease).text);
  }

  /** What to do next, and what has happened. */
  next(input: ElectionInput, turn: Turn): ElectionOutput {
    this.#expire(turn.now);
    const step = this.#step(input, turn);
    return { step, events: this.#takeEvents() };
  }

  /** Ends a term whose time is over. */
  tick(now: Moment): readonly ElectionEvent[] {
    this.#expire(now);
    return this.#takeEvents();
  }

  /** Ends the term that goes on. */
  giveUp(): readonly ElectionEvent[] {
    this.#end('released');
    return this.#takeEvents();
  }

  #step(input: ElectionInput, turn: Turn): ElectionStep {
    switch (input.type) {
      case 'due':
        return this.#begin(turn);
      case 'found':
        this.#observe(input.lease, turn.now);
        return this.#compete(turn);
      case 'absent':
        this.#observeNone();
        return this.#compete(turn);
      case 'written':
        this.#settle(input.lease, input.sentAt, turn.now);
        return this.#wait(turn);
      case 'conflict':
        // Somebody else wrote it, and may lead by that: who leads looks once more, and does not go on until the next round.
        return this.#reads < (this.#heldUntil ? 2 : 1) ? this.#read() : this.#wait(turn);
      case 'failed':
        return this.#reads === 0 ? this.#read() : this.#wait(turn);
    }
  }

  #begin(turn: Turn): ElectionStep {
    this.#reads = 0;
    // A leader knows what is in the Lease, and renews by one request.
    if (!this.#heldUntil || !this.#lease) return this.#read();
    return this.#write(turn);
  }

  #read(): ElectionStep {
    this.#reads += 1;
    return { type: 'read' };
  }

  #compete(turn: Turn): ElectionStep {
    const isFree = turn.now.monotonic >= this.#othersUntil && this.#record?.isCoordinated !== true;
    return isFree ? this.#write(turn) : this.#wait(turn);
  }

  #write({ now: { wall }, random }: Turn): ElectionStep {
    const { identity, blank, leaseDuration } = this.#options;
    const record = this.#record;
    const isOurs = record !== undefined && this.#own.has(record.text);
    // Two writes never say the same, or others would not see the second as a sign of life.
    this.#writtenWall = Math.round(wall) === this.#writtenWall ? this.#writtenWall + 1 : Math.round(wall);
    const claim = {
      holder: identity,
      durationSeconds: leaseDuration / 1000,
      transitions: isOurs ? record.transitions : record ? nextTransition(record.transitions) : 0,
      acquireTime: isOurs ? record.acquireTime : undefined,
    };
    // Nor do two processes of one identity that write in the same millisecond, or each would take the other's for its own.
    const lease = claimedLease(this.#lease ?? blank, claim, this.#writtenWall + random * 0.999);
    if (this.#own.size === mostOwn) this.#forgetOldest();
    this.#own.add(recordOf(lease).text);
    return { type: this.#lease ? 'replace' : 'create', lease };
  }

  #forgetOldest(): void {
    // What is in the Lease for all that is known goes last.
    const oldest = [...this.#own].find((text) => text !== this.#record?.text);
    if (oldest !== undefined) this.#own.delete(oldest);
  }

  #wait({ now, random }: Turn): ElectionStep {
    const { retryPeriod } = this.#options;
    if (this.#heldUntil) return { type: 'wait', delayMs: retryPeriod };
    const delayMs = retryPeriod * (1 + random * jitterFactor);
    const leftMs = this.#othersUntil - now.monotonic;
    return { type: 'wait', delayMs: leftMs > 0 ? Math.min(delayMs, leftMs) : delayMs };
  }

  #settle(lease: LeaseObject, sentAt: Moment, now: Moment): void {
    const { identity, leaseDuration, renewDeadline } = this.#options;
    const { holder, durationMs, isCoordinated, transitions, text } = recordOf(lease);
    // What others read must say at least this, or they take it over earlier.
    const isAsWritten = holder === identity && durationMs === leaseDuration && !isCoordinated;
    this.#own.clear();
    if (isAsWritten) this.#own.add(text);
    else this.#events.push({ type: 'altered' });
    this.#observe(lease, now);
    const until = { monotonic: sentAt.monotonic + renewDeadline, wall: sentAt.wall + renewDeadline };
    if (!isAsWritten || isPast(until, now)) return;
    this.#events.push(
      this.#heldUntil
        ? { type: 'renewed', path: this.#reads === 0 ? 'fast' : 'slow' }
        : { type: 'began', heldUntil: until, transitions },
    );
    this.#heldUntil = until;
  }

  #observe(lease: LeaseObject, now: Moment): void {
    const record = recordOf(lease);
    const { holder, transitions, text } = record;
    this.#lease = lease;
    if (text === this.#record?.text) return;
    const isOurs = this.#own.has(text);
    if (holder !== (this.#record?.holder ?? '')) this.#events.push({ type: 'leader', holder, transitions });
    this.#record = record;
    // What is still on its way was made of an older version, and is refused.
    this.#own.clear();
    if (isOurs) this.#own.add(text);
    else this.#end(record.isCoordinated ? 'coordinated' : 'taken');
    this.#othersUntil =
      isOurs || holder === ''
        ? -Infinity
        : now.monotonic + (record.durationMs ?? this.#options.leaseDuration);
  }

  #observeNone(): void {
    const { holder = '' } = this.#record ?? {};
    this.#lease = undefined;
    this.#record = undefined;
    if (holder !== '') this.#events.push({ type: 'leader', holder: '', transitions: 0 });
  }

  #expire(now: Moment): void {
    if (this.#heldUntil && isPast(this.#heldUntil, now)) this.#end('expired');
  }

  #end(reason: TermEnding): void {
    if (!this.#heldUntil) return;
    this.#heldUntil = undefined;
    this.#events.push({ type: 'ended', reason });
  }

  #takeEvents(): readonly ElectionEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

/** By either clock. */
export function isPast(until: Moment, now: Moment): boolean {
  return !(now.monotonic < until.monotonic && now.wall < until.wall);
}
