// Where a PersistentVolume comes from.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';
import { backstepFaults } from '../../validation/paths.ts';
import { requiredTextFaults } from '../../validation/required.ts';
import {
  awsDiskFaults,
  azureDiskFaults,
  fibreChannelFaults,
  gceDiskFaults,
  hostPathFaults,
} from '../volume-source/disks.ts';
import { persistentIscsiFaults } from '../volume-source/iscsi.ts';
import { oneSourceFaults, type SourceRule } from '../volume-source/one-source.ts';
import {
  cinderFaults,
  driverNameFaults,
  flexVolumeFaults,
  flockerFaults,
  monitorFaults,
  nfsFaults,
  quobyteFaults,
  rbdFaults,
  storageOsFaults,
} from '../volume-source/shares.ts';

/** `volumeName`: of the volume, empty where it stands within another object. */
export function persistentSourceFaults(spec: Field, volumeName: string): FieldFault[] {
  const iscsi: SourceRule = {
    key: 'iscsi',
    faults: (source) => persistentIscsiFaults(source, volumeName),
  };
  return oneSourceFaults(
    spec,
    rules.map((rule) => (rule.key === iscsi.key ? iscsi : rule)),
  );
}

const texts =
  (...keys: readonly string[]): SourceRule['faults'] =>
  (source) =>
    requiredTextFaults(source, ...keys);

const rules: readonly SourceRule[] = [
  { key: 'hostPath', faults: hostPathFaults },
  {
    key: 'gcePersistentDisk',
    told: 'persistentDisk',
    toldAsSecond: 'gcePersistentDisk',
    faults: gceDiskFaults,
  },
  { key: 'awsElasticBlockStore', faults: awsDiskFaults },
  { key: 'glusterfs', faults: glusterfsFaults },
  { key: 'flocker', faults: flockerFaults },
  { key: 'nfs', faults: nfsFaults },
  { key: 'rbd', faults: rbdFaults },
  { key: 'quobyte', faults: quobyteFaults },
  { key: 'cephfs', toldAsSecond: 'cephFS', faults: monitorFaults },
  { key: 'iscsi', faults: () => [] },
  { key: 'cinder', faults: (source) => cinderFaults(source, 'name', 'namespace') },
  { key: 'fc', faults: fibreChannelFaults },
  { key: 'flexVolume', isAlwaysRead: true, faults: flexVolumeFaults },
  { key: 'azureFile', faults: azureFileFaults },
  { key: 'vsphereVolume', faults: texts('volumePath') },
  { key: 'photonPersistentDisk', faults: texts('pdID') },
  { key: 'portworxVolume', faults: texts('volumeID') },
  { key: 'azureDisk', faults: azureDiskFaults },
  { key: 'scaleIO', faults: texts('gateway', 'system', 'volumeName') },
  { key: 'local', faults: localFaults },
  { key: 'storageos', faults: (source) => storageOsFaults(source, 'name', 'namespace') },
  { key: 'csi', faults: csiFaults },
];

/** The fields of a spec that make up its source. */
export const volumeSourceKeys: ReadonlySet<string> = new Set(rules.map(({ key }) => key));

function localFaults(source: Field, spec: Field): FieldFault[] {
  const [path, affinity] = [source.at('path'), spec.at('nodeAffinity')];
  return [
    ...(path.text === '' ? [path.required()] : backstepFaults(path)),
    ...(affinity.isSet ? [] : [affinity.required('Local volume requires node affinity')]),
  ];
}

function glusterfsFaults(source: Field): FieldFault[] {
  const namespace = source.at('endpointsNamespace');
  const faults = requiredTextFaults(source, 'endpoints', 'path');
  if (!namespace.isSet) return faults;
  if (namespace.text !== '') return [...faults, ...namespace.invalidText(labelComplaints(namespace.text))];
  return [...faults, namespace.invalid('if the endpointnamespace is set, it must be a valid namespace name')];
}

function azureFileFaults(source: Field): FieldFault[] {
  const namespace = source.at('secretNamespace');
  return [
    ...requiredTextFaults(source, 'secretName', 'shareName'),
    ...(namespace.isSet && namespace.text === '' ? [namespace.required()] : []),
  ];
}

// That of the stage is not looked at.
const csiSecrets = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
];

function csiFaults(source: Field): FieldFault[] {
  return [
    ...driverNameFaults(source.at('driver')),
    ...requiredTextFaults(source, 'volumeHandle'),
    ...csiSecrets
      .map((key) => source.at(key))
      .flatMap((secret) => (secret.isSet ? secretFaults(secret) : [])),
  ];
}

function secretFaults(secret: Field): FieldFault[] {
  const [name, namespace] = [secret.at('name'), secret.at('namespace')];
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(subdomainComplaints(name.text))),
    ...(namespace.text === ''
      ? [namespace.required()]
      : namespace.invalidText(labelComplaints(namespace.text))),
  ];
}
