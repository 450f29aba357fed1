// Where a pod looks names up.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

export function dnsConfigFaults(_spec: Field): FieldFault[] {
  return [];
}
