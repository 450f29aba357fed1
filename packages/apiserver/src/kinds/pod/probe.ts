// How a container is asked whether it is well.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { nonNegativeFaults, portFaults } from '../../validation/numbers.ts';
import { handlerFaults } from './handler.ts';

const counts = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
];

function probeFaults(probe: Field): FieldFault[] {
  const grace = probe.at('terminationGracePeriodSeconds');
  return [
    ...handlerFaults(probe, { grpc: (action) => portFaults(action.at('port')) }),
    ...counts.flatMap((key) => nonNegativeFaults(probe.at(key))),
    ...(grace.isSet && grace.number <= 0 ? [grace.invalid('must be greater than 0')] : []),
  ];
}

/** Of startup probes as well. */
export function livenessProbeFaults(probe: Field): FieldFault[] {
  if (!probe.isSet) return [];
  const threshold = probe.at('successThreshold');
  return [...probeFaults(probe), ...(threshold.number === 1 ? [] : threshold.invalidNumber(['must be 1']))];
}

export function readinessProbeFaults(probe: Field): FieldFault[] {
  if (!probe.isSet) return [];
  const grace = probe.at('terminationGracePeriodSeconds');
  return [
    ...probeFaults(probe),
    ...(grace.isSet ? [grace.invalid('must not be set for readinessProbes')] : []),
  ];
}
