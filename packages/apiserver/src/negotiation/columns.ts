// The columns of `kubectl get` for the kinds that people look at most; every other kind shows name and age.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/printers/internalversion/printers.go

import { collectionOf } from '../conversion/versions.ts';
import {
  arrayAt,
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
  valueAtPath,
} from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { formatAge, formatDuration } from './age.ts';
import { autoscalerColumns } from './autoscaler-columns.ts';
import { age, at, type Cell, type Column, column, count, name, numberOf, wide } from './column.ts';
import { eventColumns } from './event-columns.ts';

const createdAt = column(
  'Created At',
  (object) => stringAt(objectAt(object, 'metadata'), 'creationTimestamp') ?? null,
  { type: 'date' },
);

function podSpec(object: JsonObject): JsonObject {
  const template = valueAtPath(object, ['spec', 'template', 'spec']);
  return isJsonObject(template) ? template : objectAt(object, 'spec');
}

function each(list: readonly Json[], key: string): string {
  return list
    .filter(isJsonObject)
    .map((item) => stringAt(item, key) ?? '')
    .join(',');
}

const containers = column(
  'Containers',
  (object) => each(arrayAt(podSpec(object), 'containers'), 'name'),
  wide,
);
const images = column('Images', (object) => each(arrayAt(podSpec(object), 'containers'), 'image'), wide);
const selector = column(
  'Selector',
  (object) => {
    const labels =
      valueAtPath(object, ['spec', 'selector', 'matchLabels']) ?? valueAtPath(object, ['spec', 'selector']);
    if (!isJsonObject(labels)) return '<none>';
    return Object.entries(labels)
      .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
      .join(',');
  },
  wide,
);

function ready(object: JsonObject): string {
  return `${numberOf(valueAtPath(object, ['status', 'readyReplicas']))}/${numberOf(valueAtPath(object, ['spec', 'replicas']))}`;
}

function podReady(pod: JsonObject): string {
  const statuses = arrayAt(objectAt(pod, 'status'), 'containerStatuses').filter(isJsonObject);
  const up = statuses.filter((status) => valueAt(status, 'ready') === true).length;
  return `${up}/${arrayAt(podSpec(pod), 'containers').length}`;
}

function podStatus(pod: JsonObject): string {
  const status = objectAt(pod, 'status');
  if (stringAt(objectAt(pod, 'metadata'), 'deletionTimestamp') !== undefined) return 'Terminating';
  const waiting = arrayAt(status, 'containerStatuses')
    .filter(isJsonObject)
    .map((one) => {
      const state = objectAt(one, 'state');
      return (
        stringAt(objectAt(state, 'waiting'), 'reason') ?? stringAt(objectAt(state, 'terminated'), 'reason')
      );
    });
  return (
    waiting.find((reason) => reason !== undefined) ??
    stringAt(status, 'reason') ??
    stringAt(status, 'phase') ??
    ''
  );
}

function restarts(pod: JsonObject): string {
  const statuses = arrayAt(objectAt(pod, 'status'), 'containerStatuses').filter(isJsonObject);
  return String(statuses.reduce((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0));
}

function ports(service: JsonObject): string {
  const list = arrayAt(objectAt(service, 'spec'), 'ports').filter(isJsonObject);
  const texts = list.map((port) => {
    const node = numberAt(port, 'nodePort');
    return `${numberAt(port, 'port') ?? ''}${node === undefined ? '' : `:${node}`}/${stringAt(port, 'protocol') ?? 'TCP'}`;
  });
  return texts.length === 0 ? '<none>' : texts.join(',');
}

function nodeStatus(node: JsonObject): string {
  const conditions = arrayAt(objectAt(node, 'status'), 'conditions').filter(isJsonObject);
  const found = conditions.find((condition) => stringAt(condition, 'type') === 'Ready');
  const state = found === undefined ? 'Unknown' : stringAt(found, 'status') === 'True' ? 'Ready' : 'NotReady';
  return valueAtPath(node, ['spec', 'unschedulable']) === true ? `${state},SchedulingDisabled` : state;
}

function nodeRoles(node: JsonObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = Object.keys(objectAt(objectAt(node, 'metadata'), 'labels'));
  const roles = labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length));
  return roles.length === 0 ? '<none>' : roles.toSorted().join(',');
}

function jobStatus(job: JsonObject): string {
  const conditions = arrayAt(objectAt(job, 'status'), 'conditions').filter(isJsonObject);
  const found = conditions.find(
    (one) =>
      stringAt(one, 'status') === 'True' && /^(Complete|Failed|Suspended)$/.test(stringAt(one, 'type') ?? ''),
  );
  return found === undefined ? 'Running' : (stringAt(found, 'type') ?? '');
}

function jobDuration(job: JsonObject, now: number): string {
  const start = stringAt(objectAt(job, 'status'), 'startTime');
  if (start === undefined) return '';
  const end = stringAt(objectAt(job, 'status'), 'completionTime');
  return formatDuration(((end === undefined ? now : Date.parse(end)) - Date.parse(start)) / 1000);
}

const entries =
  (...keys: string[]): Cell =>
  (object) =>
    keys.reduce((sum, key) => sum + Object.keys(objectAt(object, key)).length, 0);
const integer = { type: 'integer' };

const byResource: Readonly<Record<string, readonly Column[]>> = {
  configmaps: [name, column('Data', entries('data', 'binaryData'), { type: 'string' }), age],
  secrets: [name, column('Type', at('type')), column('Data', entries('data')), age],
  namespaces: [name, column('Status', at('status', 'phase')), age],
  serviceaccounts: [name, column('Secrets', (object) => arrayAt(object, 'secrets').length), age],
  pods: [
    name,
    column('Ready', podReady),
    column('Status', podStatus),
    column('Restarts', restarts),
    age,
    column('IP', at('status', 'podIP'), wide),
    column('Node', at('spec', 'nodeName'), wide),
    column('Nominated Node', at('status', 'nominatedNodeName'), wide),
    column('Readiness Gates', () => '<none>', wide),
  ],
  services: [
    name,
    column('Type', (object) => valueAtPath(object, ['spec', 'type']) ?? 'ClusterIP'),
    column('Cluster-IP', at('spec', 'clusterIP')),
    column('External-IP', () => '<none>'),
    column('Port(s)', ports),
    age,
    selector,
  ],
  nodes: [
    name,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    age,
    column('Version', (object) => valueAtPath(object, ['status', 'nodeInfo', 'kubeletVersion']) ?? ''),
  ],
  events: eventColumns,
  persistentvolumeclaims: [
    name,
    column('Status', at('status', 'phase')),
    column('Volume', (object) => valueAtPath(object, ['spec', 'volumeName']) ?? ''),
    column('Capacity', (object) => valueAtPath(object, ['status', 'capacity', 'storage']) ?? ''),
    column('StorageClass', (object) => valueAtPath(object, ['spec', 'storageClassName']) ?? ''),
    age,
  ],
  'horizontalpodautoscalers.autoscaling': autoscalerColumns,
  'deployments.apps': [
    name,
    column('Ready', ready),
    column('Up-to-date', count('status', 'updatedReplicas')),
    column('Available', count('status', 'availableReplicas')),
    age,
    containers,
    images,
    selector,
  ],
  'replicasets.apps': [
    name,
    column('Desired', count('spec', 'replicas'), integer),
    column('Current', count('status', 'replicas'), integer),
    column('Ready', count('status', 'readyReplicas'), integer),
    age,
    containers,
    images,
    selector,
  ],
  'statefulsets.apps': [name, column('Ready', ready), age, containers, images],
  'daemonsets.apps': [
    name,
    column('Desired', count('status', 'desiredNumberScheduled'), integer),
    column('Current', count('status', 'currentNumberScheduled'), integer),
    column('Ready', count('status', 'numberReady'), integer),
    column('Up-to-date', count('status', 'updatedNumberScheduled'), integer),
    column('Available', count('status', 'numberAvailable'), integer),
    age,
    containers,
    images,
    selector,
  ],
  'jobs.batch': [
    name,
    column('Status', jobStatus),
    column(
      'Completions',
      (object) =>
        `${numberOf(valueAtPath(object, ['status', 'succeeded']))}/${numberOf(valueAtPath(object, ['spec', 'completions']) ?? 1)}`,
    ),
    column('Duration', jobDuration),
    age,
    containers,
    images,
  ],
  'cronjobs.batch': [
    name,
    column('Schedule', at('spec', 'schedule')),
    column('Suspend', (object) => (valueAtPath(object, ['spec', 'suspend']) === true ? 'True' : 'False')),
    column('Active', (object) => arrayAt(objectAt(object, 'status'), 'active').length, integer),
    column('Last Schedule', (object, now) => {
      const last = stringAt(objectAt(object, 'status'), 'lastScheduleTime');
      return last === undefined ? '<none>' : formatAge(last, now);
    }),
    age,
  ],
  'leases.coordination.k8s.io': [
    name,
    column('Holder', (object) => valueAtPath(object, ['spec', 'holderIdentity']) ?? ''),
    age,
  ],
  'rolebindings.rbac.authorization.k8s.io': [name, column('Role', roleOf), age],
  'clusterrolebindings.rbac.authorization.k8s.io': [name, column('Role', roleOf), age],
};

function roleOf(object: JsonObject): string {
  const role = objectAt(object, 'roleRef');
  return `${stringAt(role, 'kind') ?? ''}/${stringAt(role, 'name') ?? ''}`;
}

const others = [name, createdAt];

export function columnsOf(served: ServedResource): readonly Column[] {
  if (!served.custom) return byResource[collectionOf(served.resource)] ?? others;
  return [name, ...(served.printerColumns.length === 0 ? [age] : served.printerColumns.map(customColumn))];
}

// Paths are simple ones: `.spec.size`, `.status.conditions[0].type`, `.status.conditions[?(@.type=="Ready")].status`.
function customColumn(definition: JsonObject): Column {
  const type = stringAt(definition, 'type') ?? 'string';
  const steps = (stringAt(definition, 'jsonPath') ?? '').match(/[^.[\]]+|\[[^\]]*\]/g) ?? [];
  return {
    name: stringAt(definition, 'name') ?? '',
    type,
    format: stringAt(definition, 'format') ?? '',
    description: stringAt(definition, 'description') ?? '',
    priority: numberAt(definition, 'priority') ?? 0,
    cell(object, now) {
      const value = steps.reduce<Json | undefined>(follow, object);
      if (type === 'date') return formatAge(typeof value === 'string' ? value : undefined, now);
      if (value === undefined) return null;
      if (value === null) return '<no value>';
      return typeof value === 'object' ? JSON.stringify(value) : value;
    },
  };
}

function follow(value: Json | undefined, step: string): Json | undefined {
  if (!step.startsWith('[')) return isJsonObject(value) ? valueAt(value, step) : undefined;
  if (!Array.isArray(value)) return undefined;
  const filter = /^\[\?\(@\.(\w+)\s*==\s*["'](.*)["']\)\]$/.exec(step);
  if (!filter) return arrayAt({ value }, 'value')[Number(step.slice(1, -1))];
  const [, key = '', wanted] = filter;
  return arrayAt({ value }, 'value').find((item) => isJsonObject(item) && valueAt(item, key) === wanted);
}
