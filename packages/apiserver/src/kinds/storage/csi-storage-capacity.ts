// How much storage of a class there is, and where.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import { type JsonObject, stringEntries, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { selectorFaults, shownSelector } from '../../validation/labels.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { deprecatedLabelWarnings, labelDeprecation } from '../../validation/node-labels.ts';
import { nonNegativeQuantityFaults } from '../../validation/quantities.ts';
import type { Kind } from '../kind.ts';

function capacityFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const capacity = new Field(object);
  const [topology, className] = [capacity.at('nodeTopology'), capacity.at('storageClassName')];
  return [
    ...selectorFaults(topology),
    ...className.invalidText(subdomainComplaints(className.text)),
    ...nonNegativeQuantityFaults(capacity.at('capacity')),
    ...(old ? immutableFaults(topology, valueAt(old, 'nodeTopology'), shownSelector(topology.value)) : []),
    ...(old ? immutableFaults(className, valueAt(old, 'storageClassName'), className.text) : []),
  ];
}

function capacityWarnings(object: JsonObject): string[] {
  const topology = new Field(object).at('nodeTopology');
  return [
    ...deprecatedLabelWarnings(topology),
    ...stringEntries(topology.at('matchLabels').object).flatMap(([label]) => {
      const why = labelDeprecation(label);
      return why === undefined ? [] : [`nodeTopology.matchLabels.${label}: ${why}`];
    }),
  ];
}

export const csiStorageCapacity: Kind = {
  group: 'storage.k8s.io',
  kind: 'CSIStorageCapacity',
  requiresVersion: true,
  validate: capacityFaults,
  warnings: capacityWarnings,
};
