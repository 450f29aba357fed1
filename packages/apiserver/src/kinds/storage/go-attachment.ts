// The spec of an attachment as Go prints it, where it tells that it may not change.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/types.go

import { type GoStruct, goFields } from '../../validation/go-struct.ts';
import { goVolumeSource } from '../persistent-volume/go-source.ts';

const inlineVolume: GoStruct = [
  ['Capacity', null],
  ...goVolumeSource,
  ...goFields(
    'AccessModes* ClaimRef* PersistentVolumeReclaimPolicy StorageClassName MountOptions* VolumeMode* NodeAffinity* VolumeAttributesClassName*',
  ),
];

export const goAttachmentSpec: GoStruct = [
  ['Attacher', ''],
  [
    'Source',
    [
      ['PersistentVolumeName', null],
      ['InlineVolumeSpec', { to: inlineVolume }],
    ],
  ],
  ['NodeName', ''],
];
