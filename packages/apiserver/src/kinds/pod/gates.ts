// What a pod waits for: before it is scheduled, and before it is ready.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

export function readinessGateFaults(_gates: Field): FieldFault[] {
  return [];
}

export function schedulingGateFaults(_gates: Field): FieldFault[] {
  return [];
}
