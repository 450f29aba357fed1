// Annotations of pods that the server reads.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

export function podAnnotationFaults(_annotations: Field, _spec: Field): FieldFault[] {
  return [];
}

export function profileMismatchFaults(_annotations: Field, _spec: Field): FieldFault[] {
  return [];
}
