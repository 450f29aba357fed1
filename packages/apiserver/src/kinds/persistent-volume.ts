// Volumes and the claims to them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { timestamp } from '../timestamp.ts';
import { at } from './cell.ts';
import { conditions } from './defaults.ts';
import type { Kind } from './kind.ts';

const pending = { phase: 'Pending' };

export const persistentVolume: Kind = {
  group: '',
  kind: 'PersistentVolume',
  returnsDeleted: true,
  defaults: {
    fields: {
      spec: {
        values: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' },
        fields: { hostPath: { values: { type: '' } }, iscsi: { values: { iscsiInterface: 'default' } } },
      },
    },
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
    values: { spec: {} },
    fields: {
      status: conditions('lastProbeTime', 'lastTransitionTime'),
      spec: { values: { resources: {}, volumeMode: 'Filesystem' } },
    },
  },
  prepareForCreate: ({ object }) => ({ ...object, status: pending }),
  cells: {
    Status: at('status.phase'),
    Volume: at('spec.volumeName', ''),
    Capacity: at('status.capacity.storage', ''),
    StorageClass: at('spec.storageClassName', ''),
  },
};
