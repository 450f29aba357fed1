// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { count, labels, selector } from '../cell.ts';
import { always, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { withoutDisabledIn } from '../pod/disabled-fields.ts';
import { containerCells, podTemplateFaults } from '../pod/pod-template.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { lastingFaults } from './lasting-template.ts';
import { emptySelectorFaults, selects, shownSelector, unselectedFault } from './pod-selector.ts';
import { collisionFaults, countFaults } from './replica-counts.ts';
import { daemonSetRollingFaults, shownStrategy } from './rolling-update.ts';
import { rollingUpdate, templateOf, workloadDefaults } from './workload.ts';

// An annotation in place of a field that is gone; the server counts in it.
const templateGeneration = 'deprecated.daemonset.template.generation';

function withTemplateGeneration(object: JsonObject, generation: number): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const annotations = { ...objectAt(metadata, 'annotations'), [templateGeneration]: String(generation) };
  return { ...object, metadata: { ...metadata, annotations } };
}

function daemonSetFaults(daemonSet: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(daemonSet).at('spec');
  const oldSpec = old && new Field(old).at('spec');
  const [chosen, template] = [spec.at('selector'), spec.at('template')];
  const isUnselected = selects(chosen, template.at('metadata', 'labels').object) === false;
  return [
    ...(oldSpec ? immutableFaults(chosen, oldSpec.at('selector').value, shownSelector(chosen)) : []),
    ...selectorFaults(chosen),
    ...(isUnselected ? [unselectedFault(template)] : []),
    ...emptySelectorFaults(chosen, 'daemonset'),
    ...podTemplateFaults(template, oldSpec?.at('template')),
    ...lastingFaults(template, 'DaemonSet'),
    ...nonNegativeFaults(spec.at('minReadySeconds')),
    ...strategyFaults(spec.at('updateStrategy')),
    ...nonNegativeFaults(spec.at('revisionHistoryLimit')),
  ];
}

function strategyFaults(strategy: Field): FieldFault[] {
  switch (strategy.at('type').text) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate':
      return daemonSetRollingFaults(strategy.at('rollingUpdate'));
    default:
      return [strategy.unsupported(['RollingUpdate', 'OnDelete'], shownStrategy(strategy))];
  }
}

const statusCounts = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
];

function statusFaults(daemonSet: JsonObject, old: JsonObject): FieldFault[] {
  const status = new Field(daemonSet).at('status');
  return [...countFaults(status, statusCounts), ...collisionFaults(status, new Field(old).at('status'))];
}

const ofTemplate = templateWarnings('spec.template');

export const daemonSet: Kind = {
  group: 'apps',
  kind: 'DaemonSet',
  generation: true,
  prepare: withoutDisabledIn('spec.template'),
  validate: daemonSetFaults,
  warnings: (object, old) =>
    old && jsonEquals(templateOf(object), templateOf(old)) ? [] : ofTemplate(object, old),
  validateStatus: statusFaults,
  defaults: {
    ...workloadDefaults({
      selector: null,
      updateStrategy: rollingUpdate({ maxUnavailable: 1, maxSurge: 0 }),
      revisionHistoryLimit: 10,
    }),
    metadata: within({ annotations: always({ [templateGeneration]: '0' }) }),
  },
  prepareForCreate: ({ object }) => withTemplateGeneration(object, 1),
  prepareForUpdate({ object, old }) {
    const generation = Number(valueAt(old, 'metadata', 'annotations', templateGeneration) ?? 1);
    const changed = !jsonEquals(templateOf(object), templateOf(old));
    return withTemplateGeneration(object, changed ? generation + 1 : generation);
  },
  cells: {
    Desired: count('status.desiredNumberScheduled'),
    Current: count('status.currentNumberScheduled'),
    Ready: count('status.numberReady'),
    'Up-to-date': count('status.updatedNumberScheduled'),
    Available: count('status.numberAvailable'),
    'Node Selector': labels('spec.template.spec.nodeSelector'),
    ...containerCells(),
    Selector: selector('spec.selector'),
  },
};
