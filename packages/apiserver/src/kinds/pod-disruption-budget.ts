// How many pods may go at once.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/policy/validation/validation.go

import { type JsonObject, numberAt, stringAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { choiceFaults } from '../validation/choices.ts';
import { conditionFaults } from '../validation/conditions.ts';
import { Field } from '../validation/field.ts';
import { selectorFaults } from '../validation/labels.ts';
import { countOrPercentFaults, nonNegativeFaults, notMoreThanAllFaults } from '../validation/numbers.ts';
import { count } from './cell.ts';
import type { Kind } from './kind.ts';

function budgetFaults(budget: JsonObject): FieldFault[] {
  const spec = new Field(budget).at('spec');
  const bounds = [spec.at('minAvailable'), spec.at('maxUnavailable')].filter(({ isSet }) => isSet);
  const policy = spec.at('unhealthyPodEvictionPolicy');
  return [
    ...(bounds.length === 2
      ? [spec.invalid('minAvailable and maxUnavailable cannot be both set', asGo(spec))]
      : []),
    ...bounds.flatMap((each) => [...countOrPercentFaults(each), ...notMoreThanAllFaults(each)]),
    ...selectorFaults(spec.at('selector')),
    ...(policy.isSet ? choiceFaults(policy, ['AlwaysAllow', 'IfHealthyBudget']) : []),
  ];
}

function asGo(spec: Field): JsonObject {
  const value = (key: string): JsonObject[string] => spec.at(key).value ?? null;
  return {
    MinAvailable: value('minAvailable'),
    Selector: value('selector'),
    MaxUnavailable: value('maxUnavailable'),
    UnhealthyPodEvictionPolicy: value('unhealthyPodEvictionPolicy'),
  };
}

function statusFaults(budget: JsonObject): FieldFault[] {
  const status = new Field(budget).at('status');
  const counts = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'];
  return [
    ...conditionFaults(status.at('conditions')),
    ...counts.flatMap((key) => nonNegativeFaults(status.at(key))),
  ];
}

// A number or a share, as `50%`.
const bound =
  (key: string) =>
  (budget: JsonObject): string =>
    stringAt(budget, 'spec', key) ?? String(numberAt(budget, 'spec', key) ?? 'N/A');

export const podDisruptionBudget: Kind = {
  group: 'policy',
  kind: 'PodDisruptionBudget',
  requiresVersion: true,
  generation: true,
  names: 'segment',
  validate: budgetFaults,
  validateStatus: statusFaults,
  cells: {
    'Min Available': bound('minAvailable'),
    'Max Unavailable': bound('maxUnavailable'),
    'Allowed Disruptions': count('status.disruptionsAllowed'),
  },
};
