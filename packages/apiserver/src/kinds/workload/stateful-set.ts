// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, withKey, without } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { annotationFaults, labelFaults } from '../../validation/labels.ts';
import { labelComplaints } from '../../validation/names.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { always, each } from '../defaults.ts';
import type { Kind, KindWrite } from '../kind.ts';
import { claimSpec } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { claimSpecFaults } from '../persistent-volume-claim/spec.ts';
import { claimSpecWarnings } from '../persistent-volume-claim/warnings.ts';
import { podAnnotationFaults } from '../pod/annotations.ts';
import { withoutDisabledIn } from '../pod/disabled-fields.ts';
import { containerCells, podTemplateFaults } from '../pod/pod-template.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { lastingFaults } from './lasting-template.ts';
import { podSelectorFaults, selects, shownSelector, unselectedFault } from './pod-selector.ts';
import { collisionFaults, countFaults, partFaults } from './replica-counts.ts';
import { readyReplicas, rollingUpdate, workloadDefaults } from './workload.ts';

function statefulSetFaults(statefulSet: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(statefulSet).at('spec');
  if (!old) return specFaults(spec, { isNew: true, looksAtTemplate: true });
  const oldSpec = new Field(old).at('spec');
  // What was taken by an older server may stay.
  const looksAtTemplate = specFaults(oldSpec, { isNew: false, looksAtTemplate: true }).length === 0;
  return [
    ...specFaults(spec, { isNew: false, looksAtTemplate }),
    ...(jsonEquals(fixedPart(spec), fixedPart(oldSpec)) ? [] : [spec.forbidden(onlySome)]),
  ];
}

const mutable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];
const onlySome =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

function fixedPart(spec: Field): JsonObject {
  return without(spec.object, ...mutable);
}

interface Look {
  readonly isNew: boolean;
  readonly looksAtTemplate: boolean;
}

function specFaults(spec: Field, look: Look): FieldFault[] {
  const [chosen, template, name] = [spec.at('selector'), spec.at('template'), spec.at('serviceName')];
  const selected = selects(chosen, template.at('metadata', 'labels').object);
  const retention = spec.at('persistentVolumeClaimRetentionPolicy');
  return [
    ...managementFaults(spec.at('podManagementPolicy')),
    ...strategyFaults(spec.at('updateStrategy')),
    ...(retention.isSet
      ? ['whenDeleted', 'whenScaled'].flatMap((key) => choiceFaults(retention.at(key), ['Retain', 'Delete']))
      : []),
    ...(look.isNew
      ? spec.at('volumeClaimTemplates').items.flatMap((claim) => claimSpecFaults(claim.at('spec')))
      : []),
    ...nonNegativeFaults(spec.at('replicas')),
    ...nonNegativeFaults(spec.at('minReadySeconds')),
    ...nonNegativeFaults(new Field(spec.at('ordinals', 'start').value, `${spec.path}.ordinals.start`)),
    ...(look.isNew && name.text !== '' ? name.invalidText(labelComplaints(name.text)) : []),
    ...podSelectorFaults(chosen, 'statefulset'),
    ...(selected === undefined ? [chosen.invalid('', shownSelector(chosen))] : []),
    ...(selected === false ? [unselectedFault(template)] : []),
    ...(selected === undefined ? [] : templateFaults(spec, look)),
    ...lastingFaults(template, 'StatefulSet'),
  ];
}

function managementFaults(policy: Field): FieldFault[] {
  if (['OrderedReady', 'Parallel'].includes(policy.text)) return [];
  return [policy.invalid("must be 'OrderedReady' or 'Parallel'", policy.text)];
}

function strategyFaults(strategy: Field): FieldFault[] {
  const [type, rolling] = [strategy.at('type').text, strategy.at('rollingUpdate')];
  const shown = rolling.isSet ? { Partition: rolling.at('partition').number, MaxUnavailable: null } : null;
  switch (type) {
    case 'OnDelete':
      return rolling.isSet ? [rolling.invalid("only allowed for updateStrategy 'RollingUpdate'", shown)] : [];
    case 'RollingUpdate':
      return nonNegativeFaults(rolling.at('partition'));
    default:
      return [
        strategy.invalid("must be 'RollingUpdate' or 'OnDelete'", { Type: type, RollingUpdate: shown }),
      ];
  }
}

function templateFaults(spec: Field, { looksAtTemplate }: Look): FieldFault[] {
  const template = spec.at('template');
  const [own, path] = [template.at('metadata'), template.path];
  const annotations = new Field(own.at('annotations').value, `${path}.annotations`);
  return [
    ...(looksAtTemplate ? podTemplateFaults(new Field(podOf(spec), path)) : []),
    // Once more, as the real server has it.
    ...labelFaults(new Field(own.at('labels').value, `${path}.labels`)),
    ...annotationFaults(annotations),
    ...podAnnotationFaults(annotations, template.at('spec')),
  ];
}

// The template as a pod gets it: the controller sets the names, and adds a volume for each claim.
function podOf(spec: Field): JsonObject {
  const template = spec.at('template').object;
  const claims = new Set(spec.at('volumeClaimTemplates').items.map((one) => one.at('metadata', 'name').text));
  const pod = without(objectAt(template, 'spec'), 'subdomain', 'hostname');
  if (claims.size === 0) return { ...template, spec: pod };
  const volumes = [
    ...[...claims].map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...new Field(pod)
      .at('volumes')
      .items.filter((volume) => !claims.has(volume.at('name').text))
      .map((volume) => volume.object),
  ];
  return { ...template, spec: { ...pod, volumes } };
}

const statusCounts = [
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'availableReplicas',
  'observedGeneration',
  'collisionCount',
];
const statusParts = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'];

function statusFaults(statefulSet: JsonObject, old: JsonObject): FieldFault[] {
  const status = new Field(statefulSet).at('status');
  return [
    ...countFaults(status, statusCounts),
    ...partFaults(status, statusParts, 'status.readyReplicas'),
    ...collisionFaults(status, new Field(old).at('status')),
  ];
}

// The feature is off by default.
function withoutMaxUnavailable({ object }: KindWrite): JsonObject {
  const spec = objectAt(object, 'spec');
  const strategy = objectAt(spec, 'updateStrategy');
  const rolling = objectAt(strategy, 'rollingUpdate');
  if (!Object.hasOwn(rolling, 'maxUnavailable')) return object;
  const kept = withKey(strategy, 'rollingUpdate', without(rolling, 'maxUnavailable'));
  return { ...object, spec: { ...spec, updateStrategy: kept } };
}

const ofTemplate = templateWarnings('spec.template');

function warnings(statefulSet: JsonObject, old: JsonObject | undefined): string[] {
  const spec = new Field(statefulSet).at('spec');
  const limit = spec.at('revisionHistoryLimit');
  const told = [
    ...ofTemplate(statefulSet, old),
    ...spec
      .at('volumeClaimTemplates')
      .items.flatMap((claim) => claimSpecWarnings(new Field(claim.at('spec').value, claim.path))),
  ];
  if (limit.number >= 0) return told;
  return [
    ...told,
    `${limit.path}: a negative value retains all historical revisions; a value >= 0 is recommended`,
  ];
}

export const statefulSet: Kind = {
  group: 'apps',
  kind: 'StatefulSet',
  names: 'label',
  generation: true,
  prepare: withoutDisabledIn('spec.template'),
  validate: statefulSetFaults,
  validateStatus: statusFaults,
  warnings,
  prepareForCreate: withoutMaxUnavailable,
  prepareForUpdate: withoutMaxUnavailable,
  defaults: workloadDefaults({
    selector: null,
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: rollingUpdate({ partition: 0 }),
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: always({ whenDeleted: 'Retain', whenScaled: 'Retain' }),
    volumeClaimTemplates: each({
      // Whatever the request says.
      kind: () => 'PersistentVolumeClaim',
      apiVersion: () => 'v1',
      spec: always(claimSpec),
      status: always({ phase: 'Pending' }),
    }),
  }),
  cells: { Ready: readyReplicas, ...containerCells() },
};
