// The promises of leader election, checked against what the server stored and what left each process, by true time. Pure.
//
// A candidate is a process, under its identity. It may act until `renewDeadline`, by its own clock, after the last claim of
// it that the server has stored was sent. Another may take over when it has seen no change of the Lease for
// `leaseDuration` by its own clock. Where no two clocks differ by more than the ratio of the two, that leaves a margin.

import { type Candidate, type ElectionTimings, marginMs, takeoverMs } from './election-timings.ts';
import type { LeaseState } from './lease-state.ts';

/** A change of the Lease that the server has stored. Times are true milliseconds. */
export interface LeaseWrite {
  readonly at: number;
  /** The identity of the candidate that sent it; undefined for anybody else. */
  readonly by: string | undefined;
  readonly sentAt: number;
  /** Undefined where the Lease is gone by it. */
  readonly lease: LeaseState | undefined;
}

/** What a leader writes under the Lease. */
export interface LedWrite {
  readonly by: string;
  readonly sentAt: number;
}

/** A stored claim of a candidate, and what became of it. */
interface Tenure {
  readonly sentAt: number;
  /** Another claim was stored then. */
  readonly replaced?: { readonly at: number; readonly by: string };
  /** Somebody who is no candidate changed the Lease then: others need not wait any more. */
  readonly robbedAt?: number;
  /** It sent its release then. */
  readonly gaveUpAt?: number;
}

// What rounding may cost.
const roundingMs = 0.01;

export class ElectionWitness {
  readonly violations: string[] = [];
  /** How often the Lease got another holder. */
  moves = 0;
  readonly #timings: ElectionTimings;
  readonly #candidates = new Map<string, Candidate>();
  readonly #tenures = new Map<string, Tenure>();
  // Candidates that began again, and have not claimed the Lease since.
  readonly #restarted = new Set<string>();
  #lease: LeaseState | undefined;
  #changedAt = 0;
  // When the Lease said this first, since a candidate wrote it last: a change that is taken back may be seen by nobody.
  readonly #saidAt = new Map<string | undefined, number>();
  #isByHand = false;
  // The longest that the Lease has said since a candidate wrote it last: who has read that waits for it.
  #heldMs = 0;

  constructor(timings: ElectionTimings) {
    this.#timings = timings;
  }

  /** The Lease as it is stored. */
  get lease(): LeaseState | undefined {
    return this.#lease;
  }

  /** A process begins. */
  started(identity: string, candidate: Candidate): void {
    if (this.#candidates.has(identity)) this.#restarted.add(identity);
    this.#candidates.set(identity, candidate);
  }

  /** L3: nobody says that it holds the Lease whose time is over, or who was replaced. */
  holding(identities: readonly string[], at: number): void {
    for (const identity of identities) {
      const why = this.#whyNot(identity, at);
      if (why !== undefined) this.#violate('L3', `${identity} says that it leads, but ${why}`, at);
      if (this.#hasNotLooked(identity, at))
        this.#violate(
          'L3',
          `${identity} says that it leads, though the Lease has long said something else`,
          at,
        );
    }
    const unrobbed = identities.filter((identity) => this.#tenures.get(identity)?.robbedAt === undefined);
    if (unrobbed.length > 1) this.#violate('L3', `${unrobbed.join(' and ')} say that they lead`, at);
  }

  /** L1: what is written under the Lease leaves the process while that still leads, by lease time. */
  sent({ by, sentAt }: LedWrite): void {
    const why = this.#whyNot(by, sentAt);
    if (why !== undefined) this.#violate('L1', `${by} sent a write, but ${why}`, sentAt);
  }

  /** A candidate gives the Lease up. L6: all that it has written under it was answered, or is known to get no answer. */
  givesUp(identity: string, { at, inFlight }: { readonly at: number; readonly inFlight: number }): void {
    if (inFlight > 0)
      this.#violate('L6', `${identity} gave the Lease up with ${inFlight} writes in flight`, at);
    const tenure = this.#tenures.get(identity);
    if (tenure) this.#tenures.set(identity, { ...tenure, gaveUpAt: at });
  }

  /** L2: what another has written by now is behind all of it, but for what was under way for longer than the margin. */
  committed({ by, sentAt }: LedWrite, at: number): void {
    const tenure = this.#tenures.get(by);
    const replaced = tenure?.replaced;
    if (!replaced || tenure.robbedAt !== undefined || replaced.at > at) return;
    const margin = marginMs(this.#timings, { holder: this.#rate(by), next: this.#rate(replaced.by) });
    if (at - sentAt < margin - roundingMs)
      this.#violate('L2', `a write of ${by} was stored after ${replaced.by} took over`, at);
  }

  /** The Lease has changed. */
  stored(write: LeaseWrite): void {
    const { at, by, lease } = write;
    if (lease?.text === this.#lease?.text) return;
    if (by === undefined) this.#changedByHand(at);
    else if (lease?.holder === by) this.#claimed({ ...write, by, lease });
    else if (lease?.holder !== '') this.#violate('L5', `${by} wrote a Lease of somebody else`, at);
    else if (lease.transitions !== (this.#lease?.transitions ?? 0))
      this.#violate('L5', `${by} changed the transitions as it gave the Lease up`, at);
    this.#isByHand = by === undefined;
    this.#lease = lease;
    this.#changedAt = at;
    if (by !== undefined) this.#saidAt.clear();
    this.#heldMs = by === undefined ? Math.max(this.#heldMs, this.#saysMs(lease)) : this.#saysMs(lease);
    if (!this.#saidAt.has(lease?.text)) this.#saidAt.set(lease?.text, at);
  }

  #changedByHand(at: number): void {
    for (const [identity, tenure] of this.#tenures)
      if (!tenure.replaced) this.#tenures.set(identity, { robbedAt: at, ...tenure });
  }

  #claimed(claim: LeaseWrite & { readonly by: string; readonly lease: LeaseState }): void {
    const { at, by, sentAt } = claim;
    const before = this.#lease;
    this.#inTime(at);
    const known = this.#tenures.get(by);
    if (before?.holder !== by) {
      this.moves += 1;
      this.#waited(claim);
      for (const [other, tenure] of this.#tenures)
        if (other !== by && !tenure.replaced) this.#tenures.set(other, { ...tenure, replaced: { at, by } });
    }
    this.#counts(claim);
    // A claim that was long under way makes none longer that came first, nor takes back that it was given up.
    const gaveUpAt = known?.gaveUpAt !== undefined && known.gaveUpAt >= sentAt ? known.gaveUpAt : undefined;
    const isLater = known && known.sentAt > sentAt && !known.replaced;
    this.#tenures.set(by, {
      sentAt: isLater ? known.sentAt : sentAt,
      ...(gaveUpAt !== undefined && { gaveUpAt }),
    });
  }

  /** L4: the Lease was seen unchanged for as long as it says. */
  #waited({ at, by }: { readonly at: number; readonly by: string }): void {
    const before = this.#lease;
    if (!before || before.holder === '' || before.durationMs === undefined) return;
    const leastMs = before.durationMs / this.#rate(by);
    if (at - (this.#saidAt.get(before.text) ?? at) < leastMs - roundingMs)
      this.#violate('L4', `${by} took the Lease of ${String(before.holder)} too early`, at);
  }

  /** L5: the number of moves, as client-go counts it; who is named by somebody else's hand may count that as one. */
  #counts({ at, by, lease }: LeaseWrite & { readonly by: string; readonly lease: LeaseState }): void {
    const { holder, transitions } = this.#lease ?? { holder: by, transitions: 0 };
    const expected = holder === by ? transitions : transitions + 1;
    const isForeign = holder === by && (this.#isByHand || this.#restarted.has(by));
    this.#restarted.delete(by);
    // Where the server's type ends it begins anew.
    if (expected >= 2 ** 31 - 1 || (isForeign && lease.transitions === expected + 1)) return;
    if (lease.transitions !== expected)
      this.#violate('L5', `${by} wrote ${lease.transitions} transitions, not ${expected}`, at);
  }

  /** How long a Lease is held, where nobody renews it: as a candidate would, for as long as it would say itself. */
  #saysMs(lease: LeaseState | undefined): number {
    if (lease?.holder === '') return 0;
    return lease?.durationMs ?? this.#timings.leaseDurationMs;
  }

  /** L7: as long as any candidate could act, somebody took over, or renewed, in time. */
  #inTime(at: number): void {
    const lease = this.#lease;
    if (lease?.isCoordinated === true) return;
    for (const [identity, { rate, freeSince }] of this.#candidates) {
      const since = freeSince();
      if (since === undefined) continue;
      const waitedMs = at - Math.max(since, this.#changedAt);
      const boundMs = takeoverMs(this.#timings, { heldMs: this.#heldMs, rate });
      if (waitedMs > boundMs)
        this.#violate(
          'L7',
          `nobody took over for ${Math.round(waitedMs)} ms, though ${identity} could in ${Math.round(boundMs)}`,
          at,
        );
    }
  }

  /** To be called at the end: nobody may have waited for too long. */
  ended(at: number): void {
    this.#inTime(at);
  }

  /** Whether a candidate that nothing disturbs has missed for too long that the Lease was edited. */
  #hasNotLooked(identity: string, at: number): boolean {
    const robbedAt = this.#tenures.get(identity)?.robbedAt;
    const { rate, freeSince } = this.#candidates.get(identity) ?? {};
    const since = freeSince?.();
    if (robbedAt === undefined || rate === undefined || since === undefined) return false;
    const { retryPeriodMs, latencyMs } = this.#timings;
    return at - Math.max(robbedAt, since) > retryPeriodMs / rate + latencyMs;
  }

  /** Why a candidate does not lead at a time. */
  #whyNot(identity: string, at: number): string | undefined {
    const tenure = this.#tenures.get(identity);
    if (!tenure) return 'never did';
    const { sentAt, replaced, robbedAt, gaveUpAt } = tenure;
    const passedMs = (at - sentAt) * this.#rate(identity);
    if (passedMs > this.#timings.renewDeadlineMs + roundingMs)
      return `its last claim was sent ${Math.round(passedMs)} ms ago by its clock`;
    if (gaveUpAt !== undefined && gaveUpAt <= at) return 'has given the Lease up';
    if (replaced && replaced.at < at && robbedAt === undefined) return `${replaced.by} has taken over`;
    return undefined;
  }

  #rate(identity: string): number {
    return this.#candidates.get(identity)?.rate ?? 1;
  }

  #violate(promise: string, what: string, at: number): void {
    this.violations.push(`${promise}: ${what} (at ${(at / 1000).toFixed(3)} s)`);
  }
}
