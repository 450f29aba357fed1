// What a claim asks for, by itself or within a template.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { positiveQuantityFaults } from '../../validation/quantities.ts';
import { accessModeFaults, volumeModeFaults } from '../persistent-volume/access-modes.ts';
import { dataSourceFaults } from './data-source.ts';

/** `isOldGroup`: the claim had a source of data of another group before. */
export function claimSpecFaults(spec: Field, isOldGroup = false): FieldFault[] {
  const modes = spec.at('accessModes');
  return [
    ...(modes.size === 0 ? [modes.required('at least 1 access mode is required')] : []),
    ...selectorFaults(spec.at('selector')),
    ...accessModeFaults(modes),
    ...requestFaults(spec),
    ...classFaults(spec.at('storageClassName')),
    ...volumeModeFaults(spec.at('volumeMode')),
    ...dataSourceFaults(spec, isOldGroup),
    ...classFaults(spec.at('volumeAttributesClassName')),
  ];
}

function classFaults(name: Field): FieldFault[] {
  return name.text === '' ? [] : name.invalidText(subdomainComplaints(name.text));
}

function requestFaults(spec: Field): FieldFault[] {
  const { value, isSet } = spec.at('resources', 'requests', 'storage');
  const storage = new Field(value, `${spec.at('resources').path}[storage]`);
  return isSet ? positiveQuantityFaults(storage) : [storage.required()];
}
