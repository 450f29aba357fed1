// Volumes that a driver is to attach to a node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import { type JsonObject, stringEntries, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { goStruct } from '../../validation/go-struct.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { at, isTrue } from '../cell.ts';
import { within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { withOldMetadata } from '../old-metadata.ts';
import { volumeSourceDefaults } from '../persistent-volume/defaults.ts';
import { inlineVolumeFaults } from '../persistent-volume/spec.ts';
import { driverNameFaults } from '../volume-source/shares.ts';
import { goAttachmentSpec } from './go-attachment.ts';

function attachmentFaults(attachment: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const [spec, status] = [new Field(attachment).at('spec'), new Field(attachment).at('status')];
  const [node, volume] = [spec.at('nodeName'), spec.at('source', 'persistentVolumeName')];
  return [
    ...driverNameFaults(spec.at('attacher')),
    ...sourceFaults(spec.at('source')),
    ...node.invalidText(subdomainComplaints(node.text)),
    ...metadataFaults(status.at('attachmentMetadata')),
    ...errorFaults(status.at('attachError')),
    ...errorFaults(status.at('detachError')),
    ...(volume.isSet ? volume.invalidText(subdomainComplaints(volume.text)) : []),
    ...(old ? immutableFaults(spec, valueAt(old, 'spec'), goStruct(goAttachmentSpec, spec.value)) : []),
  ];
}

function sourceFaults(source: Field): FieldFault[] {
  const [inline, name] = [source.at('inlineVolumeSpec'), source.at('persistentVolumeName')];
  const one = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (inline.isSet && name.isSet) return [source.forbidden(one)];
  if (inline.isSet) return inlineVolumeFaults(inline);
  if (!name.isSet) return [source.required(one)];
  return name.text === '' ? [name.required('must specify non empty persistentVolumeName')] : [];
}

const mostBytes = 256 * 1024;

function metadataFaults(metadata: Field): FieldFault[] {
  const entries = stringEntries(metadata.object);
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  return bytes > mostBytes ? [metadata.tooLong(mostBytes)] : [];
}

function errorFaults(error: Field): FieldFault[] {
  const [message, code] = [error.at('message'), error.at('errorCode')];
  return [
    // The message tells of another bound.
    ...(Buffer.byteLength(message.text) > 1024 ? [message.tooLong(mostBytes)] : []),
    ...(code.number < 0 ? [code.invalid('must be between 0 and 2147483647, inclusive')] : []),
  ];
}

export const volumeAttachment: Kind = {
  group: 'storage.k8s.io',
  kind: 'VolumeAttachment',
  requiresVersion: true,
  returnsDeleted: true,
  defaults: { spec: within({ source: within({ inlineVolumeSpec: within(volumeSourceDefaults) }) }) },
  validate: attachmentFaults,
  validateStatus: attachmentFaults,
  keepOnStatusUpdate: withOldMetadata,
  cells: {
    Attacher: at('spec.attacher', ''),
    PV: at('spec.source.persistentVolumeName', ''),
    Node: at('spec.nodeName', ''),
    Attached: isTrue('status.attached'),
  },
};
