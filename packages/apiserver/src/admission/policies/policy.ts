// What all policies have in common.

import { type JsonObject, objectAt, objectsAt, stringAt, textAt } from '../../json/json.ts';
import type { Steps } from '../../schema/steps.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { type Criteria, criteriaOf, rulesOf } from '../criteria.ts';
import type { Environment } from '../expressions/environment.ts';
import { compiled, type Expression, wantsBool } from '../expressions/expression.ts';
import { DeclaredVariables } from '../expressions/variables.ts';

/** What tells whether a policy is asked, and with which params. */
export interface PolicyTerms {
  readonly name: string;
  readonly criteria: Criteria;
  /** What fails refuses nothing. */
  readonly ignoresFailure: boolean;
  readonly paramKind: ParamKind | undefined;
}

export interface Policy extends PolicyTerms {
  readonly conditions: readonly Expression[];
  readonly variables: ReadonlyMap<string, Expression>;
}

export interface ParamKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The terms of a policy, without compiling anything. */
export function termsOf({ name, object }: StoredObject): PolicyTerms {
  const spec = objectAt(object, 'spec');
  return {
    name,
    criteria: matchCriteria(objectAt(spec, 'matchConstraints')),
    ignoresFailure: textAt(spec, 'failurePolicy') === 'Ignore',
    paramKind: paramKindOf(spec),
  };
}

/** The common part of a policy, and what its other expressions may name. */
export function policyOf(terms: PolicyTerms, spec: JsonObject, steps: Steps): [Policy, Environment] {
  const environment = { hasParams: terms.paramKind !== undefined, hasAuthorizer: true };
  const variables = new DeclaredVariables();
  for (const one of objectsAt(spec, 'variables'))
    variables.declare(
      { name: textAt(one, 'name'), expression: textAt(one, 'expression') },
      environment,
      steps,
    );
  const whole = { ...environment, variables: variables.types };
  const conditions = objectsAt(spec, 'matchConditions').map((one) =>
    compiled(textAt(one, 'expression'), { environment: whole, wanted: wantsBool, steps }),
  );
  return [{ ...terms, conditions, variables: variables.expressions }, whole];
}

function paramKindOf(spec: JsonObject): ParamKind | undefined {
  const apiVersion = stringAt(spec, 'paramKind', 'apiVersion');
  if (apiVersion === undefined) return undefined;
  return { apiVersion, kind: textAt(spec, 'paramKind', 'kind') };
}

/** What a policy is about, or a binding of one. */
export function matchCriteria(match: JsonObject): Criteria {
  const criteria = criteriaOf(match, 'resourceRules');
  const excluded = rulesOf(match, 'excludeResourceRules');
  return { ...criteria, excluded, rules: criteria.rules?.length === 0 ? undefined : criteria.rules };
}
