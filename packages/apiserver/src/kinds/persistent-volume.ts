// Volumes and the claims to them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { timestamp } from '../timestamp.ts';
import { at } from './cell.ts';
import { always, conditions, type Defaults, within } from './defaults.ts';
import type { Kind } from './kind.ts';

/** Of claims and of the templates of claims. */
export const claimSpec: Defaults = { resources: {}, volumeMode: 'Filesystem' };

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
    Status: at('status.phase'),
    Volume: at('spec.volumeName', ''),
    Capacity: at('status.capacity.storage', ''),
    StorageClass: at('spec.storageClassName', ''),
  },
};
