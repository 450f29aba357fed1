// Near to which nodes and pods a pod runs, and far from which.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { labelComplaints, qualifiedNameComplaints } from '../../validation/names.ts';
import { nodeSelectorFaults, nodeSelectorTermFaults } from '../../validation/node-selector.ts';
import { labelKeyFaults } from './label-keys.ts';

export const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution';

export function affinityFaults(affinity: Field): FieldFault[] {
  return [
    ...nodeAffinityFaults(affinity.at('nodeAffinity')),
    ...podAffinityFaults(affinity.at('podAffinity')),
    ...podAffinityFaults(affinity.at('podAntiAffinity')),
  ];
}

function nodeAffinityFaults(affinity: Field): FieldFault[] {
  const required = affinity.at(requiredTerms);
  return [
    ...(required.isSet ? nodeSelectorFaults(required) : []),
    ...affinity.at(preferredTerms).items.flatMap((term) => [
      ...weightFaults(term.at('weight')),
      // One that no node has does no harm.
      ...nodeSelectorTermFaults(term.at('preference'), 'any'),
    ]),
  ];
}

function podAffinityFaults(affinity: Field): FieldFault[] {
  return [
    ...affinity.at(requiredTerms).items.flatMap(termFaults),
    ...affinity
      .at(preferredTerms)
      .items.flatMap((term) => [
        ...weightFaults(term.at('weight')),
        ...termFaults(term.at('podAffinityTerm')),
      ]),
  ];
}

function weightFaults(weight: Field): FieldFault[] {
  if (weight.number > 0 && weight.number <= 100) return [];
  return [weight.invalid('must be in the range 1-100', weight.number)];
}

function termFaults(term: Field): FieldFault[] {
  const key = term.at('topologyKey');
  return [
    ...selectorFaults(term.at('labelSelector')),
    ...selectorFaults(term.at('namespaceSelector')),
    ...term
      .at('namespaces')
      .items.flatMap(({ text }) =>
        labelComplaints(text).map((complaint) => term.at('namespace').invalid(complaint, text)),
      ),
    ...labelKeyFaults(term),
    ...(key.text === '' ? [key.required('can not be empty')] : []),
    ...key.invalidText(qualifiedNameComplaints(key.text)),
  ];
}
