// Which PersistentVolumes are refused, and which changes of them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import {
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { goFields, goStruct } from '../../validation/go-struct.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { jsonDifference } from '../../validation/line-difference.ts';
import { goVolumeSource } from './go-source.ts';
import { volumeSourceKeys } from './sources.ts';
import { volumeSpecFaults } from './spec.ts';

export function volumeFaults(volume: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const whole = new Field(volume);
  return [
    ...volumeSpecFaults(whole.at('spec'), textAt(volume, 'metadata', 'name')),
    ...mountOptionFaults(whole),
    ...(old ? changeFaults(whole.at('spec'), objectAt(old, 'spec')) : []),
  ];
}

const takesMountOptions = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
];

function mountOptionFaults(volume: Field): FieldFault[] {
  const options = volume.at('metadata', 'annotations').at('volume.beta.kubernetes.io/mount-options');
  if (!options.isSet || takesMountOptions.some((key) => volume.at('spec', key).isSet)) return [];
  const told = new Field(null, 'metadata.annotations.volume.beta.kubernetes.io/mount-options');
  return [told.forbidden('may not specify mount options for this volume type')];
}

function changeFaults(spec: Field, old: JsonObject): FieldFault[] {
  const mode = new Field(spec.at('volumeMode').value, 'volumeMode');
  const [attributes, had] = [spec.at('volumeAttributesClassName'), valueAt(old, 'volumeAttributesClassName')];
  return [
    ...sourceChangeFaults(sourceOf(spec.object, old), sourceOf(old, old)),
    ...immutableFaults(mode, valueAt(old, 'volumeMode')),
    ...affinityChangeFaults(spec.at('nodeAffinity').value, valueAt(old, 'nodeAffinity')),
    ...(had !== undefined && !attributes.isSet
      ? [attributes.forbidden('update from non-nil value to nil is forbidden')]
      : []),
  ];
}

function sourceChangeFaults(next: JsonObject, old: JsonObject): FieldFault[] {
  if (jsonEquals(next, old)) return [];
  const difference = jsonDifference(goStruct(goVolumeSource, old), goStruct(goVolumeSource, next));
  const source = new Field(null, 'spec.persistentvolumesource');
  return [source.forbidden(`${source.path} is immutable after creation\n${difference}`)];
}

// The Secret for growing may be named later.
function sourceOf(spec: JsonObject, old: JsonObject): JsonObject {
  const source = Object.fromEntries(Object.entries(spec).filter(([key]) => volumeSourceKeys.has(key)));
  const csi = valueAt(source, 'csi');
  if (csi === undefined || valueAt(old, 'csi', 'controllerExpandSecretRef') !== undefined) return source;
  return { ...source, csi: without(objectAt(source, 'csi'), 'controllerExpandSecretRef') };
}

const stableLabels: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};

function affinityChangeFaults(next: Json | undefined, old: Json | undefined): FieldFault[] {
  if (old === undefined || sameSelector(next ?? null, old)) return [];
  const affinity = new Field(next, 'nodeAffinity');
  return [
    affinity.invalid('field is immutable, except for updating from beta label to GA', goAffinity(affinity)),
  ];
}

// An expression may have the stable name of a label instead of its old one.
function sameSelector(next: Json, old: Json): boolean {
  const [from, to] = [new Field(old), new Field(next)];
  const [fromTerms, toTerms] = [from, to].map((one) => one.at('required', 'nodeSelectorTerms').items);
  if (!fromTerms || !toTerms || fromTerms.length !== toTerms.length) return false;
  return fromTerms.every((term, at) => {
    const renamed = toTerms[at];
    return renamed !== undefined && sameTerm(renamed, term);
  });
}

function sameTerm(next: Field, old: Field): boolean {
  return ['matchExpressions', 'matchFields'].every((key) => {
    const [before, after] = [old.at(key).items, next.at(key).items];
    return (
      before.length === after.length &&
      before.every((one, at) => {
        const label = after[at]?.at('key').text;
        const known = label !== undefined && stableLabels[one.at('key').text] === label;
        return jsonEquals(known ? withKey(one.object, 'key', label) : one.value, after[at]?.value);
      })
    );
  });
}

// As Go prints its own struct.
function goAffinity(affinity: Field): Json {
  if (!affinity.isSet) return null;
  const terms = affinity.at('required', 'nodeSelectorTerms').items.map((term) => ({
    MatchExpressions: goRequirements(term.at('matchExpressions')),
    MatchFields: goRequirements(term.at('matchFields')),
  }));
  return { Required: affinity.at('required').isSet ? { NodeSelectorTerms: terms } : null };
}

function goRequirements(requirements: Field): Json {
  if (requirements.size === 0) return null;
  return requirements.items.map(({ value }) => goStruct(goFields('Key Operator Values*'), value));
}
