// Where the volumes of a pod are within a container.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import type { Volumes } from './volumes.ts';

export function volumeMountFaults(_container: Field, _volumes: Volumes): FieldFault[] {
  return [];
}

export function volumeDeviceFaults(_container: Field, _volumes: Volumes): FieldFault[] {
  return [];
}
