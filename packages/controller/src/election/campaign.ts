// A candidate while it competes: asks what the machine wants to know, keeps the terms that come of it, and in the end
// gives the Lease back. Who decides is the machine.

import { DecodeError, onAbort, sleep, type Timer } from '@kube-rx/core';
import { RunLog, silentLog, standardLog } from '../controller/controller-log.ts';
import { failureOf } from '../controller/failure.ts';
import {
  Election,
  type ElectionEvent,
  type ElectionInput,
  type ElectionStep,
  type Moment,
  type TermEnding,
} from './election.ts';
import { ElectionNews } from './election-news.ts';
import type { ElectionOutcome, ElectionRunOptions, ResolvedElectionOptions } from './election-options.ts';
import { type ElectionPhase, leaderOf } from './election-status.ts';
import type { LeadershipTerm } from './leadership.ts';
import { failedInput, LeaseLock } from './lease-lock.ts';
import { newLease } from './lease-record.ts';
import { releaseLease } from './release.ts';
import { momentOf, Term } from './term.ts';

export interface CampaignListener {
  /** Called with each term as it begins. */
  readonly listeners: ReadonlySet<(term: LeadershipTerm) => void>;
  readonly onChange: () => void;
}

export class Campaign {
  readonly #options: ResolvedElectionOptions;
  readonly #listener: CampaignListener;
  readonly #machine: Election;
  readonly #lock: LeaseLock;
  readonly #news: ElectionNews;
  /** Ends the rounds, and whatever they wait for. */
  readonly #halt = new AbortController();
  /** Ends the write that goes on. */
  readonly #cut = new AbortController();
  #isStopping = false;
  #isReleasing = false;
  #term: Term | undefined;
  #timer: Timer | undefined;
  #trouble: string | undefined;
  /** When a term ended otherwise than by being given up. */
  #cutShortAt = -Infinity;
  /** When the last write was sent. */
  #sentAt: Moment;

  static async create(options: ResolvedElectionOptions, listener: CampaignListener): Promise<Campaign> {
    const { log = await standardLog() } = options;
    return new Campaign(options, listener, new RunLog(log === false ? silentLog : log));
  }

  private constructor(options: ResolvedElectionOptions, listener: CampaignListener, log: RunLog) {
    const { client, clock, name, namespace, identity, renewDeadline } = options;
    this.#options = options;
    this.#listener = listener;
    this.#machine = new Election({ ...options, blank: newLease(name, namespace) });
    // As client-go: two requests that hang leave no more than the time that a leader has.
    const timeoutMs = Math.max(1000, renewDeadline / 2);
    this.#lock = new LeaseLock({ client, clock, name, namespace, timeoutMs });
    this.#news = new ElectionNews({ name, namespace, identity }, log);
    this.#sentAt = momentOf(clock);
  }

  get term(): Term | undefined {
    return this.#term;
  }

  get phase(): ElectionPhase {
    return this.#isReleasing ? 'releasing' : this.#term ? 'leading' : 'standby';
  }

  get leader(): string {
    return this.#machine.record ? leaderOf(this.#machine.record) : '';
  }

  get transitions(): number {
    return this.#machine.record?.transitions ?? 0;
  }

  get trouble(): string | undefined {
    return this.#machine.record?.isCoordinated ? coordinated : this.#trouble;
  }

  /** @throws what `random` throws. Rejected or not, no term goes on afterwards. */
  async run({ signal, beforeRelease, drainTimeout = 30_000 }: ElectionRunOptions): Promise<ElectionOutcome> {
    const stopped = Promise.withResolvers<'stopped'>();
    const stopListening = onAbort(signal, () => stopped.resolve('stopped'));
    const rounds = this.#rounds();
    let hasDrained = false;
    let outcome: ElectionOutcome;
    try {
      outcome = await Promise.race([stopped.promise, rounds]);
      this.#isStopping = true;
      // No term begins any more. One that goes on is renewed while others end what they do under it.
      if (!this.#term) this.#halt.abort();
      if (outcome === 'stopped') hasDrained = await this.#drain(beforeRelease, drainTimeout);
      this.#halt.abort();
      // What a standby has sent may make it the holder yet: what comes of that is waited for, or the Lease would run out.
      if (this.#term) this.#cut.abort();
      await rounds;
    } finally {
      stopListening();
      this.#halt.abort();
      this.#cut.abort();
      this.#told(this.#machine.giveUp());
    }
    if (hasDrained && this.#hasArrived && this.#machine.mayBeNamed) await this.#release();
    return outcome;
  }

  /**
   * Whether what was written under the last term is not on its way any more. Nobody knows of what was cut short as the term
   * ended, so it is given the time that it has where others wait for the Lease to run out.
   */
  get #hasArrived(): boolean {
    const { clock, leaseDuration, renewDeadline } = this.#options;
    return clock.monotonic() - this.#cutShortAt >= leaseDuration - renewDeadline;
  }

  /** Ends when it is halted; if nobody stopped it, because the lease was lost. */
  async #rounds(): Promise<'lost'> {
    const { clock, random } = this.#options;
    let input: ElectionInput = { type: 'due' };
    while (!this.#halt.signal.aborted) {
      const { step, events } = this.#machine.next(input, { now: momentOf(clock), random: random() });
      this.#told(events);
      // Read, and nothing to be written: that a read succeeds says nothing of a write that does not.
      if (step.type === 'wait' && (input.type === 'found' || input.type === 'absent')) this.#well();
      input = await this.#perform(step);
    }
    return 'lost';
  }

  async #perform(step: ElectionStep): Promise<ElectionInput> {
    const { clock } = this.#options;
    const { signal } = this.#halt;
    try {
      signal.throwIfAborted();
      switch (step.type) {
        case 'wait':
          await sleep(clock, step.delayMs, signal);
          return { type: 'due' };
        case 'read': {
          const lease = await this.#lock.read(signal);
          return lease ? { type: 'found', lease } : { type: 'absent' };
        }
        case 'create':
        case 'replace': {
          // Before it is sent: from then on others may have seen it.
          this.#sentAt = momentOf(clock);
          const lease = await this.#lock[step.type](step.lease, this.#cut.signal);
          this.#well();
          return { type: 'written', lease, sentAt: this.#sentAt };
        }
      }
    } catch (error) {
      const input: ElectionInput = step.type === 'read' ? { type: 'failed' } : failedInput(error);
      // Somebody was faster: that is how it should be.
      if (input.type === 'failed' && !signal.aborted) this.#failed(error);
      return input;
    }
  }

  #told(events: readonly ElectionEvent[]): void {
    for (const event of events) this.#tell(event);
    const { heldUntil } = this.#machine;
    if (heldUntil) this.#term?.extend(heldUntil);
    this.#watchTerm();
    this.#listener.onChange();
  }

  #tell(event: ElectionEvent): void {
    const { clock } = this.#options;
    switch (event.type) {
      case 'began':
        this.#begin(event.heldUntil, event.transitions);
        break;
      case 'renewed':
        this.#news.renewed(event.path, clock.monotonic() - this.#sentAt.monotonic);
        break;
      case 'ended':
        this.#end(event.reason);
        break;
      case 'leader':
        this.#news.leader(leaderOf(event), event.transitions);
        break;
      case 'altered':
        this.#failed(
          new DecodeError(`the Lease was stored with another claim than was written`, { fault: 'protocol' }),
        );
        break;
    }
  }

  #begin(heldUntil: Moment, transitions: number): void {
    // As where its predecessor's end is the end of the candidacy.
    if (this.#halt.signal.aborted) return;
    const term = new Term(this.#options.clock, heldUntil);
    this.#term = term;
    this.#news.began(transitions);
    for (const listener of [...this.#listener.listeners]) {
      try {
        listener(term);
      } catch (error) {
        this.#news.trouble('what was to be told that a term begins has thrown', error);
      }
    }
  }

  #end(reason: TermEnding): void {
    const { name, namespace, onLost } = this.#options;
    const term = this.#term;
    if (!term) return;
    this.#term = undefined;
    if (reason !== 'released') this.#cutShortAt = this.#options.clock.monotonic();
    // First of all: who acts under it has to stop.
    term.end(`leader election ${namespace}/${name}: this process`, reason);
    this.#news.ended(reason, term.ageMs);
    if (!this.#isStopping && onLost !== 'end') return;
    this.#halt.abort();
    this.#cut.abort();
  }

  /** Ends the term in time, also while a request hangs. */
  #watchTerm(): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timer = undefined;
    const { heldUntil } = this.#machine;
    if (!heldUntil) return;
    this.#timer = clock.schedule(heldUntil.monotonic - clock.monotonic(), () =>
      this.#told(this.#machine.tick(momentOf(clock))),
    );
  }

  /** Whether what was done under the term has ended. */
  async #drain(beforeRelease: (() => Promise<void>) | undefined, timeoutMs: number): Promise<boolean> {
    if (!beforeRelease) return true;
    const late = Promise.withResolvers<boolean>();
    const timer = this.#options.clock.schedule(timeoutMs, () => late.resolve(false));
    try {
      const hasEnded = await Promise.race([beforeRelease().then(() => true), late.promise]);
      if (!hasEnded) this.#news.trouble(`${notReleased}: beforeRelease took longer than ${timeoutMs} ms`);
      return hasEnded;
    } catch (error) {
      this.#news.trouble(`${notReleased}: beforeRelease failed`, error);
      return false;
    } finally {
      timer.cancel();
    }
  }

  async #release(): Promise<void> {
    const { clock, renewDeadline } = this.#options;
    this.#isReleasing = true;
    this.#listener.onChange();
    try {
      await releaseLease({
        lock: this.#lock,
        isOurs: (lease) => this.#machine.isOurs(lease),
        clock,
        timeoutMs: renewDeadline,
      });
    } catch (error) {
      this.#news.trouble('the Lease could not be released, and runs out', error);
    } finally {
      this.#isReleasing = false;
      this.#listener.onChange();
    }
  }

  #failed(error: unknown): void {
    this.#trouble = failureOf(error).error;
    this.#news.failed(error);
  }

  #well(): void {
    this.#trouble = undefined;
    this.#news.well();
  }
}

const notReleased = 'the Lease is not released, and runs out, as something may still go on under it';
const coordinated =
  'the Lease has a strategy: the server chooses who leads (coordinated leader election), which kube-rx does not support';
