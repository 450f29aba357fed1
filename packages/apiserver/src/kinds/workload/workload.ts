// What Deployments and their siblings have in common.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/v1/defaults.go

import { type JsonObject, numberAt, objectAt, valueAt } from '../../json/json.ts';
import { always, conditions, type Defaults, type Rule, within } from '../defaults.ts';
import { podTemplateDefaults } from '../pod/pod-spec-defaults.ts';

export function rollingUpdate(values: JsonObject): Rule {
  return always({
    type: 'RollingUpdate',
    rollingUpdate: (value, strategy) =>
      valueAt(strategy, 'type') === 'RollingUpdate' ? always(values)(value, strategy) : undefined,
  });
}

/** `spec` in addition to what every workload has; `times` are those of its conditions beside the last transition. */
export function workloadDefaults(spec: Defaults, ...times: readonly string[]): Defaults {
  return {
    spec: always({ template: always(podTemplateDefaults), ...spec }),
    status: within(conditions(...times, 'lastTransitionTime')),
  };
}

export const podNames = 'Pod names and hostnames';

export const templateOf = (object: JsonObject): JsonObject => objectAt(object, 'spec', 'template');

/** As `2/3`. */
export function readyReplicas(object: JsonObject): string {
  return `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`;
}
