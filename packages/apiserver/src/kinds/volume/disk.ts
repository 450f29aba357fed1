// Disks of clouds and of storage clusters.

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints } from '../../validation/names.ts';
import { missingTexts } from './source.ts';

export function gceDiskFaults(source: Field): FieldFault[] {
  return [...missingTexts(source, 'pdName'), ...partitionFaults(source.at('partition'))];
}

export function awsDiskFaults(source: Field): FieldFault[] {
  return [...missingTexts(source, 'volumeID'), ...partitionFaults(source.at('partition'))];
}

// None is 0, which the message does not say.
function partitionFaults(partition: Field): FieldFault[] {
  const { number } = partition;
  return number < 0 || number > 255 ? partition.invalidNumber(['must be between 1 and 255, inclusive']) : [];
}

const managedUri =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const blobUri = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function azureDiskFaults(source: Field): FieldFault[] {
  const [uri, kind, caching] = [source.at('diskURI'), source.at('kind'), source.at('cachingMode')];
  const faults = missingTexts(source, 'diskName', 'diskURI');
  if (caching.isSet) faults.push(...choiceFaults(caching, ['None', 'ReadOnly', 'ReadWrite']));
  if (!kind.isSet) return faults;
  faults.push(...choiceFaults(kind, ['Dedicated', 'Managed', 'Shared']));
  const [start, form] = kind.text === 'Managed' ? ['/subscriptions/', managedUri] : ['https://', blobUri];
  return uri.text.startsWith(start) ? faults : [...faults, uri.unsupported([form])];
}

export function rbdFaults(source: Field): FieldFault[] {
  const monitors = source.at('monitors');
  return [...(monitors.size === 0 ? [monitors.required()] : []), ...missingTexts(source, 'image')];
}

export function flockerFaults(source: Field): FieldFault[] {
  const [name, uuid] = [source.at('datasetName'), source.at('datasetUUID')];
  const faults: FieldFault[] = [];
  if (name.text === '' && uuid.text === '')
    faults.push(source.required('one of datasetName and datasetUUID is required'));
  if (name.text !== '' && uuid.text !== '')
    faults.push(
      source.invalid('datasetName and datasetUUID can not be specified simultaneously', 'resource'),
    );
  if (name.text.includes('/')) faults.push(name.invalid("must not contain '/'"));
  return faults;
}

/** But for its Secret. */
export function storageOsFaults(source: Field): FieldFault[] {
  const [name, namespace] = [source.at('volumeName'), source.at('volumeNamespace')];
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(labelComplaints(name.text))),
    ...(namespace.text === '' ? [] : namespace.invalidText(labelComplaints(namespace.text))),
  ];
}
