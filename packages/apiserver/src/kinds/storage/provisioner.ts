// Who provides storage, and what it is told.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import { stringEntries } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';

export function provisionerFaults(provisioner: Field): FieldFault[] {
  if (provisioner.text === '') return [provisioner.required()];
  const lower = provisioner.text.toLowerCase();
  return qualifiedNameComplaints(lower).map((complaint) => provisioner.invalid(complaint, lower));
}

const mostParameters = 512;
const mostBytes = 256 * 1024;

export function parameterFaults(parameters: Field): FieldFault[] {
  if (parameters.size > mostParameters) return [parameters.tooLong(mostParameters)];
  const entries = stringEntries(parameters.object);
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  return [
    ...(entries.some(([key]) => key === '') ? [parameters.invalid('field can not be empty.', '')] : []),
    ...(bytes > mostBytes ? [parameters.tooLong(mostBytes)] : []),
  ];
}
