// Near to which nodes and pods a pod runs, and far from which.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import type { SpecOwner } from './spec-owner.ts';

export function affinityFaults(_affinity: Field, _owner: SpecOwner): FieldFault[] {
  return [];
}
