// What Deployments and their siblings have in common.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/v1/defaults.go

import { arrayAt, isJsonObject, type JsonObject, objectAt, stringAt, valueAtPath } from '../../json/json.ts';
import { type Cells, numberIn } from '../cell.ts';
import { conditions, type Defaults } from '../defaults.ts';
import { podTemplateDefaults } from '../pod/pod-template.ts';

export function rollingUpdate(values: JsonObject): Defaults {
  return {
    values: {
      type: 'RollingUpdate',
      rollingUpdate: ({ type }) => (type === 'RollingUpdate' ? {} : undefined),
    },
    fields: { rollingUpdate: { values } },
  };
}

/** `spec` in addition to what every workload has; `times` are those of its conditions beside the last transition. */
export function workloadDefaults(spec: Defaults, ...times: readonly string[]): Defaults {
  return {
    values: { spec: {} },
    fields: {
      status: conditions(...times, 'lastTransitionTime'),
      spec: {
        ...spec,
        values: { template: {}, ...spec.values },
        fields: { template: podTemplateDefaults, ...spec.fields },
      },
    },
  };
}

function each(object: JsonObject, key: string): string {
  return arrayAt(objectAt(object, 'spec'), 'containers')
    .filter(isJsonObject)
    .map((container) => stringAt(container, key) ?? '')
    .join(',');
}

const templateOf = (object: JsonObject): JsonObject => objectAt(objectAt(object, 'spec'), 'template');

export const containerCells: Cells = {
  Containers: (object) => each(templateOf(object), 'name'),
  Images: (object) => each(templateOf(object), 'image'),
};

/** As `2/3`. */
export function readyReplicas(object: JsonObject): string {
  return `${numberIn(object, 'status.readyReplicas')}/${numberIn(object, 'spec.replicas')}`;
}

/** Labels of the pods that the template makes. */
export function templateLabels(object: JsonObject): ReturnType<typeof valueAtPath> {
  return valueAtPath(object, ['spec', 'template', 'metadata', 'labels']);
}
