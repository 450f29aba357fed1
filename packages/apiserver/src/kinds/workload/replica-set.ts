// ReplicaSets, and the ReplicationControllers that were there before them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import { type Json, type JsonObject, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { type Cells, count, labels, selector } from '../cell.ts';
import { computed, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { withoutDisabledIn } from '../pod/disabled-fields.ts';
import { podTemplateDefaults } from '../pod/pod-spec-defaults.ts';
import { containerCells, podTemplateFaults } from '../pod/pod-template.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { lastingFaults, replicaTemplateFaults } from './lasting-template.ts';
import { podSelectorFaults, shownSelector, unselectedFault } from './pod-selector.ts';
import { countFaults, partFaults } from './replica-counts.ts';
import { podNames, workloadDefaults } from './workload.ts';

function replicaSetFaults(replicaSet: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(replicaSet).at('spec');
  const oldSpec = old && new Field(old).at('spec');
  const chosen = spec.at('selector');
  return [
    ...nonNegativeFaults(spec.at('replicas')),
    ...nonNegativeFaults(spec.at('minReadySeconds')),
    // So it is said of ReplicaSets too.
    ...podSelectorFaults(chosen, 'deployment'),
    ...replicaTemplateFaults(spec, oldSpec),
    ...(oldSpec ? immutableFaults(chosen, oldSpec.at('selector').value, shownSelector(chosen)) : []),
  ];
}

function controllerFaults(controller: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(controller).at('spec');
  const [chosen, template] = [spec.at('selector'), spec.at('template')];
  return [
    ...nonNegativeFaults(spec.at('minReadySeconds')),
    ...(chosen.size === 0 ? [chosen.required()] : []),
    ...nonNegativeFaults(spec.at('replicas')),
    ...(template.isSet ? [] : [template.required()]),
    ...(template.isSet && !hasLabels(template, chosen) ? [unselectedFault(template)] : []),
    ...(template.isSet
      ? [
          ...podTemplateFaults(template, old && new Field(old).at('spec', 'template')),
          ...lastingFaults(template, 'ReplicationController'),
        ]
      : []),
  ];
}

function hasLabels(template: Field, chosen: Field): boolean {
  const own = template.at('metadata', 'labels').object;
  return chosen.entries.every(([key, value]) => valueAt(own, key) === value.value);
}

const statusCounts = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'observedGeneration',
];
const statusParts = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];

const statusFaults =
  (counts: readonly string[]) =>
  (object: JsonObject): FieldFault[] => {
    const status = new Field(object).at('status');
    return [...countFaults(status, counts), ...partFaults(status, statusParts)];
  };

const cells: Cells = {
  Desired: count('spec.replicas'),
  Current: count('status.replicas'),
  Ready: count('status.readyReplicas'),
  ...containerCells(),
  Selector: selector('spec.selector'),
};

export const replicaSet: Kind = {
  group: 'apps',
  kind: 'ReplicaSet',
  namesPart: podNames,
  generation: true,
  prepare: withoutDisabledIn('spec.template'),
  validate: replicaSetFaults,
  warnings: templateWarnings('spec.template'),
  validateStatus: statusFaults([...statusCounts, 'terminatingReplicas']),
  defaults: workloadDefaults({ selector: null, replicas: 1 }),
  cells,
};

const templateLabels = (spec: Json | undefined): Json | undefined =>
  valueAt(spec, 'template', 'metadata', 'labels');

const warningsOfTemplate = templateWarnings('spec.template');

export const replicationController: Kind = {
  group: '',
  kind: 'ReplicationController',
  namesPart: podNames,
  generation: true,
  prepare: withoutDisabledIn('spec.template'),
  fields: { 'status.replicas': '0' },
  validate: controllerFaults,
  // An update is told of the template that it replaces, as by the real server.
  warnings: (object, old) => (old ? warningsOfTemplate(old, object) : warningsOfTemplate(object, undefined)),
  validateStatus: statusFaults(statusCounts),
  defaults: {
    ...workloadDefaults({
      template: within(podTemplateDefaults),
      replicas: 1,
      selector: computed(templateLabels),
    }),
    metadata: (metadata, { spec }) => within({ labels: computed(() => templateLabels(spec)) })(metadata, {}),
  },
  cells: { ...cells, Selector: labels('spec.selector') },
};
