// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import { isJsonObject, type JsonObject, objectsAt, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { count } from '../cell.ts';
import type { Kind } from '../kind.ts';

function revisionFaults(revision: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const whole = new Field(revision);
  const data = whole.at('data');
  return [
    ...nonNegativeFaults(whole.at('revision')),
    ...(old ? immutableFaults(data, valueAt(old, 'data')) : dataFaults(data)),
  ];
}

function dataFaults(data: Field): FieldFault[] {
  if (!data.isSet) return [data.required('data is mandatory')];
  return isJsonObject(data.value) ? [] : [data.required('data must be a valid JSON object')];
}

function controllerOf(revision: JsonObject): string {
  const owners = objectsAt(revision, 'metadata', 'ownerReferences');
  const owner = owners.find((one) => valueAt(one, 'controller') === true);
  if (owner === undefined) return '<none>';
  const group = textAt(owner, 'apiVersion').split('/').slice(0, -1).join('/');
  return `${textAt(owner, 'kind').toLowerCase()}${group && `.${group}`}/${textAt(owner, 'name')}`;
}

export const controllerRevision: Kind = {
  group: 'apps',
  kind: 'ControllerRevision',
  validate: revisionFaults,
  cells: { Controller: controllerOf, Revision: count('revision') },
};
