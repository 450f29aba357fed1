// What is advised of a pod, or of a template of pods, that is taken all the same.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go

import { type JsonObject, jsonEquals, stringAt, valueAt } from '../../json/json.ts';
import { addressWarnings } from '../../validation/address-warnings.ts';
import { Field } from '../../validation/field.ts';
import { labelValueComplaints } from '../../validation/names.ts';
import { deprecatedLabelWarnings, labelDeprecation } from '../../validation/node-labels.ts';
import { claimSpecWarnings } from '../persistent-volume-claim/warnings.ts';
import { annotationProfile, appArmorKeys } from './app-armor.ts';
import {
  containerWarnings,
  fractionWarnings,
  hasSeccompField,
  seccompWarning,
} from './container-warnings.ts';
import { everyContainer } from './containers.ts';
import { overlapWarnings } from './path-overlaps.ts';
import { portWarnings } from './port-warnings.ts';

// What counts as a change of a workload.
const desired = [['spec'], ['template']];

// More than all headers of an answer hold.
const mostWarnings = 200;

/** Of a new pod; those of updates are not looked at. */
export function podWarnings(pod: JsonObject, old: JsonObject | undefined): string[] {
  return old ? [] : few(warningsOf(new Field(pod)));
}

/** Of a new status. */
export function statusAddressWarnings(pod: JsonObject): string[] {
  const status = new Field(pod).at('status');
  return few(
    ['podIPs', 'hostIPs'].flatMap((key) =>
      status.at(key).items.flatMap((item) => addressWarnings(item.at('ip'))),
    ),
  );
}

/** Of a template at `path`, as `spec.template`, of a new object, or of one whose desired state changed. */
export function templateWarnings(
  path: string,
): (object: JsonObject, old: JsonObject | undefined) => string[] {
  const keys = path.split('.');
  return (object, old) => {
    const isSame =
      old !== undefined && desired.every((at) => jsonEquals(valueAt(object, ...at), valueAt(old, ...at)));
    const template = new Field(object).at(...keys);
    return isSame || !template.isSet ? [] : few(warningsOf(template, appArmorWarnings(template)));
  };
}

function few(warnings: Iterable<string>): string[] {
  const told: string[] = [];
  for (const warning of warnings) {
    if (told.length >= mostWarnings) break;
    told.push(warning);
  }
  return told;
}

function* warningsOf(pod: Field, appArmor?: (container: Field) => Iterable<string>): Generator<string> {
  const [spec, annotations] = [pod.at('spec'), pod.at('metadata', 'annotations')];
  yield* labelWarnings(spec);
  for (const [key, why] of oldAnnotations)
    if (stringAt(annotations.value, key) !== undefined) yield `${annotations.path}[${key}]: ${why}`;
  yield* volumeWarnings(spec.at('volumes'));
  yield* overlapWarnings(spec.at('volumes'));
  yield* listWarnings(spec);
  for (const key of ['memory', 'ephemeral-storage']) yield* fractionWarnings(spec.at('overhead'), key);
  if (!hasSeccompField(spec)) yield* seccompWarning(annotations, 'seccomp.security.alpha.kubernetes.io/pod');
  const containers = everyContainer(spec);
  for (const container of containers) {
    if (!hasSeccompField(container))
      yield* seccompWarning(
        annotations,
        `container.seccomp.security.alpha.kubernetes.io/${container.at('name').text}`,
      );
    if (appArmor) yield* appArmor(container);
    yield* containerWarnings(container);
  }
  yield* portWarnings(containers);
  const grace = spec.at('terminationGracePeriodSeconds');
  if (grace.number < 0)
    yield `${grace.path}: must be >= 0; negative values are invalid and will be treated as 1`;
  for (const kind of ['podAffinity', 'podAntiAffinity']) yield* affinityWarnings(spec.at('affinity', kind));
  for (const server of spec.at('dnsConfig', 'nameservers').items) yield* addressWarnings(server);
  for (const alias of spec.at('hostAliases').items) yield* addressWarnings(alias.at('ip'));
}

function* labelWarnings(spec: Field): Generator<string> {
  for (const [key, label] of spec.at('nodeSelector').entries) {
    const why = labelDeprecation(key);
    if (why !== undefined) yield `${label.path}: ${why}`;
  }
  const affinity = spec.at('affinity', 'nodeAffinity');
  const required = affinity.at('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  for (const term of required.items) yield* deprecatedLabelWarnings(term);
  for (const term of affinity.at('preferredDuringSchedulingIgnoredDuringExecution').items)
    yield* preferenceWarnings(term.at('preference'));
  for (const constraint of spec.at('topologySpreadConstraints').items) {
    const key = constraint.at('topologyKey');
    const why = labelDeprecation(key.text);
    if (why !== undefined) yield `${key.path}: ${key.text} is ${why}`;
    yield* selectorWarnings(constraint.at('labelSelector'));
  }
}

function* preferenceWarnings(preference: Field): Generator<string> {
  for (const expression of preference.at('matchExpressions').items) {
    const key = expression.at('key');
    const why = labelDeprecation(key.text);
    if (why !== undefined) yield `${key.path}: ${key.text} is ${why}`;
    for (const value of expression.at('values').items)
      for (const complaint of labelValueComplaints(value.text))
        yield `${value.path}: ${value.text} is invalid, ${complaint}`;
  }
}

function* selectorWarnings(selector: Field): Generator<string> {
  if (!selector.isSet) yield `${selector.path}: a null labelSelector results in matching no pod`;
}

function* affinityWarnings(affinity: Field): Generator<string> {
  for (const term of affinity.at('requiredDuringSchedulingIgnoredDuringExecution').items)
    yield* selectorWarnings(term.at('labelSelector'));
  for (const term of affinity.at('preferredDuringSchedulingIgnoredDuringExecution').items)
    yield* selectorWarnings(term.at('podAffinityTerm', 'labelSelector'));
}

const oldAnnotations = [
  [
    'scheduler.alpha.kubernetes.io/critical-pod',
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  ],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  [
    'security.alpha.kubernetes.io/unsafe-sysctls',
    'non-functional in v1.11+; use the "sysctls" field instead',
  ],
] as const;

const oldSources = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['ephemeral', ''],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

function* volumeWarnings(volumes: Field): Generator<string> {
  for (const volume of volumes.items)
    for (const [key, why] of oldSources) {
      const source = volume.at(key);
      if (!source.isSet) continue;
      if (key === 'ephemeral') yield* claimSpecWarnings(source.at('volumeClaimTemplate', 'spec'));
      else yield `${key === 'storageos' ? volume.at('storageOS').path : source.path}: ${why}`;
    }
}

function* listWarnings(spec: Field): Generator<string> {
  yield* repeated(spec.at('hostAliases'), 'ip');
  yield* repeated(spec.at('imagePullSecrets'), 'name');
  for (const secret of spec.at('imagePullSecrets').items) {
    const name = secret.at('name');
    if (name.text === '') yield `${name.path}: invalid empty name ""`;
  }
}

function* repeated(list: Field, key: string): Generator<string> {
  const known = new Set<string>();
  for (const item of list.items) {
    const { text, path } = item.at(key);
    if (known.has(text)) yield `${path}: duplicate ${key} ${JSON.stringify(text)}`;
    known.add(text);
  }
}

// Pods have theirs where the annotation becomes a field.
function appArmorWarnings(template: Field): (container: Field) => Generator<string> {
  const annotations = template.at('metadata', 'annotations');
  const ofPod = template.at('spec', 'securityContext', 'appArmorProfile').value;
  return function* (container) {
    const key = appArmorKeys + container.at('name').text;
    const annotation = stringAt(annotations.value, key);
    if (annotation === undefined || container.at('securityContext', 'appArmorProfile').isSet) return;
    if (ofPod !== undefined && jsonEquals(ofPod, annotationProfile(annotation))) return;
    yield `${annotations.path}[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`;
  };
}
