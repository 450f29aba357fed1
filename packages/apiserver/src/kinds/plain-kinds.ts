// Kinds that little but their traits and columns sets apart.

import {
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  textAt,
  valueAt,
} from '../json/json.ts';
import { at, conditionOf, count, isTrue } from './cell.ts';
import { within } from './defaults.ts';
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

// As `pods: 2/10`, the limits apart from all others.
const quotas =
  (wantsLimits: boolean) =>
  (quota: JsonObject): string => {
    const used = objectAt(quota, 'status', 'used');
    const hard = stringEntries(objectAt(quota, 'status', 'hard'));
    return hard
      .filter(([name]) => name.startsWith('limits.') === wantsLimits)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, limit]) => `${name}: ${stringAt(used, name) ?? '0'}/${limit}`)
      .join(', ');
  };

function controllerOf(revision: JsonObject): string {
  const owners = objectsAt(revision, 'metadata', 'ownerReferences');
  const owner = owners.find((one) => valueAt(one, 'controller') === true);
  if (owner === undefined) return '<none>';
  const group = textAt(owner, 'apiVersion').split('/').slice(0, -1).join('/');
  return `${textAt(owner, 'kind').toLowerCase()}${group && `.${group}`}/${textAt(owner, 'name')}`;
}

const flowControl = { group: 'flowcontrol.apiserver.k8s.io', generation: true } as const;

const flowControlKinds: readonly Kind[] = [
  {
    ...flowControl,
    kind: 'FlowSchema',
    defaults: { spec: within({ matchingPrecedence: 1000 }) },
    cells: {
      PriorityLevel: at('spec.priorityLevelConfiguration.name', ''),
      MatchingPrecedence: count('spec.matchingPrecedence'),
      DistinguisherMethod: at('spec.distinguisherMethod.type'),
      MissingPL: (schema) => stringAt(conditionOf(valueAt(schema, 'status'), 'Dangling'), 'status') ?? '?',
    },
  },
  {
    ...flowControl,
    kind: 'PriorityLevelConfiguration',
    defaults: {
      spec: within({
        limited: within({
          nominalConcurrencyShares: 30,
          lendablePercent: 0,
          limitResponse: within({ queuing: within({ queues: 64, handSize: 8, queueLengthLimit: 50 }) }),
        }),
      }),
    },
    cells: {
      Type: at('spec.type', ''),
      NominalConcurrencyShares: at('spec.limited.nominalConcurrencyShares'),
      Queues: at('spec.limited.limitResponse.queuing.queues'),
      HandSize: at('spec.limited.limitResponse.queuing.handSize'),
      QueueLengthLimit: at('spec.limited.limitResponse.queuing.queueLengthLimit'),
    },
  },
];

const schedulingKinds: readonly Kind[] = [
  {
    group: 'scheduling.k8s.io',
    kind: 'PriorityClass',
    generation: true,
    defaults: { preemptionPolicy: 'PreemptLowerPriority' },
    cells: {
      Value: count('value'),
      'Global-Default': isTrue('globalDefault'),
      PreemptionPolicy: at('preemptionPolicy', ''),
    },
  },
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

// A number or a share, as `50%`.
const bound =
  (key: string) =>
  (budget: JsonObject): string =>
    stringAt(budget, 'spec', key) ?? String(numberAt(budget, 'spec', key) ?? 'N/A');

export const plainKinds: readonly Kind[] = [
  componentStatus,
  {
    group: '',
    kind: 'ResourceQuota',
    returnsDeleted: true,
    cells: { Request: quotas(false), Limit: quotas(true) },
  },
  { group: '', kind: 'ServiceAccount', returnsDeleted: true },
  {
    group: 'apps',
    kind: 'ControllerRevision',
    cells: { Controller: controllerOf, Revision: count('revision') },
  },
  ...flowControlKinds,
  {
    group: 'node.k8s.io',
    kind: 'RuntimeClass',
    requiresVersion: true,
    createOnUpdate: true,
    cells: { Handler: at('handler', '') },
  },
  {
    group: 'policy',
    kind: 'PodDisruptionBudget',
    requiresVersion: true,
    generation: true,
    names: 'segment',
    cells: {
      'Min Available': bound('minAvailable'),
      'Max Unavailable': bound('maxUnavailable'),
      'Allowed Disruptions': count('status.disruptionsAllowed'),
    },
  },
  ...schedulingKinds,
];
