// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import { type JsonObject, objectAt, valueAt, withKey } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { count, selector } from '../cell.ts';
import type { Kind } from '../kind.ts';
import { withoutDisabledIn } from '../pod/disabled-fields.ts';
import { containerCells } from '../pod/pod-template.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { replicaTemplateFaults } from './lasting-template.ts';
import { podSelectorFaults, shownSelector } from './pod-selector.ts';
import { collisionFaults, countFaults, partFaults } from './replica-counts.ts';
import { deploymentRollingFaults, shownStrategy } from './rolling-update.ts';
import { podNames, readyReplicas, rollingUpdate, workloadDefaults } from './workload.ts';

function deploymentFaults(deployment: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(deployment).at('spec');
  const oldSpec = old && new Field(old).at('spec');
  const [chosen, deadline, ready] = [
    spec.at('selector'),
    spec.at('progressDeadlineSeconds'),
    spec.at('minReadySeconds'),
  ];
  return [
    ...nonNegativeFaults(spec.at('replicas')),
    ...podSelectorFaults(chosen, 'deployment'),
    ...replicaTemplateFaults(spec, oldSpec),
    ...strategyFaults(spec.at('strategy')),
    ...nonNegativeFaults(ready),
    ...nonNegativeFaults(spec.at('revisionHistoryLimit')),
    ...nonNegativeFaults(deadline),
    ...(deadline.isSet && deadline.number <= ready.number
      ? [deadline.invalid('must be greater than minReadySeconds')]
      : []),
    ...(oldSpec ? immutableFaults(chosen, oldSpec.at('selector').value, shownSelector(chosen)) : []),
  ];
}

function strategyFaults(strategy: Field): FieldFault[] {
  const rolling = strategy.at('rollingUpdate');
  switch (strategy.at('type').text) {
    case 'Recreate':
      if (!rolling.isSet) return [];
      return [rolling.forbidden("may not be specified when strategy `type` is 'Recreate'")];
    case 'RollingUpdate':
      return deploymentRollingFaults(rolling);
    default:
      return [strategy.unsupported(['Recreate', 'RollingUpdate'], shownStrategy(strategy))];
  }
}

const statusCounts = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
];

function statusFaults(deployment: JsonObject, old: JsonObject): FieldFault[] {
  const status = new Field(deployment).at('status');
  return [
    ...countFaults(status, statusCounts),
    ...partFaults(status, ['updatedReplicas', 'readyReplicas', 'availableReplicas']),
    ...collisionFaults(status, new Field(old).at('status')),
  ];
}

export const deployment: Kind = {
  group: 'apps',
  kind: 'Deployment',
  namesPart: podNames,
  generation: true,
  prepare: withoutDisabledIn('spec.template'),
  validate: deploymentFaults,
  warnings: templateWarnings('spec.template'),
  validateStatus: statusFaults,
  // The annotations of a rollout count as well.
  countsAnnotations: true,
  defaults: workloadDefaults(
    {
      selector: null,
      replicas: 1,
      strategy: rollingUpdate({ maxUnavailable: '25%', maxSurge: '25%' }),
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    },
    'lastUpdateTime',
  ),
  keepOnStatusUpdate(next, old) {
    const labels = valueAt(old, 'metadata', 'labels');
    return { ...next, metadata: withKey(objectAt(next, 'metadata'), 'labels', labels) };
  },
  cells: {
    Ready: readyReplicas,
    'Up-to-date': count('status.updatedReplicas'),
    Available: count('status.availableReplicas'),
    ...containerCells(),
    Selector: selector('spec.selector', { absent: '', invalid: '<invalid>' }),
  },
};
