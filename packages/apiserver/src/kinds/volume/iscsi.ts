// Disks behind a SCSI fabric.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { rangeFaults } from '../../validation/numbers.ts';
import { missingTexts, secretRefFaults } from './source.ts';

const formats: Readonly<Record<string, RegExp>> = {
  iqn: /^iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\t\n\f\r ]+$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

const noFormat = 'must be valid format';
const noPrefix = 'must be valid format starting with iqn, eui, or naa';

function nameComplaints(name: string, unprefixed = noPrefix): string[] {
  const format = formats[name.slice(0, 3)];
  if (!format) return [unprefixed];
  return format.test(name) ? [] : [noFormat];
}

/** Of a Pod. */
export function iscsiFaults(source: Field): FieldFault[] {
  return [
    ...missingTexts(source, 'targetPortal'),
    ...targetFaults(source, noPrefix),
    ...initiatorFaults(source),
  ];
}

/** `volume`: the name of the persistent volume. */
export function persistentIscsiFaults(source: Field, volume: string): FieldFault[] {
  const portal = source.at('targetPortal');
  const isLong = source.at('initiatorName').isSet && Buffer.byteLength(`${volume}:${portal.text}`) > 64;
  return [
    ...missingTexts(source, 'targetPortal'),
    ...(isLong ? [source.at('targetportal').invalid(longPortal, portal.text)] : []),
    ...targetFaults(source, noFormat),
    ...secretRefFaults(source, 'name'),
    ...initiatorFaults(source),
  ];
}

export const longPortal =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

function targetFaults(source: Field, unprefixed: string): FieldFault[] {
  const [iqn, secret] = [source.at('iqn'), source.at('secretRef')];
  const needsSecret = [source.at('chapAuthDiscovery'), source.at('chapAuthSession')].some(
    ({ value }) => value === true,
  );
  return [
    ...(iqn.text === '' ? [iqn.required()] : iqn.invalidText(nameComplaints(iqn.text, unprefixed))),
    ...rangeFaults(source.at('lun'), 0, 255),
    ...(needsSecret && !secret.isSet ? [secret.required()] : []),
  ];
}

function initiatorFaults(source: Field): FieldFault[] {
  const initiator = source.at('initiatorName');
  if (!initiator.isSet) return [];
  return nameComplaints(initiator.text).map((complaint) =>
    source.at('initiatorname').invalid(complaint, initiator.text),
  );
}

export function fibreChannelFaults(source: Field): FieldFault[] {
  const [names, ids, lun] = [source.at('targetWWNs'), source.at('wwids'), source.at('lun')];
  const faults: FieldFault[] = [];
  if (names.size === 0 && ids.size === 0)
    faults.push(names.required('must specify either targetWWNs or wwids, but not both'));
  if (names.size > 0 && ids.size > 0)
    faults.push(names.invalid('targetWWNs and wwids can not be specified simultaneously'));
  if (names.size === 0) return faults;
  if (!lun.isSet) return [...faults, lun.required('lun is required if targetWWNs is specified')];
  return [...faults, ...rangeFaults(lun, 0, 255)];
}
