// What a PersistentVolume is, by itself or within a VolumeAttachment.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { sortedKeys } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { nodeSelectorFaults } from '../../validation/node-selector.ts';
import { countedQuantityFaults, positiveQuantityFaults } from '../../validation/quantities.ts';
import { accessModeFaults, volumeModeFaults } from './access-modes.ts';
import { persistentSourceFaults } from './sources.ts';

export function volumeSpecFaults(spec: Field, name: string): FieldFault[] {
  const [policy, className] = [spec.at('persistentVolumeReclaimPolicy'), spec.at('storageClassName')];
  return [
    ...modeFaults(spec),
    ...capacityFaults(spec.at('capacity')),
    ...(policy.text === '' ? [] : choiceFaults(policy, ['Delete', 'Recycle', 'Retain'])),
    ...affinityFaults(spec.at('nodeAffinity')),
    ...persistentSourceFaults(spec, name),
    ...rootFaults(spec),
    ...(className.text === '' ? [] : className.invalidText(subdomainComplaints(className.text))),
    ...volumeModeFaults(spec.at('volumeMode')),
    ...attributesClassFaults(spec),
  ];
}

const context = 'in the context of inline volumes';

/** Of a volume that has no object of its own. */
export function inlineVolumeFaults(spec: Field): FieldFault[] {
  const [policy, mode] = [spec.at('persistentVolumeReclaimPolicy'), spec.at('volumeMode')];
  const [csi, capacity] = [spec.at('csi'), spec.at('capacity')];
  const unspecified = (key: string): FieldFault[] =>
    spec.at(key).isSet && spec.at(key).value !== ''
      ? [spec.at(key).forbidden(`may not be specified ${context}`)]
      : [];
  return [
    ...unspecified('claimRef'),
    ...(capacity.size === 0 ? [] : unspecified('capacity')),
    ...(csi.isSet ? [] : [csi.required(`has to be specified ${context}`)]),
    ...modeFaults(spec),
    ...(policy.text === '' || policy.text === 'Retain'
      ? []
      : [policy.forbidden(`may only be Retain ${context}`)]),
    ...unspecified('nodeAffinity'),
    ...persistentSourceFaults(spec, ''),
    ...rootFaults(spec),
    ...unspecified('storageClassName'),
    ...(!mode.isSet || mode.text === 'Filesystem'
      ? []
      : [mode.forbidden(`may not specify volumeMode other than Filesystem ${context}`)]),
  ];
}

function modeFaults(spec: Field): FieldFault[] {
  const modes = spec.at('accessModes');
  return modes.size === 0 ? [modes.required()] : accessModeFaults(modes);
}

function capacityFaults(capacity: Field): FieldFault[] {
  const isStorage = capacity.at('storage').isSet && capacity.size === 1;
  return [
    ...(capacity.size === 0 ? [capacity.required()] : []),
    ...(isStorage ? [] : [capacity.unsupported(['storage'], sortedKeys(capacity.value ?? null))]),
    ...capacity.entries.flatMap(([, amount]) => [
      ...countedQuantityFaults(amount),
      ...positiveQuantityFaults(amount),
    ]),
  ];
}

function affinityFaults(affinity: Field): FieldFault[] {
  const required = affinity.at('required');
  if (!affinity.isSet) return [];
  return required.isSet
    ? nodeSelectorFaults(required)
    : [required.required('must specify required node constraints')];
}

// All of a node would be wiped.
function rootFaults(spec: Field): FieldFault[] {
  const [policy, path] = [spec.at('persistentVolumeReclaimPolicy'), spec.at('hostPath', 'path')];
  if (policy.text !== 'Recycle' || !/^(?:\/\.?)+$/.test(path.text)) return [];
  return [policy.forbidden("may not be 'recycle' for a hostPath mount of '/'")];
}

function attributesClassFaults(spec: Field): FieldFault[] {
  const [name, csi] = [spec.at('volumeAttributesClassName'), spec.at('csi')];
  if (!name.isSet) return [];
  return [
    ...(name.text === ''
      ? [name.required('an empty string is disallowed')]
      : name.invalidText(subdomainComplaints(name.text))),
    ...(csi.isSet ? [] : [csi.required('has to be specified when using volumeAttributesClassName')]),
  ];
}
