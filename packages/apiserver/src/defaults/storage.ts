// Volumes, claims and their classes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go (and storage/v1)

import { conditions, type Defaults } from './defaults.ts';

export const persistentVolume: Defaults = {
  fields: {
    spec: {
      values: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' },
      fields: { hostPath: { values: { type: '' } }, iscsi: { values: { iscsiInterface: 'default' } } },
    },
  },
};

export const persistentVolumeClaim: Defaults = {
  values: { spec: {} },
  fields: {
    status: conditions('lastProbeTime', 'lastTransitionTime'),
    spec: { values: { resources: {}, volumeMode: 'Filesystem' } },
  },
};

export const storageClass: Defaults = {
  values: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
};

export const csiDriver: Defaults = {
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
};
