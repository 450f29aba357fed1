// A volume with a claim that is made for its pod.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { annotationFaults, labelFaults } from '../../validation/labels.ts';
import { claimSpecFaults } from '../persistent-volume-claim/spec.ts';

export function ephemeralVolumeFaults(source: Field): FieldFault[] {
  const template = source.at('volumeClaimTemplate');
  if (!template.isSet) return [template.required()];
  return [...metadataFaults(template.at('metadata')), ...claimSpecFaults(template.at('spec'))];
}

// In the order of the Go type.
const others = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** Labels and annotations alone are taken over. */
function metadataFaults(metadata: Field): FieldFault[] {
  return [
    ...annotationFaults(metadata.at('annotations')),
    ...labelFaults(metadata.at('labels')),
    ...others
      .map((key) => metadata.at(key))
      .flatMap((field) => (isZero(field) ? [] : [field.forbidden('cannot be set')])),
  ];
}

function isZero({ value }: Field): boolean {
  return value === undefined || value === null || value === '' || value === 0;
}
