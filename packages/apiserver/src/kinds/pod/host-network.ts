// What holds for pods in the network of their node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import type { SpecOwner } from './spec-owner.ts';

export function hostNetworkFaults(_spec: Field, _owner: SpecOwner): FieldFault[] {
  return [];
}
