// Volumes that are shares of files and of block storage on the network: the rules that pods and PersistentVolumes share.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';
import { requiredTextFaults } from '../../validation/required.ts';

export function nfsFaults(source: Field): FieldFault[] {
  const path = source.at('path');
  return [
    ...requiredTextFaults(source, 'server', 'path'),
    ...(path.text.startsWith('/') ? [] : [path.invalid('must be an absolute path', path.text)]),
  ];
}

const pairs = 'must be a host:port pair or multiple pairs separated by commas';

export function quobyteFaults(source: Field): FieldFault[] {
  return [...registryFaults(source), ...requiredTextFaults(source, 'volume')];
}

function registryFaults(source: Field): FieldFault[] {
  const [registry, tenant] = [source.at('registry'), source.at('tenant')];
  if (registry.text === '') return [registry.required(pairs)];
  if (Buffer.byteLength(tenant.text) > 64)
    return [tenant.required('must be a UUID and may not exceed a length of 64 characters')];
  // One for all of them: it quotes them all.
  const fault = registry.invalid(pairs);
  return registry.text.split(',').flatMap((pair) => (isHostAndPort(pair) ? [] : [fault]));
}

// As `host:7861` or `[::1]:7861`; both parts may be empty.
function isHostAndPort(pair: string): boolean {
  return /^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair);
}

export function flockerFaults(source: Field): FieldFault[] {
  const [name, uuid] = [source.at('datasetName').text, source.at('datasetUUID').text];
  const faults: FieldFault[] = [];
  if (name === '' && uuid === '')
    faults.push(source.required('one of datasetName and datasetUUID is required'));
  if (name !== '' && uuid !== '')
    faults.push(
      source.invalid('datasetName and datasetUUID can not be specified simultaneously', 'resource'),
    );
  if (name.includes('/')) faults.push(source.at('datasetName').invalid("must not contain '/'"));
  return faults;
}

/** Of a list of monitors, which Ceph has in two kinds of volumes. */
export function monitorFaults(source: Field): FieldFault[] {
  const monitors = source.at('monitors');
  return monitors.size === 0 ? [monitors.required()] : [];
}

export function rbdFaults(source: Field): FieldFault[] {
  return [...monitorFaults(source), ...requiredTextFaults(source, 'image')];
}

/** `secretKeys`: what a reference to a secret must say. */
export function cinderFaults(source: Field, ...secretKeys: readonly string[]): FieldFault[] {
  return [...requiredTextFaults(source, 'volumeID'), ...secretFaults(source, secretKeys)];
}

/** `secretKeys`: what a reference to a secret must say. */
export function storageOsFaults(source: Field, ...secretKeys: readonly string[]): FieldFault[] {
  const [name, namespace] = [source.at('volumeName'), source.at('volumeNamespace')];
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(labelComplaints(name.text))),
    ...(namespace.text === '' ? [] : namespace.invalidText(labelComplaints(namespace.text))),
    ...secretFaults(source, secretKeys),
  ];
}

function secretFaults(source: Field, keys: readonly string[]): FieldFault[] {
  const secret = source.at('secretRef');
  return secret.isSet ? requiredTextFaults(secret, ...keys) : [];
}

const reserved = ['.kubernetes.io', '.k8s.io'];

export function flexVolumeFaults(source: Field): FieldFault[] {
  return [
    ...requiredTextFaults(source, 'driver'),
    ...source.at('options').entries.flatMap(([key, option]) => {
      const namespace = `.${key.split('/')[0]?.toLowerCase() ?? ''}`;
      if (!reserved.some((end) => namespace.endsWith(end))) return [];
      return [option.invalid('kubernetes.io and k8s.io namespaces are reserved', key)];
    }),
  ];
}

/** The name of a CSI driver, whatever the case of its letters. */
export function driverNameFaults(driver: Field): FieldFault[] {
  if (driver.text === '') return [driver.required()];
  return [
    ...(Buffer.byteLength(driver.text) > 63 ? [driver.tooLong(63)] : []),
    ...driver.invalidText(subdomainComplaints(driver.text.toLowerCase())),
  ];
}
