// Expressions of CEL as Kubernetes 1.36 takes them: compiled once, evaluated often.
// https://kubernetes.io/docs/reference/using-api/cel/

import { Steps } from '../schema/steps.ts';
import { type Checked, check } from './check/checker.ts';
import { literalIssues } from './check/validators.ts';
import type { Declarations } from './declarations.ts';
import { PlanFault, plan } from './run/plan.ts';
import { CostExceeded, type Evaluate, OuterScope, Run, type Variables } from './run/scope.ts';
import { issuesText } from './syntax/issue.ts';
import { parse } from './syntax/parser.ts';
import type { CelType } from './type.ts';
import { CelError, type Value } from './value.ts';

/** What one evaluation may cost. */
const callLimit = 1_000_000;

/** A text: why the expression is refused. */
export function compile(
  text: string,
  declarations: Declarations,
  steps: Steps = new Steps(),
): Checked | string {
  const parsed = parse(text);
  if (parsed.issues.length > 0) return issuesText(text, parsed.issues);
  const checked = check(parsed.expression, declarations, steps);
  if (checked.issues.length > 0) return issuesText(text, checked.issues);
  const issues = literalIssues(checked, steps);
  return issues.length > 0 ? issuesText(text, issues) : checked;
}

export interface Evaluation {
  readonly value: Value;
  readonly cost: number;
}

export class Program {
  readonly type: CelType;
  readonly #evaluate: Evaluate;

  private constructor(type: CelType, evaluate: Evaluate) {
    this.type = type;
    this.#evaluate = evaluate;
  }

  /** A text: a part that is constant fails. */
  static of(checked: Checked, steps: Steps = new Steps()): Program | string {
    try {
      return new Program(checked.type, plan(checked, steps));
    } catch (error) {
      if (!(error instanceof PlanFault || error instanceof CostExceeded)) throw error;
      return error.message;
    }
  }

  evaluate(variables: Variables, steps: Steps): Evaluation {
    const run = new Run(callLimit, steps);
    try {
      return { value: this.#evaluate(new OuterScope(run, variables)), cost: run.cost };
    } catch (error) {
      // A value that is too deep or too long for us is one that costs too much.
      if (!(error instanceof CostExceeded || error instanceof RangeError)) throw error;
      return { value: new CelError(new CostExceeded().message), cost: run.cost };
    }
  }
}
