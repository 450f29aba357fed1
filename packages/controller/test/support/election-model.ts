// Several candidates and one Lease, in a true time that none of them sees: clocks that go at rates of their own and are
// set, requests that are late, lost on either way or carried out long after they were given up, processes that freeze,
// crash and stop in order. All of it by chance that is handed in, so that a test can replay and shrink it.

import {
  Election,
  type ElectionInput,
  type ElectionStep,
  isPast,
  type Moment,
} from '../../src/election/election.ts';
import { type LeaseObject, newLease, releasedLease } from '../../src/election/lease-record.ts';

export const times = { leaseDuration: 15_000, renewDeadline: 10_000, retryPeriod: 2000 };
const timeoutMs = 5000;

/** How much goes wrong; each between 0 and 1. */
export interface Weather {
  readonly lost: number;
  readonly frozen: number;
  readonly crashed: number;
  readonly touched: number;
}

export const fair: Weather = { lost: 0, frozen: 0, crashed: 0, touched: 0 };

interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** The server's side. */
class ModelLease {
  stored: LeaseObject | undefined;
  #version = 0;

  answer(step: ElectionStep): ElectionInput | undefined {
    switch (step.type) {
      case 'read':
        return this.stored ? { type: 'found', lease: this.stored } : { type: 'absent' };
      case 'create':
        return this.stored ? { type: 'conflict' } : this.#store(step.lease);
      case 'replace':
        if (!this.stored) return { type: 'failed' };
        return step.lease.metadata.resourceVersion === this.stored.metadata.resourceVersion
          ? this.#store(step.lease)
          : { type: 'conflict' };
      case 'wait':
        return undefined;
    }
  }

  /** As somebody who labels it. */
  touch(): void {
    if (this.stored)
      this.#store({
        ...this.stored,
        metadata: { ...this.stored.metadata, labels: { by: `${this.#version}` } },
      });
  }

  #store(lease: LeaseObject): ElectionInput {
    this.#version += 1;
    this.stored = { ...lease, metadata: { ...lease.metadata, resourceVersion: `${this.#version}` } };
    return { type: 'written', lease: this.stored, sentAt: { monotonic: 0, wall: 0 } };
  }
}

export class ElectionModel {
  readonly lease: ModelLease = new ModelLease();
  readonly processes: ModelProcess[] = [];
  /** When a term began, by true time, and whose. */
  readonly began: { readonly at: number; readonly identity: string }[] = [];
  now = 0;
  #due: Due[] = [];
  readonly #chance: () => number;
  weather: Weather;

  constructor(chance: () => number, weather: Weather) {
    this.#chance = chance;
    this.weather = weather;
  }

  chance(): number {
    return this.#chance();
  }

  between(from: number, to: number): number {
    return from + this.#chance() * (to - from);
  }

  happens(likelihood: number): boolean {
    return likelihood > 0 && this.#chance() < likelihood;
  }

  after(delayMs: number, run: () => void): void {
    const at = this.now + delayMs;
    const index = this.#due.findIndex((due) => due.at > at);
    this.#due.splice(index === -1 ? this.#due.length : index, 0, { at, run });
  }

  start(rate: number): ModelProcess {
    const process = new ModelProcess(this, `p${this.processes.length}`, rate);
    this.processes.push(process);
    return process;
  }

  /** Runs until `until`, and calls `check` after each thing that happened. */
  run(until: number, check: () => void): void {
    for (let next = this.#due[0]; next && next.at <= until; next = this.#due[0]) {
      this.#due.shift();
      this.now = next.at;
      next.run();
      check();
    }
    this.now = until;
  }

  /** Who says now that it leads. */
  get leaders(): readonly string[] {
    return this.processes.filter((process) => process.isHeld).map(({ identity }) => identity);
  }
}

export class ModelProcess {
  readonly identity: string;
  readonly #model: ElectionModel;
  readonly #rate: number;
  readonly #offset: number;
  readonly #election: Election;
  #wallShift = 0;
  #frozenUntil = 0;
  #isDead = false;
  /** When it last saw the record change, by true time. */
  sawChangeAt = 0;

  constructor(model: ElectionModel, identity: string, rate: number) {
    this.#model = model;
    this.identity = identity;
    this.#rate = rate;
    this.#offset = model.between(0, 1e6);
    this.#election = new Election({ ...times, identity, blank: newLease('web', 'shop') });
    model.after(model.between(0, 3000), () => this.#next({ type: 'due' }));
  }

  get isHeld(): boolean {
    const { heldUntil } = this.#election;
    return !this.#isDead && heldUntil !== undefined && !isPast(heldUntil, this.#moment);
  }

  crash(): void {
    this.#isDead = true;
  }

  /** Ends in order: gives the Lease back, as a campaign does. */
  stop(): void {
    this.#election.giveUp();
    this.#isDead = true;
    const { lease } = this.#model;
    if (lease.stored && this.#election.isOurs(lease.stored)) {
      const released = releasedLease(lease.stored, this.#moment.wall);
      this.#model.after(
        this.#model.between(0, 100),
        () => void lease.answer({ type: 'replace', lease: released }),
      );
    }
  }

  get #moment(): Moment {
    const monotonic = this.#offset + this.#model.now * this.#rate;
    return { monotonic, wall: 1.7e12 + monotonic + this.#wallShift };
  }

  /** What was due while it was frozen comes when it is not. */
  #later(delayMs: number, run: () => void): void {
    this.#model.after(delayMs, () => {
      if (this.#isDead) return;
      if (this.#model.now < this.#frozenUntil) this.#later(this.#frozenUntil - this.#model.now, run);
      else run();
    });
  }

  #next(input: ElectionInput): void {
    if (this.#isDead) return;
    const model = this.#model;
    const { weather } = model;
    if (model.happens(weather.frozen)) this.#frozenUntil = model.now + model.between(0, 40_000);
    if (model.happens(weather.touched)) this.#wallShift += model.between(-20_000, 20_000);
    if (model.happens(weather.touched)) model.lease.touch();
    if (model.happens(weather.crashed)) {
      if (model.chance() < 0.5) this.crash();
      else this.stop();
      model.start(this.#rate);
      return;
    }
    const before = this.#election.record?.text;
    const { step, events } = this.#election.next(input, { now: this.#moment, random: model.chance() });
    if (this.#election.record?.text !== before) this.sawChangeAt = model.now;
    if (events.some(({ type }) => type === 'began'))
      model.began.push({ at: model.now, identity: this.identity });
    if (step.type === 'wait') this.#later(step.delayMs / this.#rate, () => this.#next({ type: 'due' }));
    else this.#send(step);
  }

  #send(step: ElectionStep): void {
    const model = this.#model;
    const sentAt = this.#moment;
    let isSettled = false;
    const settle = (input: ElectionInput): void => {
      if (isSettled) return;
      isSettled = true;
      this.#next(input);
    };
    this.#later(timeoutMs / this.#rate, () => settle({ type: 'failed' }));
    if (model.happens(model.weather.lost)) return;
    // A request that was given up may still be carried out, minutes later.
    const isSlow = model.happens(model.weather.lost);
    // A process may freeze between its decision and the sending of it.
    const frozenMs = Math.max(0, this.#frozenUntil - model.now) * Math.round(model.chance());
    model.after(frozenMs + (isSlow ? model.between(0, 60_000) : model.between(1, 200)), () => {
      const answer = model.lease.answer(step);
      if (!answer || model.happens(model.weather.lost)) return;
      this.#later(model.between(1, 200), () =>
        settle(answer.type === 'written' ? { ...answer, sentAt } : answer),
      );
    });
  }
}
