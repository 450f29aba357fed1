// Classes of storage, and the drivers behind them.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis/storage

import { objectsAt, stringsAt, textAt, valueAt } from '../json/json.ts';
import { at, type Cells, isTrue, length, nameOrDefault } from './cell.ts';
import { always } from './defaults.ts';
import type { Kind } from './kind.ts';

const group = 'storage.k8s.io';

const driverCells: Cells = {
  AttachRequired: at('spec.attachRequired', true),
  PodInfoOnMount: isTrue('spec.podInfoOnMount'),
  StorageCapacity: isTrue('spec.storageCapacity'),
  TokenRequests: (driver) =>
    valueAt(driver, 'spec', 'tokenRequests') === undefined
      ? '<unset>'
      : objectsAt(driver, 'spec', 'tokenRequests')
          .map((request) => textAt(request, 'audience'))
          .join(','),
  RequiresRepublish: isTrue('spec.requiresRepublish'),
  Modes: (driver) => stringsAt(driver, 'spec', 'volumeLifecycleModes').join(',') || '<none>',
};

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
    cells: driverCells,
  },
  {
    group,
    kind: 'CSINode',
    requiresVersion: true,
    returnsDeleted: true,
    cells: { Drivers: length('spec.drivers') },
  },
  { group, kind: 'CSIStorageCapacity', requiresVersion: true },
  {
    group,
    kind: 'StorageClass',
    returnsDeleted: true,
    defaults: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
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
  },
  {
    group,
    kind: 'VolumeAttachment',
    requiresVersion: true,
    returnsDeleted: true,
    cells: {
      Attacher: at('spec.attacher', ''),
      PV: at('spec.source.persistentVolumeName', ''),
      Node: at('spec.nodeName', ''),
      Attached: isTrue('status.attached'),
    },
  },
  {
    group,
    kind: 'VolumeAttributesClass',
    returnsDeleted: true,
    cells: { DriverName: at('driverName', '') },
  },
];
