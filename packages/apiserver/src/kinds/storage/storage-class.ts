// Classes of storage.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import { type Json, type JsonObject, sortedKeys, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { labelDeprecation } from '../../validation/node-labels.ts';
import { at, isTrue, nameOrDefault } from '../cell.ts';
import type { Kind } from '../kind.ts';
import { parameterFaults, provisionerFaults } from './provisioner.ts';
import { topologyFaults } from './topology.ts';

const immutable = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'];

function classFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const storageClass = new Field(object);
  const policy = storageClass.at('reclaimPolicy');
  return [
    ...provisionerFaults(storageClass.at('provisioner')),
    ...parameterFaults(storageClass.at('parameters')),
    ...(policy.text === '' ? [] : choiceFaults(policy, ['Delete', 'Retain'])),
    ...choiceFaults(storageClass.at('volumeBindingMode'), ['Immediate', 'WaitForFirstConsumer']),
    ...topologyFaults(storageClass.at('allowedTopologies')),
    ...(old ? immutable.flatMap((key) => changeFaults(storageClass.at(key), valueAt(old, key))) : []),
  ];
}

function changeFaults(field: Field, old: Json | undefined): FieldFault[] {
  return immutableFaults(field, old, sortedKeys(field.value ?? null));
}

function classWarnings(object: JsonObject): string[] {
  const terms = new Field(object).at('allowedTopologies').items;
  return terms.flatMap((term) =>
    term.at('matchLabelExpressions').items.flatMap((expression) => {
      const key = expression.at('key');
      const why = labelDeprecation(key.text);
      return why === undefined ? [] : [`${key.path}: ${why}`];
    }),
  );
}

export const storageClass: Kind = {
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  returnsDeleted: true,
  defaults: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  validate: classFaults,
  warnings: classWarnings,
  cells: {
    Name: nameOrDefault(
      'storageclass.kubernetes.io/is-default-class',
      'storageclass.beta.kubernetes.io/is-default-class',
    ),
    Provisioner: at('provisioner', ''),
    ReclaimPolicy: at('reclaimPolicy', 'Delete'),
    VolumeBindingMode: at('volumeBindingMode', 'Immediate'),
    AllowVolumeExpansion: isTrue('allowVolumeExpansion'),
  },
};
