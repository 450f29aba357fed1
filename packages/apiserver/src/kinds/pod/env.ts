// The variables of a container, and where their values come from.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import {
  configKeyComplaints,
  labelComplaints,
  subdomainComplaints,
  variableNameComplaints,
} from '../../validation/names.ts';
import { backstepFaults } from '../../validation/paths.ts';
import { fieldRefFaults, resourceRefFaults } from './field-refs.ts';

export function envFaults(variables: Field): FieldFault[] {
  return variables.items.flatMap((variable) => [
    ...requiredFaults(variable.at('name'), variableNameComplaints),
    ...(variable.at('valueFrom').isSet ? valueFaults(variable) : []),
  ]);
}

function requiredFaults(field: Field, complaints: (text: string) => string[]): FieldFault[] {
  return field.text === '' ? [field.required()] : field.invalidText(complaints(field.text));
}

const readable = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

const sources: Readonly<Record<string, (source: Field) => FieldFault[]>> = {
  fieldRef: (ref) => fieldRefFaults(ref, readable),
  resourceFieldRef: (ref) => resourceRefFaults(ref, 'variable'),
  configMapKeyRef: keyFaults,
  secretKeyRef: keyFaults,
  fileKeyRef: fileKeyFaults,
};

const noSource =
  'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
const manySources = 'may not have more than one field specified at a time';

function valueFaults(variable: Field): FieldFault[] {
  const from = variable.at('valueFrom');
  const given = Object.entries(sources).filter(([key]) => from.at(key).isSet);
  const faults = given.flatMap(([key, check]) => check(from.at(key)));
  if (given.length === 0) faults.push(from.invalid(noSource, ''));
  else if (variable.at('value').text !== '')
    faults.push(from.invalid('may not be specified when `value` is not empty', ''));
  else if (given.length > 1) faults.push(from.invalid(manySources, ''));
  return faults;
}

function keyFaults(ref: Field): FieldFault[] {
  const name = ref.at('name');
  return [
    ...name.invalidText(subdomainComplaints(name.text)),
    ...requiredFaults(ref.at('key'), configKeyComplaints),
  ];
}

function fileKeyFaults(ref: Field): FieldFault[] {
  const path = ref.at('path');
  return [
    ...requiredFaults(ref.at('key'), variableNameComplaints),
    ...requiredFaults(ref.at('volumeName'), labelComplaints),
    ...(path.text === '' ? [path.required()] : backstepFaults(path)),
  ];
}

export function envFromFaults(all: Field): FieldFault[] {
  return all.items.flatMap((from) => {
    const prefix = from.at('prefix');
    const given = ['configMapRef', 'secretRef'].map((key) => from.at(key)).filter(({ isSet }) => isSet);
    const faults = [
      ...(prefix.text === '' ? [] : prefix.invalidText(variableNameComplaints(prefix.text))),
      // Their names may be the beginnings of names.
      ...given.flatMap((source) => requiredFaults(source.at('name'), prefixComplaints)),
    ];
    // Told of the list.
    if (given.length === 0)
      faults.push(all.invalid('must specify one of: `configMapRef` or `secretRef`', ''));
    else if (given.length > 1) faults.push(all.invalid(manySources, ''));
    return faults;
  });
}

function prefixComplaints(name: string): string[] {
  return subdomainComplaints(name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);
}

/** A variable from a file is read in an empty directory of the pod. */
export function fileVolumeFaults(containers: readonly Field[], volumes: Field): FieldFault[] {
  const byName = new Map(volumes.items.map((volume) => [volume.at('name').text, volume]));
  return containers
    .flatMap((container) => container.at('env').items)
    .map((variable) => variable.at('valueFrom', 'fileKeyRef'))
    .filter(({ isSet }) => isSet)
    .map((ref) => ref.at('volumeName'))
    .flatMap((name) => {
      const volume = byName.get(name.text);
      if (!volume) return [name.notFound(name.text)];
      if (volume.at('emptyDir').isSet) return [];
      return [name.invalid('referenced volume must be of type emptyDir', name.text)];
    });
}
