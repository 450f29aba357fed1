// The claims of devices that a pod shares among its containers.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import type { SpecOwner } from './spec-owner.ts';

export function podClaimFaults(_claims: Field, _owner: SpecOwner): FieldFault[] {
  return [];
}
