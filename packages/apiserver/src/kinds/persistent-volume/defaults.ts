// What a PersistentVolume has where it does not say otherwise.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/zz_generated.defaults.go

import { type Defaults, within } from '../defaults.ts';

/** Of a volume within another object. */
export const volumeSourceDefaults: Defaults = {
  hostPath: within({ type: '' }),
  rbd: within({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  iscsi: within({ iscsiInterface: 'default' }),
  azureDisk: within({ cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }),
  scaleIO: within({ storageMode: 'ThinProvisioned', fsType: 'xfs' }),
};

export const volumeSpecDefaults: Defaults = {
  persistentVolumeReclaimPolicy: 'Retain',
  volumeMode: 'Filesystem',
  ...volumeSourceDefaults,
};
