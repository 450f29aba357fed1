// Volumes and the claims to them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, objectAt, stringAt, stringsAt, textAt, valueAt } from '../json/json.ts';
import { timestamp } from '../timestamp.ts';
import { at, type Cell } from './cell.ts';
import { always, conditions, type Defaults, within } from './defaults.ts';
import type { Kind } from './kind.ts';

/** Of claims and of the templates of claims. */
export const claimSpec: Defaults = { resources: {}, volumeMode: 'Filesystem' };

const modes = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

function accessModes(given: readonly string[]): string {
  const shown = Object.entries(modes).filter(([mode]) => given.includes(mode));
  return shown.map(([, short]) => short).join(',');
}

const phase: Cell = (object) =>
  stringAt(object, 'metadata', 'deletionTimestamp') === undefined
    ? textAt(object, 'status', 'phase')
    : 'Terminating';

// An annotation of older clusters counts before the field.
const storageClass: Cell = (object) =>
  stringAt(object, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class') ??
  textAt(object, 'spec', 'storageClassName');

const alike = {
  Status: phase,
  StorageClass: storageClass,
  VolumeAttributesClass: at('spec.volumeAttributesClassName', '<unset>'),
  VolumeMode: at('spec.volumeMode', '<unset>'),
};

function claim(volume: JsonObject): string {
  const found = valueAt(volume, 'spec', 'claimRef');
  return found === undefined ? '' : `${textAt(found, 'namespace')}/${textAt(found, 'name')}`;
}

const isBound = (claim: JsonObject): boolean => textAt(claim, 'spec', 'volumeName') !== '';

const pending = { phase: 'Pending' };

export const persistentVolume: Kind = {
  group: '',
  kind: 'PersistentVolume',
  returnsDeleted: true,
  defaults: {
    spec: within({
      persistentVolumeReclaimPolicy: 'Retain',
      volumeMode: 'Filesystem',
      hostPath: within({ type: '' }),
      iscsi: within({ iscsiInterface: 'default' }),
    }),
  },
  prepareForCreate: ({ server, object }) => ({
    ...object,
    status: { ...pending, lastPhaseTransitionTime: timestamp(server) },
  }),
  cells: {
    ...alike,
    Capacity: at('spec.capacity.storage', '0'),
    'Access Modes': (volume) => accessModes(stringsAt(volume, 'spec', 'accessModes')),
    'Reclaim Policy': at('spec.persistentVolumeReclaimPolicy', ''),
    Claim: claim,
    Reason: at('status.reason', ''),
  },
};

export const persistentVolumeClaim: Kind = {
  group: '',
  kind: 'PersistentVolumeClaim',
  returnsDeleted: true,
  defaults: {
    spec: always(claimSpec),
    status: within(conditions('lastProbeTime', 'lastTransitionTime')),
  },
  prepareForCreate: ({ object }) => ({ ...object, status: pending }),
  cells: {
    ...alike,
    Volume: at('spec.volumeName', ''),
    Capacity: (claim) =>
      isBound(claim) ? (stringAt(objectAt(claim, 'status', 'capacity'), 'storage') ?? '0') : '',
    'Access Modes': (claim) => (isBound(claim) ? accessModes(stringsAt(claim, 'status', 'accessModes')) : ''),
  },
};
