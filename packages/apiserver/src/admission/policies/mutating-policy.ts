// A policy that changes objects, compiled once for all requests.

import { objectAt, objectsAt, textAt } from '../../json/json.ts';
import { Steps } from '../../schema/steps.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { compiled, type Expression, wantsObject, wantsOperations } from '../expressions/expression.ts';
import { type Policy, policyOf } from './policy.ts';

export interface Mutation {
  readonly type: 'ApplyConfiguration' | 'JSONPatch';
  readonly expression: Expression;
}

export interface MutatingPolicy extends Policy {
  /** In the order in which they are applied. */
  readonly mutations: readonly Mutation[];
  readonly reinvoked: boolean;
}

const known: WeakMap<StoredObject, MutatingPolicy> = new WeakMap();

export function mutatingPolicy(stored: StoredObject): MutatingPolicy {
  const found = known.get(stored);
  if (found) return found;
  const policy = compilePolicy(stored);
  known.set(stored, policy);
  return policy;
}

function compilePolicy(stored: StoredObject): MutatingPolicy {
  const steps = new Steps();
  const [policy, common] = policyOf(stored, steps);
  const environment = { ...common, hasPatches: true };
  const spec = objectAt(stored.object, 'spec');
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
