// Conditions under which a webhook or a policy is asked at all.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/matchconditions/matcher.go

import { evaluateAll, type Inquiry, OutOfBudget } from './evaluation.ts';
import type { Expression } from './expression.ts';

const budget = 2_500_000;

export interface Conditions {
  readonly expressions: readonly Expression[];
  /** What fails refuses nothing: nobody is asked then. */
  readonly ignoresFailure: boolean;
}

/** Whether all conditions hold; a text: why that cannot be told. */
export function holdAll({ expressions, ignoresFailure }: Conditions, inquiry: Inquiry): boolean | string {
  if (expressions.length === 0) return true;
  const failures: string[] = [];
  try {
    for (const outcome of evaluateAll(expressions, inquiry, budget).outcomes) {
      if (outcome?.kind === 'failed') failures.push(outcome.why);
      if (outcome?.kind === 'value' && outcome.value === false) return false;
    }
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error;
    failures.push(error.message);
  }
  if (failures.length === 0) return true;
  return ignoresFailure ? false : aggregated(failures);
}

// As Go prints several errors: each once.
function aggregated(failures: readonly string[]): string {
  const once = [...new Set(failures)];
  return once.length === 1 ? (once[0] ?? '') : `[${once.join(', ')}]`;
}
