// Classes of storage, and the drivers behind them.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis/storage

import { always } from './defaults.ts';
import type { Kind } from './kind.ts';

const group = 'storage.k8s.io';

export const storageKinds: readonly Kind[] = [
  {
    group,
    kind: 'CSIDriver',
    requiresVersion: true,
    returnsDeleted: true,
    defaults: {
      spec: always({
        attachRequired: true,
        podInfoOnMount: false,
        volumeLifecycleModes: ['Persistent'],
        storageCapacity: false,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        requiresRepublish: false,
        seLinuxMount: false,
      }),
    },
  },
  { group, kind: 'CSINode', requiresVersion: true, returnsDeleted: true },
  { group, kind: 'CSIStorageCapacity', requiresVersion: true },
  {
    group,
    kind: 'StorageClass',
    returnsDeleted: true,
    defaults: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  },
  { group, kind: 'VolumeAttachment', requiresVersion: true, returnsDeleted: true },
  { group, kind: 'VolumeAttributesClass', returnsDeleted: true },
];
