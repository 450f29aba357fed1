// The source of a PersistentVolume as Go prints it, where it tells what may not change.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/types.go

import { type GoStruct, goFields } from '../../validation/go-struct.ts';

const secret: GoStruct = goFields('Name Namespace');
const object: GoStruct = goFields('Kind Namespace Name UID APIVersion ResourceVersion FieldPath');

/** `secretRef`: what its reference to a Secret is, where it has one. */
function source(notation: string, secretRef: GoStruct = secret): { readonly to: GoStruct } {
  const fields = goFields(notation);
  return {
    to: fields.map(([name, field]) =>
      name.endsWith('SecretRef') ? [name, { to: secretRef }] : [name, field],
    ),
  };
}

export const goVolumeSource: GoStruct = [
  ['GCEPersistentDisk', source('PDName FSType Partition# ReadOnly?')],
  ['AWSElasticBlockStore', source('VolumeID FSType Partition# ReadOnly?')],
  ['HostPath', source('Path Type*')],
  ['Glusterfs', source('EndpointsName=endpoints Path ReadOnly? EndpointsNamespace*')],
  ['NFS', source('Server Path ReadOnly?')],
  [
    'RBD',
    source(
      'CephMonitors=monitors* RBDImage=image FSType RBDPool=pool RadosUser=user Keyring SecretRef ReadOnly?',
    ),
  ],
  ['Quobyte', source('Registry Volume ReadOnly? User Group Tenant')],
  [
    'ISCSI',
    source(
      'TargetPortal IQN Lun# ISCSIInterface FSType ReadOnly? Portals* DiscoveryCHAPAuth=chapAuthDiscovery? SessionCHAPAuth=chapAuthSession? SecretRef InitiatorName*',
    ),
  ],
  ['FlexVolume', source('Driver FSType SecretRef ReadOnly? Options*')],
  ['Cinder', source('VolumeID FSType ReadOnly? SecretRef')],
  ['CephFS cephfs', source('Monitors* Path User SecretFile SecretRef ReadOnly?')],
  ['FC', source('TargetWWNs* Lun* FSType ReadOnly? WWIDs=wwids*')],
  ['Flocker', source('DatasetName DatasetUUID')],
  ['AzureFile', source('SecretName ShareName ReadOnly? SecretNamespace*')],
  ['VsphereVolume', source('VolumePath FSType StoragePolicyName StoragePolicyID')],
  ['AzureDisk', source('DiskName DataDiskURI=diskURI CachingMode* FSType* ReadOnly* Kind*')],
  ['PhotonPersistentDisk', source('PdID FSType')],
  ['PortworxVolume', source('VolumeID FSType ReadOnly?')],
  [
    'ScaleIO',
    source(
      'Gateway System SecretRef SSLEnabled? ProtectionDomain StoragePool StorageMode VolumeName FSType ReadOnly?',
    ),
  ],
  ['Local', source('Path FSType*')],
  ['StorageOS storageos', source('VolumeName VolumeNamespace FSType ReadOnly? SecretRef', object)],
  [
    'CSI',
    source(
      'Driver VolumeHandle ReadOnly? FSType VolumeAttributes* ControllerPublishSecretRef NodeStageSecretRef NodePublishSecretRef ControllerExpandSecretRef NodeExpandSecretRef',
    ),
  ],
];
