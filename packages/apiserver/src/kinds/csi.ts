// Storage drivers and what they attach.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/v1/defaults.go

import type { Kind } from './kind.ts';

const alike = { group: 'storage.k8s.io', unconditionalUpdate: false } as const;

const csiDriver: Kind = {
  ...alike,
  kind: 'CSIDriver',
  returnsDeleted: true,
  defaults: {
    values: { spec: {} },
    fields: {
      spec: {
        values: {
          attachRequired: true,
          podInfoOnMount: false,
          volumeLifecycleModes: ['Persistent'],
          storageCapacity: false,
          fsGroupPolicy: 'ReadWriteOnceWithFSType',
          requiresRepublish: false,
          seLinuxMount: false,
        },
      },
    },
  },
};

export const csiKinds: readonly Kind[] = [
  csiDriver,
  { ...alike, kind: 'CSINode', returnsDeleted: true },
  { ...alike, kind: 'CSIStorageCapacity' },
  { ...alike, kind: 'VolumeAttachment', returnsDeleted: true },
];
