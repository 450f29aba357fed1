// The names that a part of an expression sees while it is evaluated, and what the evaluation has cost so far.

import type { Steps } from '../../schema/steps.ts';
import { ArrayList, EntryMap, GrowingList, ListValue, MapValue, type Value } from '../value.ts';

/** Ends an evaluation that costs more than it may. */
export class CostExceeded extends Error {
  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** How many steps come with a cost of one. */
const stepsOfCost = 5;

export class Run {
  cost = 0;
  readonly limit: number;
  readonly steps: Steps;

  /** An evaluation that takes more steps than there are left ends as one does that costs more than it may. */
  constructor(limit: number, steps: Steps) {
    this.limit = limit;
    this.steps = steps.part(() => new CostExceeded());
  }

  spend(cost: number): void {
    this.cost += cost;
    if (this.cost > this.limit) throw new CostExceeded();
    this.steps.spend(Math.max(0, cost) * stepsOfCost);
  }
}

export interface Scope {
  readonly run: Run;
  /** Undefined: there is no such variable. */
  find: (name: string) => Value | undefined;
}

export type Variables = ReadonlyMap<string, Value>;

export class OuterScope implements Scope {
  readonly run: Run;
  readonly #variables: Variables;

  constructor(run: Run, variables: Variables) {
    this.run = run;
    this.#variables = variables;
  }

  find(name: string): Value | undefined {
    return this.#variables.get(name);
  }
}

export interface LoopNames {
  readonly accumulator: string;
  readonly variable: string;
  readonly second: string | undefined;
}

export class LoopScope implements Scope {
  readonly run: Run;
  readonly #outer: Scope;
  readonly #names: LoopNames;
  readonly #start: (scope: Scope) => Value;
  #accumulated: Value | undefined;
  #items: readonly [Value, Value] | undefined;

  constructor(outer: Scope, names: LoopNames, start: (scope: Scope) => Value) {
    this.run = outer.run;
    this.#outer = outer;
    this.#names = names;
    this.#start = start;
  }

  find(name: string): Value | undefined {
    if (name === this.#names.accumulator) {
      if (this.#accumulated === undefined) this.#accumulated = growing(this.#start(this.#outer));
      return this.#accumulated;
    }
    if (this.#items && name === this.#names.variable) return this.#items[0];
    if (this.#items && name === this.#names.second) return this.#items[1];
    return this.#outer.find(name);
  }

  /** False: the loop is over. */
  step(items: readonly [Value, Value], parts: { condition: Evaluate; step: Evaluate }): boolean {
    this.#items = items;
    if (parts.condition(this) === false) return false;
    this.#accumulated = parts.step(this);
    return true;
  }

  result(of: Evaluate): Value {
    this.#items = undefined;
    const value = of(this);
    return value instanceof GrowingList ? new ArrayList(value.items) : value;
  }
}

export type Evaluate = (scope: Scope) => Value;

// What a loop begins with is its own: it may grow in place.
function growing(value: Value): Value {
  if (value instanceof ListValue && value.size === 0) return new GrowingList();
  return value instanceof MapValue && value.size === 0 ? new EntryMap() : value;
}
