// The volumes of a pod.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import type { SpecOwner } from './spec-owner.ts';

/** Those without faults, by name. */
export type Volumes = ReadonlyMap<string, Field>;

export interface CheckedVolumes {
  readonly faults: readonly FieldFault[];
  readonly volumes: Volumes;
}

export function checkVolumes(_volumes: Field, _owner: SpecOwner): CheckedVolumes {
  return { faults: [], volumes: new Map() };
}
