// What Deployments and their siblings have in common.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/v1/defaults.go

import { type JsonObject, numberAt, objectAt, objectsAt, textAt } from '../../json/json.ts';
import type { Cell, Cells } from '../cell.ts';
import { always, conditions, type Defaults, type Rule, within } from '../defaults.ts';
import { podTemplateDefaults } from '../pod/pod-spec.ts';

export function rollingUpdate(values: JsonObject): Rule {
  return always({
    type: 'RollingUpdate',
    rollingUpdate: within(values, ({ type }) => type === 'RollingUpdate'),
  });
}

/** `spec` in addition to what every workload has; `times` are those of its conditions beside the last transition. */
export function workloadDefaults(spec: Defaults, ...times: readonly string[]): Defaults {
  return {
    spec: always({ template: always(podTemplateDefaults), ...spec }),
    status: within(conditions(...times, 'lastTransitionTime')),
  };
}

export const templateOf = (object: JsonObject): JsonObject => objectAt(object, 'spec', 'template');

// Of each container of the template.
const texts =
  (key: string): Cell =>
  (object) =>
    objectsAt(templateOf(object), 'spec', 'containers')
      .map((container) => textAt(container, key))
      .join(',');

export const containerCells: Cells = { Containers: texts('name'), Images: texts('image') };

/** As `2/3`. */
export function readyReplicas(object: JsonObject): string {
  return `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`;
}
