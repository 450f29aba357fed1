// Taints of nodes that a pod does not mind.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

export function tolerationFaults(_tolerations: Field): FieldFault[] {
  return [];
}
