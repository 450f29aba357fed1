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

interface Injected extends InjectedFault {
  readonly until: number;
  /** How many requests it has matched. */
  seen: number;
  hits: number;
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
    const id = this.#next;
    this.#next += 1;
    const until = this.#clock.monotonic() + (rule.forMs ?? Infinity);
    const injected = { id, rule, until, seen: 0, hits: 0, remove: () => void this.#rules.delete(id) };
    this.#rules.set(id, injected);
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
    const faults: Fault[] = [];
    for (const injected of this.#rules.values()) {
      if (!this.#counts(injected, target)) continue;
      faults.push(injected.rule.fault);
      if (isAnswer(injected.rule.fault)) break;
    }
    return faults;
  }

  /** Whether a rule hits a request; counts it. */
  #counts(injected: Injected, target: Target): boolean {
    const { rule } = injected;
    // A rule that comes as JSON may say null of what it leaves open.
    const [after, probability, times] = [rule.after ?? 0, rule.probability ?? 1, rule.times ?? Infinity];
    const isOver = this.#clock.monotonic() >= injected.until || injected.hits >= times;
    if (isOver) injected.remove();
    if (isOver || !matches(rule, target)) return false;
    injected.seen += 1;
    if (injected.seen <= after || this.#random() >= probability) return false;
    injected.hits += 1;
    if (injected.hits >= times) injected.remove();
    return true;
  }
}

/** Whether the request gets no further. */
function isAnswer(fault: Fault): boolean {
  return (
    fault.type === 'status' || fault.type === 'refuse' || (fault.type === 'delay' && fault.ms === undefined)
  );
}
