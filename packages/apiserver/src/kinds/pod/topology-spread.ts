// How evenly pods are spread.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { labelKeyFaults } from './label-keys.ts';

const strict = 'DoNotSchedule';

export function topologySpreadFaults(constraints: Field): FieldFault[] {
  const { items } = constraints;
  const last = new Map(items.map((constraint, at) => [identity(constraint), at]));
  return items.flatMap((constraint, at) => {
    const pair = identity(constraint);
    const [key, action] = [constraint.at('topologyKey'), constraint.at('whenUnsatisfiable')];
    const repeated = constraint.at('{topologyKey, whenUnsatisfiable}');
    return [
      ...positiveFaults(constraint.at('maxSkew')),
      ...(key.text === '' ? [key.required('can not be empty')] : []),
      ...choiceFaults(action, [strict, 'ScheduleAnyway']),
      ...((last.get(pair) ?? at) > at ? [repeated.duplicate(pair)] : []),
      ...minDomainsFaults(constraint.at('minDomains'), action.text),
      ...policyFaults(constraint.at('nodeAffinityPolicy')),
      ...policyFaults(constraint.at('nodeTaintsPolicy')),
      // Pods that are different are a matter of affinity alone.
      ...labelKeyFaults(constraint),
      ...selectorFaults(constraint.at('labelSelector')),
    ];
  });
}

function identity(constraint: Field): string {
  return `{${constraint.at('topologyKey').text}, ${constraint.at('whenUnsatisfiable').text}}`;
}

function positiveFaults(number: Field): FieldFault[] {
  return number.number > 0 ? [] : [number.invalid('must be greater than zero', number.number)];
}

function minDomainsFaults(domains: Field, action: string): FieldFault[] {
  if (!domains.isSet) return [];
  const why = `can only use minDomains if whenUnsatisfiable=${strict}, not ${action}`;
  return [...positiveFaults(domains), ...(action === strict ? [] : [domains.invalid(why)])];
}

function policyFaults(policy: Field): FieldFault[] {
  return policy.isSet ? choiceFaults(policy, ['Honor', 'Ignore']) : [];
}
