// What a validating policy says about a request.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/validating/validator.go

import { goTypeText } from '../../cel/type.ts';
import { typeOf } from '../../cel/value.ts';
import { type JsonObject, textAt } from '../../json/json.ts';
import {
  type Evaluated,
  evaluateAll,
  type Inquiry,
  type Outcome,
  OutOfBudget,
} from '../expressions/evaluation.ts';
import { holdAll } from '../expressions/match-conditions.ts';
import { withoutAuthorizer } from '../expressions/names.ts';
import type { ValidatingPolicy } from './validating-policy.ts';

export interface Complaint {
  readonly message: string;
  /** `''`: that of whoever is refused. */
  readonly reason: string;
}

export interface Judgement {
  readonly complaints: readonly Complaint[];
  /** What refuses whatever the binding says is to be done. */
  readonly failures: readonly string[];
}

const budget = 10_000_000;
const longestMessage = 5 * 1024;

/** `inquiry` has no namespace where conditions are evaluated, as `conditions` says. */
export function judge(policy: ValidatingPolicy, inquiry: Inquiry, conditions: Inquiry): Judgement {
  const { ignoresFailure } = policy;
  const failed = (message: string): Complaint[] => (ignoresFailure ? [] : [{ message, reason: '' }]);
  const holds = holdAll({ expressions: policy.conditions, ignoresFailure }, conditions);
  if (typeof holds === 'string') return { complaints: failed(holds), failures: [] };
  if (!holds) return { complaints: [], failures: [] };
  const evaluated = withinBudget(() => evaluateAll(policy.expressions, inquiry, budget));
  if (evaluated instanceof OutOfBudget) return { complaints: failed(evaluated.message), failures: [] };
  const silent = { ...inquiry, names: withoutAuthorizer(inquiry.names) };
  const messages = withinBudget(() => evaluateAll(policy.messages, silent, evaluated.left));
  const complaints = evaluated.outcomes.flatMap((outcome, at): Complaint[] => {
    if (outcome?.kind === 'failed') return failed(outcome.why);
    if (messages instanceof OutOfBudget) return failed(`failed messageExpression: ${messages.message}`);
    if (outcome?.value === true) return [];
    const validation = policy.validations[at] ?? {};
    const message = computedMessage(messages.outcomes[at]) || writtenMessage(validation);
    return [{ message, reason: textAt(validation, 'reason') || 'Invalid' }];
  });
  const annotations = withinBudget(() => evaluateAll(policy.annotations, silent, budget));
  // As in the real server, it is then all that is told.
  if (annotations instanceof OutOfBudget) return { complaints: failed(annotations.message), failures: [] };
  return { complaints, failures: annotationFailures(policy, annotations) };
}

function withinBudget(evaluate: () => Evaluated): Evaluated | OutOfBudget {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof OutOfBudget) return error;
    throw error;
  }
}

function computedMessage(outcome: Outcome | undefined): string {
  if (outcome?.kind !== 'value' || typeof outcome.value !== 'string') return '';
  const message = outcome.value.trim();
  return Buffer.byteLength(message) > longestMessage || message.includes('\n') ? '' : message;
}

function writtenMessage(validation: JsonObject): string {
  const message = textAt(validation, 'message').trim();
  return message || `failed expression: ${textAt(validation, 'expression').trim()}`;
}

// Nobody audits here; what fails is told all the same.
function annotationFailures(
  { annotations, ignoresFailure }: ValidatingPolicy,
  { outcomes }: Evaluated,
): string[] {
  return outcomes.flatMap((outcome, at) => {
    if (outcome?.kind === 'failed') return ignoresFailure ? [] : [outcome.why];
    const value = outcome?.value ?? null;
    if (value === null || typeof value === 'string') return [];
    const expression = annotations[at]?.text ?? '';
    return [
      `valueExpression '${expression}' resulted in unsupported return type: ${goTypeText(typeOf(value))}. Return type must be either string or null.`,
    ];
  });
}
