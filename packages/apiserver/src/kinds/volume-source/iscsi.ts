// Volumes of iSCSI: the rules that pods and PersistentVolumes share.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { requiredTextFaults } from '../../validation/required.ts';
import { lunFaults } from './disks.ts';

export const portalTooLong =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

/** Whether the name of the session, of the volume and its portal, is longer than the initiator takes it. */
export function isPortalTooLong(source: Field, volumeName: string): boolean {
  const session = `${volumeName}:${source.at('targetPortal').text}`;
  return source.at('initiatorName').isSet && Buffer.byteLength(session) > 64;
}

/** Of a pod's volume. */
export function iscsiFaults(source: Field): FieldFault[] {
  return [
    ...requiredTextFaults(source, 'targetPortal'),
    ...targetFaults(source, badStart),
    ...initiatorFaults(source, badStart),
  ];
}

/** Of a PersistentVolume of this name. */
export function persistentIscsiFaults(source: Field, volumeName: string): FieldFault[] {
  const portal = source.at('targetPortal');
  const secret = source.at('secretRef');
  // The real server writes the field in another way there.
  const told = new Field(portal.value, source.at('targetportal').path);
  return [
    ...requiredTextFaults(source, 'targetPortal'),
    ...(isPortalTooLong(source, volumeName) ? [told.invalid(portalTooLong, portal.text)] : []),
    ...targetFaults(source, badFormat),
    ...(secret.isSet ? requiredTextFaults(secret, 'name') : []),
    ...initiatorFaults(source, badFormat),
  ];
}

const badFormat = 'must be valid format';
const badStart = 'must be valid format starting with iqn, eui, or naa';

function targetFaults(source: Field, otherStart: string): FieldFault[] {
  const secret = source.at('secretRef');
  const needsSecret = ['chapAuthDiscovery', 'chapAuthSession'].some((key) => source.at(key).value === true);
  return [
    ...(source.at('iqn').text === ''
      ? requiredTextFaults(source, 'iqn')
      : nameFaults(source.at('iqn'), otherStart)),
    ...lunFaults(source.at('lun')),
    ...(needsSecret && !secret.isSet ? [secret.required()] : []),
  ];
}

function initiatorFaults(source: Field, otherStart: string): FieldFault[] {
  const initiator = source.at('initiatorName');
  const told = new Field(initiator.value, source.at('initiatorname').path);
  return initiator.isSet ? nameFaults(told, otherStart) : [];
}

const formats: Readonly<Record<string, RegExp>> = {
  iqn: /^iqn\.\d{4}-\d{2}\.[0-9A-Za-z.-]+:[^,;*&$|\t\n\f\r ]+$/,
  eui: /^eui.[0-9A-Za-z]{16}$/,
  naa: /^naa.[0-9A-Za-z]{32}$/,
};

function nameFaults(name: Field, otherStart: string): FieldFault[] {
  const format = formats[name.text.slice(0, 3)];
  if (!format) return [name.invalid(otherStart, name.text)];
  return format.test(name.text) ? [] : [name.invalid(badFormat)];
}
