// What is done as a container starts and before it ends, and how it is asked to end.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { handlerFaults } from './handler.ts';

/** `spec`: that of the pod. */
export function lifecycleFaults(lifecycle: Field, spec: Field): FieldFault[] {
  const grace = spec.at('terminationGracePeriodSeconds').number;
  const sleep = (action: Field): FieldFault[] => sleepFaults(action, grace);
  return ['postStart', 'preStop']
    .map((key) => lifecycle.at(key))
    .filter(({ isSet }) => isSet)
    .flatMap((hook) => handlerFaults(hook, { sleep }));
}

function sleepFaults(action: Field, grace: number): FieldFault[] {
  const seconds = action.at('seconds').number;
  if (seconds >= 0 && seconds <= grace) return [];
  const why = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
  return [action.invalid(why, seconds)];
}
