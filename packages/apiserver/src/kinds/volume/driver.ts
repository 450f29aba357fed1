// Volumes of drivers that are no part of Kubernetes.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { missingTexts } from './source.ts';

export function driverNameFaults(name: Field): FieldFault[] {
  if (name.text === '') return [name.required()];
  return [
    ...(Buffer.byteLength(name.text) > 63 ? [name.tooLong(63)] : []),
    ...name.invalidText(subdomainComplaints(name.text.toLowerCase())),
  ];
}

/** Of a Pod. */
export function csiFaults(source: Field): FieldFault[] {
  const secret = source.at('nodePublishSecretRef');
  const faults = driverNameFaults(source.at('driver'));
  if (!secret.isSet) return faults;
  const name = secret.at('name').text;
  if (name === '') return [...faults, secret.at('name').required()];
  // Its path is that of the volume.
  const complaints = subdomainComplaints(name);
  return [...faults, ...complaints.map((complaint) => source.at('name').invalid(complaint, name))];
}

export function flexFaults(source: Field): FieldFault[] {
  const reserved = source.at('options').entries.filter(([key]) => isReserved(key));
  return [
    ...missingTexts(source, 'driver'),
    ...reserved.map(([key, option]) =>
      option.invalid('kubernetes.io and k8s.io namespaces are reserved', key),
    ),
  ];
}

function isReserved(key: string): boolean {
  const [prefix = ''] = key.split('/', 1);
  const dotted = `.${prefix.toLowerCase()}`;
  return dotted.endsWith('.kubernetes.io') || dotted.endsWith('.k8s.io');
}
