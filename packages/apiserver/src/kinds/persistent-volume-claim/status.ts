// The status of a claim: how large its volume is, and how it grows.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { countedQuantityFaults } from '../../validation/quantities.ts';

const resizes = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
];

export function claimStatusFaults(claim: JsonObject): FieldFault[] {
  const status = new Field(claim).at('status');
  const [statuses, allocated] = [status.at('allocatedResourceStatuses'), status.at('allocatedResources')];
  return [
    ...status.at('capacity').entries.flatMap(([, amount]) => countedQuantityFaults(amount)),
    ...statuses.entries.flatMap(([key, resize]) => [
      ...resourceFaults(statuses, key),
      ...(resizes.includes(resize.text) ? [] : [statuses.unsupported(resizes, key)]),
    ]),
    ...allocated.entries.flatMap(([key, amount]) => {
      const ofKey = resourceFaults(allocated, key);
      return ofKey.length > 0 ? ofKey : countedQuantityFaults(amount);
    }),
  ];
}

function resourceFaults(resources: Field, key: string): FieldFault[] {
  const complaints = qualifiedNameComplaints(key);
  if (complaints.length > 0) return complaints.map((complaint) => resources.invalid(complaint, key));
  const isNative = !key.includes('/') || key.includes('kubernetes.io/');
  return isNative && key !== 'storage' ? [resources.unsupported(['storage'], key)] : [];
}
