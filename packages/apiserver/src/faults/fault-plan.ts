// The rules in force, and which of them hit a request.

import type { Clock, HttpRequest } from '@kube-rx/core';
import { type Fault, type FaultRule, matches, type Target, targetOf } from './fault.ts';

export interface InjectedFault {
  readonly id: number;
  readonly rule: FaultRule;
  /** How many requests it has hit. */
  readonly hits: number;
  remove(): void;
}

class Injected implements InjectedFault {
  readonly id: number;
  readonly rule: FaultRule;
  readonly #plan: Map<number, Injected>;
  readonly #until: number;
  #seen = 0;
  #hits = 0;

  constructor(rule: FaultRule, { id, plan, now }: { id: number; plan: Map<number, Injected>; now: number }) {
    this.id = id;
    this.rule = rule;
    this.#plan = plan;
    this.#until = now + (rule.forMs ?? Infinity);
  }

  get hits(): number {
    return this.#hits;
  }

  remove(): void {
    this.#plan.delete(this.id);
  }

  /** Whether it hits a request; counts it. */
  hit(target: Target, now: number, random: () => number): boolean {
    const { after = 0, probability = 1, times = Infinity } = this.rule;
    const isOver = now >= this.#until || this.#hits >= times;
    if (isOver) this.remove();
    if (isOver || !matches(this.rule, target)) return false;
    this.#seen += 1;
    if (this.#seen <= after || random() >= probability) return false;
    this.#hits += 1;
    if (this.#hits >= times) this.remove();
    return true;
  }
}

/**
 * The rules in force. Time and chance are the caller's, so that a run can be replayed.
 *
 * @example
 * server.faults.inject({ verbs: ['watch'], resource: 'pods', fault: { type: 'cut', afterBytes: 500 }, times: 1 });
 */
export class FaultPlan {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #rules: Map<number, Injected> = new Map();
  #next = 1;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get rules(): readonly InjectedFault[] {
    return [...this.#rules.values()];
  }

  /** Puts a rule into force, from now on. */
  inject(rule: FaultRule): InjectedFault {
    const injected = new Injected(rule, { id: this.#next, plan: this.#rules, now: this.#clock.monotonic() });
    this.#next += 1;
    this.#rules.set(injected.id, injected);
    return injected;
  }

  /** Removes all rules. */
  clear(): void {
    this.#rules.clear();
  }

  /** The faults that hit this request, in the order in which they were injected; none comes after an answer. */
  hit(request: HttpRequest): readonly Fault[] {
    if (this.#rules.size === 0) return [];
    const target = targetOf(request);
    const now = this.#clock.monotonic();
    const faults: Fault[] = [];
    for (const injected of this.#rules.values()) {
      if (!injected.hit(target, now, this.#random)) continue;
      faults.push(injected.rule.fault);
      if (isAnswer(injected.rule.fault)) break;
    }
    return faults;
  }
}

/** Whether the request gets no further. */
function isAnswer(fault: Fault): boolean {
  return (
    fault.type === 'status' || fault.type === 'refuse' || (fault.type === 'delay' && fault.ms === undefined)
  );
}
