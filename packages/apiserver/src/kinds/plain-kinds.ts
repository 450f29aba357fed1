// Kinds that little but their traits and columns sets apart.

import { type JsonObject, objectsAt, textAt, valueAt } from '../json/json.ts';
import { at, conditionOf, count } from './cell.ts';
import type { Kind } from './kind.ts';

const health = (component: JsonObject): JsonObject | undefined => conditionOf(component, 'Healthy');

const componentStatus: Kind = {
  group: '',
  kind: 'ComponentStatus',
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  cells: {
    Status(component) {
      const found = health(component);
      if (found === undefined) return 'Unknown';
      return textAt(found, 'status') === 'True' ? 'Healthy' : 'Unhealthy';
    },
    Message: (component) => textAt(health(component), 'message'),
    Error: (component) => textAt(health(component), 'error'),
  },
};

function controllerOf(revision: JsonObject): string {
  const owners = objectsAt(revision, 'metadata', 'ownerReferences');
  const owner = owners.find((one) => valueAt(one, 'controller') === true);
  if (owner === undefined) return '<none>';
  const group = textAt(owner, 'apiVersion').split('/').slice(0, -1).join('/');
  return `${textAt(owner, 'kind').toLowerCase()}${group && `.${group}`}/${textAt(owner, 'name')}`;
}

const schedulingKinds: readonly Kind[] = [
  {
    group: 'scheduling.k8s.io',
    kind: 'PodGroup',
    cells: {
      Policy: (group) =>
        valueAt(group, 'spec', 'schedulingPolicy', 'gang') === undefined ? 'Basic' : 'Gang',
      Workload: at('spec.podGroupTemplateRef.workload.workloadName'),
      Status(group) {
        const disruption = conditionOf(valueAt(group, 'status'), 'DisruptionTarget');
        if (disruption !== undefined) return textAt(disruption, 'reason');
        const scheduled = conditionOf(valueAt(group, 'status'), 'PodGroupScheduled');
        if (scheduled === undefined) return 'Pending';
        return textAt(scheduled, 'status') === 'True' ? 'Scheduled' : 'Unschedulable';
      },
    },
  },
];

export const plainKinds: readonly Kind[] = [
  componentStatus,
  { group: '', kind: 'ServiceAccount', returnsDeleted: true },
  {
    group: 'apps',
    kind: 'ControllerRevision',
    cells: { Controller: controllerOf, Revision: count('revision') },
  },
  ...schedulingKinds,
];
