// Volumes that are disks of clouds and of machines: the rules that pods and PersistentVolumes share.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { rangeFaults } from '../../validation/numbers.ts';
import { backstepFaults } from '../../validation/paths.ts';
import { requiredTextFaults } from '../../validation/required.ts';

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

export function hostPathFaults(source: Field): FieldFault[] {
  const [path, type] = [source.at('path'), source.at('type')];
  if (path.text === '') return [path.required()];
  return [...backstepFaults(path), ...(type.isSet ? choiceFaults(type, hostPathTypes) : [])];
}

export function gceDiskFaults(source: Field): FieldFault[] {
  return [...requiredTextFaults(source, 'pdName'), ...partitionFaults(source.at('partition'))];
}

export function awsDiskFaults(source: Field): FieldFault[] {
  return [...requiredTextFaults(source, 'volumeID'), ...partitionFaults(source.at('partition'))];
}

// 0 is taken, whatever the refusal says.
function partitionFaults(partition: Field): FieldFault[] {
  return partition.number === 0 ? [] : rangeFaults(partition, 1, 255);
}

const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];
const azureKinds = ['Dedicated', 'Managed', 'Shared'];
const managedUri =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const blobUri = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function azureDiskFaults(source: Field): FieldFault[] {
  const [mode, kind, uri] = [source.at('cachingMode'), source.at('kind'), source.at('diskURI')];
  return [
    ...requiredTextFaults(source, 'diskName', 'diskURI'),
    ...(mode.isSet ? choiceFaults(mode, cachingModes) : []),
    ...(kind.isSet ? [...choiceFaults(kind, azureKinds), ...azureUriFaults(uri, kind.text)] : []),
  ];
}

function azureUriFaults(uri: Field, kind: string): FieldFault[] {
  const [start, form] = kind === 'Managed' ? ['/subscriptions/', managedUri] : ['https://', blobUri];
  return uri.text.startsWith(start) ? [] : [uri.unsupported([form])];
}

export function fibreChannelFaults(source: Field): FieldFault[] {
  const [targets, ids, lun] = [source.at('targetWWNs'), source.at('wwids'), source.at('lun')];
  if (targets.size === 0)
    return ids.size > 0 ? [] : [targets.required('must specify either targetWWNs or wwids, but not both')];
  return [
    ...(ids.size > 0 ? [targets.invalid('targetWWNs and wwids can not be specified simultaneously')] : []),
    ...(lun.isSet ? lunFaults(lun) : [lun.required('lun is required if targetWWNs is specified')]),
  ];
}

/** The number of a unit within a target. */
export function lunFaults(lun: Field): FieldFault[] {
  return rangeFaults(lun, 0, 255);
}
