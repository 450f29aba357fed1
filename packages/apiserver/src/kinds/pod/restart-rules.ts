// When a container is started again after it has ended.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';

/** Whether a container that is started before the others keeps running beside them. */
export function isSidecar(container: Field): boolean {
  return container.at('restartPolicy').text === 'Always';
}

const mostRules = 20;
const mostCodes = 255;

export function restartFaults(container: Field): FieldFault[] {
  const [policy, rules] = [container.at('restartPolicy'), container.at('restartPolicyRules')];
  if (!policy.isSet && rules.size === 0) return [];
  return [
    ...(policy.isSet
      ? choiceFaults(policy, ['Always', 'Never', 'OnFailure'])
      : [policy.required('must specify restartPolicy when restart rules are used')]),
    ...(rules.size > mostRules ? [rules.tooMany(mostRules)] : []),
    ...rules.items.flatMap(ruleFaults),
  ];
}

function ruleFaults(rule: Field): FieldFault[] {
  const codes = rule.at('exitCodes');
  const values = codes.at('values');
  return [
    ...choiceFaults(rule.at('action'), ['Restart', 'RestartAllContainers']),
    ...(codes.isSet
      ? choiceFaults(codes.at('operator'), ['In', 'NotIn'])
      : [codes.required('must be specified')]),
    ...(values.size > mostCodes ? [values.tooMany(mostCodes)] : []),
  ];
}
