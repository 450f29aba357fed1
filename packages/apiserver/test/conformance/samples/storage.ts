// Volumes, claims, and what they are made by.

import { type Sample, sample } from './sample.ts';

const volume = sample('v1', 'PersistentVolume', 'persistentvolumes')('Cluster');

const claim = sample('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims')('Namespaced');

const storage = 'storage.k8s.io/v1';

const driver = sample(storage, 'CSIDriver', 'csidrivers')('Cluster');

const csiNode = sample(storage, 'CSINode', 'csinodes')('Cluster');

const storageClass = sample(storage, 'StorageClass', 'storageclasses')('Cluster');

const attachment = sample(storage, 'VolumeAttachment', 'volumeattachments')('Cluster');

const attributes = sample(storage, 'VolumeAttributesClass', 'volumeattributesclasses')('Cluster');

export const volumes: readonly Sample[] = [
  volume(
    'volume',
    {
      spec: {
        capacity: { storage: '1024Mi' },
        accessModes: ['ReadWriteMany', 'ReadWriteOnce', 'ReadOnlyMany'],
        csi: { driver: 'example.com', volumeHandle: 'v' },
        claimRef: { namespace: 'shop', name: 'data' },
        storageClassName: 'fast',
        volumeAttributesClassName: 'gold',
      },
    },
    { phase: 'Failed', reason: 'RecycleFailed' },
  ),
  volume('old', {
    metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'slow' } },
    spec: {
      capacity: { storage: '1.5Gi' },
      accessModes: ['ReadWriteOncePod'],
      hostPath: { path: '/tmp' },
      volumeMode: 'Block',
    },
  }),
  claim('open', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  claim(
    'bound',
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        volumeName: 'tables-volume',
        storageClassName: 'fast',
        volumeAttributesClassName: 'gold',
        volumeMode: 'Block',
      },
    },
    { phase: 'Bound', accessModes: ['ReadWriteMany', 'ReadWriteOnce'], capacity: { storage: '2Gi' } },
  ),
  driver('driver', { spec: {} }),
  driver('other', {
    spec: {
      attachRequired: false,
      podInfoOnMount: true,
      storageCapacity: true,
      requiresRepublish: true,
      tokenRequests: [{ audience: 'a' }, { audience: 'b', expirationSeconds: 3600 }],
      volumeLifecycleModes: ['Ephemeral', 'Persistent'],
    },
  }),
  csiNode('node', { spec: { drivers: [{ name: 'a', nodeID: 'n' }] } }),
  storageClass('class', {
    metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'example.com/disk',
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  }),
  attachment(
    'attachment',
    { spec: { attacher: 'example.com', nodeName: 'n', source: { persistentVolumeName: 'pv' } } },
    { attached: true },
  ),
  attributes('gold', { driverName: 'example.com', parameters: { a: 'b' } }),
];
