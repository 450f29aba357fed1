// The name that a pod gives its host whatever else says.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';

const longest = 64;

export function hostnameOverrideFaults(spec: Field): FieldFault[] {
  const name = spec.at('hostnameOverride');
  if (!name.isSet) return [];
  const others = ['setHostnameAsFQDN', 'hostNetwork'].filter((key) => spec.at(key).value === true);
  return [
    ...others.map((key) => name.forbidden(`may not be specified when ${key} is true`)),
    ...(Buffer.byteLength(name.text) > longest ? [name.tooLong(longest)] : []),
    ...name.invalidText(subdomainComplaints(name.text)),
  ];
}
