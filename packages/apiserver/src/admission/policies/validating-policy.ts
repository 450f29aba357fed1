// A policy that judges, compiled once for all requests.

import { type JsonObject, objectAt, objectsAt, textAt } from '../../json/json.ts';
import type { Steps } from '../../schema/steps.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import {
  compiled,
  type Expression,
  wantsBool,
  wantsText,
  wantsTextOrNull,
} from '../expressions/expression.ts';
import { type Policy, type PolicyTerms, policyOf } from './policy.ts';

export interface ValidatingPolicy extends Policy {
  /** What must hold, as it is written. */
  readonly validations: readonly JsonObject[];
  readonly expressions: readonly Expression[];
  /** What is said where the expression at the same place does not hold; undefined: nothing is computed. */
  readonly messages: readonly (Expression | undefined)[];
  /** Values of annotations for an audit log. */
  readonly annotations: readonly Expression[];
}

export function compileValidating(
  { object }: StoredObject,
  terms: PolicyTerms,
  steps: Steps,
): ValidatingPolicy {
  const spec = objectAt(object, 'spec');
  const [policy, environment] = policyOf(terms, spec, steps);
  const validations = objectsAt(spec, 'validations');
  const silent = { ...environment, hasAuthorizer: false };
  return {
    ...policy,
    validations,
    expressions: validations.map((one) =>
      compiled(textAt(one, 'expression'), { environment, wanted: wantsBool, steps }),
    ),
    messages: validations.map((one) => {
      const text = textAt(one, 'messageExpression');
      if (text === '') return undefined;
      return compiled(text, { environment: silent, wanted: wantsText, steps });
    }),
    annotations: objectsAt(spec, 'auditAnnotations').map((one) =>
      compiled(textAt(one, 'valueExpression'), { environment, wanted: wantsTextOrNull, steps }),
    ),
  };
}
