// How deep an expression is, which has a limit, as in cel-go.

import type { Expression } from './expression.ts';
import type { Issue } from './issue.ts';
import { Stop } from './token-stream.ts';

const deepest = 250;

export type Rule = 'expression' | 'relation' | 'sum' | 'member';

export class Nesting {
  readonly #issues: Issue[];
  /** How deep operators, selections and calls of members are within each other. */
  readonly #heights = new Map<Expression, number>();
  readonly #depths: Record<Rule, number> = { expression: 0, relation: 0, sum: 0, member: 0 };

  constructor(issues: Issue[]) {
    this.#issues = issues;
  }

  deeper(rule: Rule): void {
    this.#depths[rule]++;
    if (this.#depths[rule] <= deepest) return;
    this.#issues.push({ offset: -1, message: `expression recursion limit exceeded: ${deepest}` });
    throw new Stop();
  }

  leave(rule: Rule): void {
    this.#depths[rule]--;
  }

  /** The expression, which is made of the parts. cel-go counts what it visits beneath what it visits. */
  higher(made: Expression, parts: readonly Expression[], more = 1): Expression {
    const height = more + Math.max(0, ...parts.map((one) => this.#heights.get(one) ?? 0));
    this.#heights.set(made, height);
    if (height <= deepest) return made;
    this.#issues.push({ offset: -1, message: 'max recursion depth exceeded' });
    throw new Stop();
  }
}
