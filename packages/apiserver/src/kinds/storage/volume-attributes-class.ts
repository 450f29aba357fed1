// Classes of what a volume can be told while it is there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import { type JsonObject, jsonEquals, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { at } from '../cell.ts';
import type { Kind } from '../kind.ts';
import { parameterFaults, provisionerFaults } from './provisioner.ts';

function classFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const attributesClass = new Field(object);
  const parameters = attributesClass.at('parameters');
  return [
    ...(old ? ['driverName', 'parameters'].flatMap((key) => changeFaults(attributesClass.at(key), old)) : []),
    ...provisionerFaults(attributesClass.at('driverName')),
    ...parameterFaults(parameters),
    ...(parameters.size === 0 ? [parameters.required('must contain at least one key/value pair')] : []),
  ];
}

function changeFaults(field: Field, old: JsonObject): FieldFault[] {
  if (jsonEquals(field.value, valueAt(old, field.path))) return [];
  return [field.forbidden(`updates to ${field.path} are forbidden.`)];
}

export const volumeAttributesClass: Kind = {
  group: 'storage.k8s.io',
  kind: 'VolumeAttributesClass',
  returnsDeleted: true,
  validate: classFaults,
  cells: { DriverName: at('driverName', '') },
};
