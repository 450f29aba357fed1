// The spec of a claim as Go prints it, where it tells what may not change.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/types.go

import { type GoStruct, goFields } from '../../validation/go-struct.ts';

export const goClaimSpec: GoStruct = [
  ...goFields('AccessModes* Selector*'),
  ['Resources', goFields('Limits* Requests*')],
  ...goFields('VolumeName StorageClassName* VolumeMode*'),
  ['DataSource', { to: goFields('APIGroup* Kind Name') }],
  ['DataSourceRef', { to: goFields('APIGroup* Kind Name Namespace*') }],
  ['VolumeAttributesClassName', null],
];
