// Expressions about one request, evaluated one after the other on one budget.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/cel/condition.go

import { CelError, type Value } from '../../cel/value.ts';
import type { Steps } from '../../schema/steps.ts';
import type { Expression } from './expression.ts';
import { LazyVariables } from './variables.ts';

/** What came of an expression. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'failed'; readonly why: string };

/** Ends the evaluation of expressions that cost more together than they may. */
export class OutOfBudget extends Error {
  constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run');
  }
}

export interface Inquiry {
  /** The values of names, variables of policies excepted. */
  readonly names: ReadonlyMap<string, Value>;
  readonly variables: ReadonlyMap<string, Expression>;
  /** Shared by all that one request has evaluated. */
  readonly steps: Steps;
}

export interface Evaluated {
  /** In the order of the expressions; undefined where there is none. */
  readonly outcomes: readonly (Outcome | undefined)[];
  /** What is left of the budget. */
  readonly left: number;
}

/** @throws OutOfBudget */
export function evaluateAll(
  expressions: readonly (Expression | undefined)[],
  { names, variables, steps }: Inquiry,
  budget: number,
): Evaluated {
  const known = new Map(names);
  const lazy = new LazyVariables(variables, known, steps);
  known.set('variables', lazy);
  let left = budget;
  const outcomes = expressions.map((expression): Outcome | undefined => {
    if (!expression) return undefined;
    const { text, program } = expression;
    if (typeof program === 'string') return { kind: 'failed', why: `compilation error: ${program}` };
    const { value, cost } = program.evaluate(known, steps);
    left -= cost + lazy.cost;
    lazy.cost = 0;
    if (left < 0) throw new OutOfBudget();
    if (!(value instanceof CelError)) return { kind: 'value', value };
    return { kind: 'failed', why: `expression '${text}' resulted in error: ${value.message}` };
  });
  return { outcomes, left };
}
