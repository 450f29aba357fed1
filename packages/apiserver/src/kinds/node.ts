import { type JsonObject, objectAt, objectsAt, stringAt, valueAt } from '../json/json.ts';
import { at } from './cell.ts';
import { always, conditions } from './defaults.ts';
import type { Kind } from './kind.ts';
import { recordedZeros } from './recorded-zeros.ts';

function status(node: JsonObject): string {
  const conditions = objectsAt(node, 'status', 'conditions');
  const found = conditions.find((condition) => stringAt(condition, 'type') === 'Ready');
  const state = found === undefined ? 'Unknown' : stringAt(found, 'status') === 'True' ? 'Ready' : 'NotReady';
  return valueAt(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

function roles(node: JsonObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = Object.keys(objectAt(node, 'metadata', 'labels'));
  const found = labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length));
  return found.length === 0 ? '<none>' : found.toSorted().join(',');
}

export const node: Kind = {
  group: '',
  kind: 'Node',
  fields: { 'spec.unschedulable': 'false' },
  createsStatus: true,
  defaults: {
    spec: {},
    status: always({
      ...objectAt(recordedZeros['v1 Node'], 'status'),
      ...conditions('lastHeartbeatTime', 'lastTransitionTime'),
    }),
  },
  cells: { Status: status, Roles: roles, Version: at('status.nodeInfo.kubeletVersion', '') },
};
