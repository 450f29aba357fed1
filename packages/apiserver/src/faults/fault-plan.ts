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
    const { rule } = this;
    if (now >= this.#until) this.remove();
    if (now >= this.#until || !matches(rule, target)) return false;
    this.#seen += 1;
    if (this.#seen <= (rule.after ?? 0) || random() >= (rule.probability ?? 1)) return false;
    this.#hits += 1;
    if (this.#hits >= (rule.times ?? Infinity)) this.remove();
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

  /** The faults that hit this request, in the order in which they were injected. */
  hit(request: HttpRequest): readonly Fault[] {
    if (this.#rules.size === 0) return [];
    const target = targetOf(request);
    const now = this.#clock.monotonic();
    const hits = [...this.#rules.values()].filter((injected) => injected.hit(target, now, this.#random));
    return hits.map(({ rule }) => rule.fault);
  }
}
