// The conditions of a status, those of meta/v1.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/validation/validation.go

import type { FieldFault } from '../status-error.ts';
import { choiceFaults } from './choices.ts';
import type { Field } from './field.ts';
import { patternComplaint, qualifiedNameComplaints } from './names.ts';

const reasonRule = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const reasonMessage =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'";
const reasonExamples = ['my_name', 'MY_NAME', 'MyName', 'ReasonA,ReasonB', 'ReasonA:ReasonB'];
const maxReasonBytes = 1024;
const maxMessageBytes = 32 * 1024;

export function conditionFaults(conditions: Field): FieldFault[] {
  const seen = new Set<string>();
  return conditions.items.flatMap((condition) => {
    const type = condition.at('type');
    const isRepeated = seen.has(type.text);
    seen.add(type.text);
    return [...(isRepeated ? [type.duplicate(type.text)] : []), ...faultsOf(condition)];
  });
}

function faultsOf(condition: Field): FieldFault[] {
  const [type, generation, transition, message] = [
    condition.at('type'),
    condition.at('observedGeneration'),
    condition.at('lastTransitionTime'),
    condition.at('message'),
  ];
  return [
    ...type.invalidText(qualifiedNameComplaints(type.text)),
    ...choiceFaults(condition.at('status'), ['False', 'True', 'Unknown']),
    ...(generation.number < 0 ? [generation.invalid('must be greater than or equal to zero')] : []),
    ...(transition.isSet ? [] : [transition.required()]),
    ...reasonFaults(condition.at('reason')),
    ...(Buffer.byteLength(message.text) > maxMessageBytes ? [message.tooLong(maxMessageBytes)] : []),
  ];
}

function reasonFaults(reason: Field): FieldFault[] {
  if (reason.text === '') return [reason.required()];
  return [
    ...(reasonRule.test(reason.text)
      ? []
      : [reason.invalid(patternComplaint(reasonMessage, reasonRule.source.slice(1, -1), reasonExamples))]),
    ...(Buffer.byteLength(reason.text) > maxReasonBytes ? [reason.tooLong(maxReasonBytes)] : []),
  ];
}
