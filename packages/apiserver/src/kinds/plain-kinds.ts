// Kinds that little but their traits and columns sets apart.

import { type JsonObject, textAt, valueAt } from '../json/json.ts';
import { at, conditionOf } from './cell.ts';
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

export const plainKinds: readonly Kind[] = [componentStatus, ...schedulingKinds];
