import { arrayAt, isJsonObject, type JsonObject, objectAt, stringAt, valueAtPath } from '../json/json.ts';
import { at } from './cell.ts';
import { conditions } from './defaults.ts';
import type { Kind } from './kind.ts';

const nodeInfo = Object.fromEntries(
  [
    'machineID',
    'systemUUID',
    'bootID',
    'kernelVersion',
    'osImage',
    'containerRuntimeVersion',
    'kubeletVersion',
    'kubeProxyVersion',
    'operatingSystem',
    'architecture',
  ].map((key) => [key, '']),
);

function status(node: JsonObject): string {
  const found = arrayAt(objectAt(node, 'status'), 'conditions')
    .filter(isJsonObject)
    .find((condition) => stringAt(condition, 'type') === 'Ready');
  const state = found === undefined ? 'Unknown' : stringAt(found, 'status') === 'True' ? 'Ready' : 'NotReady';
  return valueAtPath(node, ['spec', 'unschedulable']) === true ? `${state},SchedulingDisabled` : state;
}

function roles(node: JsonObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = Object.keys(objectAt(objectAt(node, 'metadata'), 'labels'));
  const found = labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length));
  return found.length === 0 ? '<none>' : found.toSorted().join(',');
}

export const node: Kind = {
  group: '',
  kind: 'Node',
  fields: { 'spec.unschedulable': 'false' },
  zero: { spec: {}, status: {} },
  createsStatus: true,
  defaults: {
    values: { spec: {}, status: {} },
    fields: {
      status: {
        ...conditions('lastHeartbeatTime', 'lastTransitionTime'),
        values: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo },
      },
    },
  },
  cells: { Status: status, Roles: roles, Version: at('status.nodeInfo.kubeletVersion', '') },
};
