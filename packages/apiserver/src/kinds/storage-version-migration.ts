// Requests to write all objects of a kind again.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storagemigration/validation/validation.go

import { resourceName } from '@kube-rx/core';
import { type JsonObject, objectsAt, stringAt, textAt, valueAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { conditionFaults } from '../validation/conditions.ts';
import { Field } from '../validation/field.ts';
import { immutableFaults } from '../validation/immutable.ts';
import { subdomainComplaints, wordComplaints } from '../validation/names.ts';
import { conditionOf } from './cell.ts';
import type { Kind } from './kind.ts';

function migrationFaults(migration: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(migration).at('spec');
  const [plural, group] = [spec.at('resource', 'resource'), spec.at('resource', 'group')];
  return [
    ...(plural.text === ''
      ? [plural.required('resource is required to be set')]
      : joined(plural, wordComplaints(plural.text))),
    ...(group.text === '' ? [] : joined(group, subdomainComplaints(group.text))),
    ...(old ? immutableFaults(spec, valueAt(old, 'spec'), asGo(spec)) : []),
  ];
}

function joined(field: Field, complaints: readonly string[]): FieldFault[] {
  return complaints.length === 0 ? [] : [field.invalid(complaints.join(','))];
}

function asGo(spec: Field): JsonObject {
  const resource = spec.at('resource');
  return { Resource: { group: resource.at('group').text, resource: resource.at('resource').text } };
}

function statusFaults(migration: JsonObject, old: JsonObject): FieldFault[] {
  const status = new Field(migration).at('status');
  const [version, conditions] = [status.at('resourceVersion'), status.at('conditions')];
  const before = textAt(old, 'status', 'resourceVersion');
  const refuse = (isWrong: boolean, why: string): FieldFault[] => (isWrong ? [conditions.invalid(why)] : []);
  const wasSet = (type: string): boolean => isTrue(old, type) && !isTrue(migration, type);
  return [
    ...(version.text === '' || /^[1-9][0-9]*$/.test(version.text)
      ? []
      : [version.invalid(`resource version is not well formed: ${version.text}`)]),
    ...conditionFaults(conditions),
    ...(before === '' || before === version.text
      ? []
      : [version.invalid('field is immutable', version.text)]),
    ...refuse(
      isTrue(migration, 'Succeeded') && isTrue(migration, 'Failed'),
      'Both success and failed conditions cannot be true at the same time',
    ),
    ...refuse(wasSet('Succeeded'), 'Success condition cannot be set to false once it is true'),
    ...refuse(wasSet('Failed'), 'Failed condition cannot be set to false once it is true'),
  ];
}

function isTrue(migration: JsonObject, type: string): boolean {
  return textAt(conditionOf(valueAt(migration, 'status'), type), 'status') === 'True';
}

const states = ['Running', 'Failed', 'Succeeded'];

function state(migration: JsonObject): string {
  const found = objectsAt(migration, 'status', 'conditions')
    .filter((one) => stringAt(one, 'status') === 'True')
    .map((one) => textAt(one, 'type'));
  return found.findLast((one) => states.includes(one)) ?? 'Unknown';
}

function migrated(migration: JsonObject): string {
  const found = valueAt(migration, 'spec', 'resource');
  return resourceName({ group: textAt(found, 'group'), plural: textAt(found, 'resource') });
}

export const storageVersionMigration: Kind = {
  group: 'storagemigration.k8s.io',
  kind: 'StorageVersionMigration',
  requiresVersion: true,
  validate: migrationFaults,
  validateStatus: statusFaults,
  cells: { Resource: migrated, Status: state },
};
