// A policy that changes objects, compiled once for all requests.

import { objectAt, objectsAt, textAt } from '../../json/json.ts';
import type { Steps } from '../../schema/steps.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { compiled, type Expression, wantsObject, wantsOperations } from '../expressions/expression.ts';
import { type Policy, type PolicyTerms, policyOf } from './policy.ts';

export interface Mutation {
  readonly type: 'ApplyConfiguration' | 'JSONPatch';
  readonly expression: Expression;
}

export interface MutatingPolicy extends Policy {
  /** In the order in which they are applied. */
  readonly mutations: readonly Mutation[];
  readonly reinvoked: boolean;
}

export function compileMutating({ object }: StoredObject, terms: PolicyTerms, steps: Steps): MutatingPolicy {
  const spec = objectAt(object, 'spec');
  const [policy, common] = policyOf(terms, spec, steps);
  const environment = { ...common, hasPatches: true };
  const mutations = objectsAt(spec, 'mutations').map((one): Mutation => {
    const applied = textAt(one, 'patchType') === 'ApplyConfiguration';
    const text = textAt(one, applied ? 'applyConfiguration' : 'jsonPatch', 'expression');
    const wanted = applied ? wantsObject : wantsOperations;
    return {
      type: applied ? 'ApplyConfiguration' : 'JSONPatch',
      expression: compiled(text, { environment, wanted, steps }),
    };
  });
  return { ...policy, mutations, reinvoked: textAt(spec, 'reinvocationPolicy') === 'IfNeeded' };
}
