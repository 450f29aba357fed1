// What the server keeps of its own APIs: who serves them, and in which version their objects are stored.

import { resourceName } from '@kube-rx/core';
import { type JsonObject, objectsAt, stringAt, textAt, valueAt } from '../json/json.ts';
import { at, conditionOf, firstOf } from './cell.ts';
import type { Kind } from './kind.ts';

function service(api: JsonObject): string {
  const found = valueAt(api, 'spec', 'service');
  return found === undefined ? 'Local' : `${textAt(found, 'namespace')}/${textAt(found, 'name')}`;
}

function available(api: JsonObject): string {
  const found = conditionOf(valueAt(api, 'status'), 'Available');
  if (found === undefined) return 'Unknown';
  const [status, reason] = [textAt(found, 'status'), textAt(found, 'reason')];
  return status === 'True' || reason === '' ? status : `${status} (${reason})`;
}

function storageVersions(version: JsonObject): string {
  const all = objectsAt(version, 'status', 'storageVersions');
  return firstOf(all.map((one) => `${textAt(one, 'apiServerID')}=${textAt(one, 'encodingVersion')}`));
}

const migrationStates = ['Running', 'Failed', 'Succeeded'];

function migrationState(migration: JsonObject): string {
  const states = objectsAt(migration, 'status', 'conditions')
    .filter((one) => stringAt(one, 'status') === 'True')
    .map((one) => textAt(one, 'type'));
  return states.findLast((state) => migrationStates.includes(state)) ?? 'Unknown';
}

function migrated(migration: JsonObject): string {
  const found = valueAt(migration, 'spec', 'resource');
  return resourceName({ group: textAt(found, 'group'), plural: textAt(found, 'resource') });
}

export const servedApiKinds: readonly Kind[] = [
  {
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    names: 'groupVersion',
    cells: { Service: service, Available: available },
  },
  {
    group: 'internal.apiserver.k8s.io',
    kind: 'StorageVersion',
    cells: {
      CommonEncodingVersion: at('status.commonEncodingVersion', '<unset>'),
      StorageVersions: storageVersions,
    },
  },
  {
    group: 'storagemigration.k8s.io',
    kind: 'StorageVersionMigration',
    cells: { Resource: migrated, Status: migrationState },
  },
];
