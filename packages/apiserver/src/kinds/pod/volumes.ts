// The volumes of a pod.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';
import { descendingPathFaults } from '../../validation/paths.ts';
import { nanosOf } from '../../validation/quantities.ts';
import { requiredTextFaults } from '../../validation/required.ts';
import {
  awsDiskFaults,
  azureDiskFaults,
  fibreChannelFaults,
  gceDiskFaults,
  hostPathFaults,
} from '../volume-source/disks.ts';
import { iscsiFaults, isPortalTooLong, portalTooLong } from '../volume-source/iscsi.ts';
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
import { ephemeralVolumeFaults } from './ephemeral-volume.ts';
import { downwardVolumeFaults, keyedVolumeFaults, projectedVolumeFaults } from './file-volumes.ts';
import type { SpecOwner } from './spec-owner.ts';

/** Those without faults, by name. */
export type Volumes = ReadonlyMap<string, Field>;

export interface CheckedVolumes {
  readonly faults: readonly FieldFault[];
  readonly volumes: Volumes;
}

export function checkVolumes(list: Field, { metadata }: SpecOwner): CheckedVolumes {
  const pod = metadata?.at('name').text ?? '';
  const volumes = new Map<string, Field>();
  const claims = new Set(
    list.items
      .filter((volume) => pod !== '' && volume.at('ephemeral').isSet)
      .map((volume) => `${pod}-${volume.at('name').text}`),
  );
  const rules = [...commonRules, ephemeralRule(pod), metadata ? podImage : image];
  const faults = list.items.flatMap((volume) => {
    const name = volume.at('name');
    const claim = volume.at('persistentVolumeClaim', 'claimName');
    const own = [...oneSourceFaults(volume, rules), ...nameFaults(name, volumes)];
    if (own.length === 0) volumes.set(name.text, volume);
    if (!claims.has(claim.text)) return own;
    return [...own, claim.invalid('must not reference a PVC that gets created for an ephemeral volume')];
  });
  return { faults, volumes };
}

function nameFaults(name: Field, known: Volumes): FieldFault[] {
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(labelComplaints(name.text))),
    ...(known.has(name.text) ? [name.duplicate()] : []),
  ];
}

const texts =
  (...keys: string[]): SourceRule['faults'] =>
  (source) =>
    requiredTextFaults(source, ...keys);

const commonRules: readonly SourceRule[] = [
  { key: 'emptyDir', faults: emptyDirFaults },
  { key: 'hostPath', faults: hostPathFaults },
  {
    key: 'gitRepo',
    faults: (source) => [
      ...requiredTextFaults(source, 'repository'),
      ...descendingPathFaults(source.at('directory')),
    ],
  },
  { key: 'gcePersistentDisk', told: 'persistentDisk', faults: gceDiskFaults },
  { key: 'awsElasticBlockStore', faults: awsDiskFaults },
  { key: 'secret', faults: (source) => keyedVolumeFaults(source, 'secretName') },
  { key: 'nfs', faults: nfsFaults },
  { key: 'iscsi', faults: iscsiVolumeFaults },
  { key: 'glusterfs', faults: texts('endpoints', 'path') },
  { key: 'flocker', faults: flockerFaults },
  { key: 'persistentVolumeClaim', faults: texts('claimName') },
  { key: 'rbd', faults: rbdFaults },
  { key: 'cinder', faults: (source) => cinderFaults(source, 'name') },
  { key: 'cephfs', toldAsSecond: 'cephFS', faults: monitorFaults },
  { key: 'quobyte', faults: quobyteFaults },
  // Misspelled by the real server.
  { key: 'downwardAPI', toldAsSecond: 'downwarAPI', faults: downwardVolumeFaults },
  { key: 'fc', faults: fibreChannelFaults },
  { key: 'flexVolume', faults: flexVolumeFaults },
  { key: 'configMap', faults: (source) => keyedVolumeFaults(source, 'name') },
  { key: 'azureFile', faults: texts('secretName', 'shareName') },
  { key: 'vsphereVolume', faults: texts('volumePath') },
  { key: 'photonPersistentDisk', faults: texts('pdID') },
  { key: 'portworxVolume', faults: texts('volumeID') },
  { key: 'azureDisk', faults: azureDiskFaults },
  { key: 'storageos', faults: (source) => storageOsFaults(source, 'name') },
  { key: 'projected', faults: projectedVolumeFaults },
  { key: 'scaleIO', faults: texts('gateway', 'system', 'volumeName') },
  { key: 'csi', faults: driverVolumeFaults },
];

function emptyDirFaults(source: Field): FieldFault[] {
  const limit = source.at('sizeLimit');
  return nanosOf(limit) < 0n ? [limit.forbidden('SizeLimit field must be a valid resource quantity')] : [];
}

function iscsiVolumeFaults(source: Field, volume: Field): FieldFault[] {
  const name = volume.at('name');
  return [
    ...iscsiFaults(source),
    ...(isPortalTooLong(source, name.text) ? [name.invalid(portalTooLong, name.text)] : []),
  ];
}

function driverVolumeFaults(source: Field): FieldFault[] {
  const secret = source.at('nodePublishSecretRef');
  const { text } = secret.at('name');
  const named = secret.isSet && text !== '';
  return [
    ...driverNameFaults(source.at('driver')),
    ...(secret.isSet ? requiredTextFaults(secret, 'name') : []),
    // Of the name of the volume, as the real server says it.
    ...(named ? subdomainComplaints(text).map((why) => source.at('name').invalid(why, text)) : []),
  ];
}

function ephemeralRule(pod: string): SourceRule {
  return {
    key: 'ephemeral',
    faults: (source, volume) => {
      const name = volume.at('name');
      const faults = ephemeralVolumeFaults(source);
      if (pod === '' || name.text === '') return faults;
      const claim = `${pod}-${name.text}`;
      const complaints = subdomainComplaints(claim);
      return [
        ...faults,
        ...name.invalidText(complaints.map((why) => `PVC name ${JSON.stringify(claim)}: ${why}`)),
      ];
    },
  };
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

const image: SourceRule = {
  key: 'image',
  faults: (source) => {
    const policy = source.at('pullPolicy');
    return policy.text === '' ? [policy.required()] : choiceFaults(policy, pullPolicies);
  },
};

// A template may leave the image to whoever makes a pod of it.
const podImage: SourceRule = {
  key: 'image',
  faults: (source, volume) => [...requiredTextFaults(source, 'reference'), ...image.faults(source, volume)],
};
