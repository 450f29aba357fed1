// What is advised of a PersistentVolume that is taken all the same.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/persistentvolume/util.go

import { type JsonObject, stringAt } from '../../json/json.ts';
import { Field } from '../../validation/field.ts';
import { deprecatedLabelWarnings } from '../../validation/node-labels.ts';

const annotations: Readonly<Record<string, string>> = {
  'volume.beta.kubernetes.io/storage-class':
    'deprecated since v1.8; use "storageClassName" attribute instead',
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
};

const sources: Readonly<Record<string, string>> = {
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};

export function volumeWarnings(volume: JsonObject): string[] {
  const spec = new Field(volume).at('spec');
  const given = Object.entries(annotations).filter(
    ([key]) => stringAt(volume, 'metadata', 'annotations', key) !== undefined,
  );
  const policy = spec.at('persistentVolumeReclaimPolicy');
  return [
    ...given.map(([key, why]) => `metadata.annotations[${key}]: ${why}`),
    ...(policy.text === 'Recycle'
      ? [
          `${policy.path}: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.`,
        ]
      : []),
    ...spec.at('nodeAffinity', 'required', 'nodeSelectorTerms').items.flatMap(deprecatedLabelWarnings),
    ...Object.entries(sources)
      .filter(([key]) => spec.at(key).isSet)
      .map(([key, why]) => `spec.${key === 'storageos' ? 'storageOS' : key}: ${why}`),
  ];
}
