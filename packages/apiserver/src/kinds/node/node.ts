import {
  type JsonObject,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  stringsAt,
  textAt,
  valueAt,
  without,
} from '../../json/json.ts';
import { rangeWarnings } from '../../validation/address-warnings.ts';
import { Field } from '../../validation/field.ts';
import { at, type Cell, conditionOf } from '../cell.ts';
import { always, computed, conditions } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { recordedZeros } from '../recorded-zeros.ts';
import { nodeFaults, nodeUpdateFaults } from './validation.ts';

function status(node: JsonObject): string {
  const found = conditionOf(valueAt(node, 'status'), 'Ready');
  const state = found === undefined ? 'Unknown' : stringAt(found, 'status') === 'True' ? 'Ready' : 'NotReady';
  return valueAt(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

const rolePrefix = 'node-role.kubernetes.io/';

function roles(node: JsonObject): string {
  const found = stringEntries(objectAt(node, 'metadata', 'labels')).map(([key, value]) => {
    if (key.startsWith(rolePrefix)) return key.slice(rolePrefix.length);
    return key === 'kubernetes.io/role' ? value : '';
  });
  const named = new Set(found.filter((role) => role !== ''));
  return [...named].toSorted().join(',') || '<none>';
}

const address =
  (type: string): Cell =>
  (node) => {
    const addresses = objectsAt(node, 'status', 'addresses');
    const found = addresses.find((one) => stringAt(one, 'type') === type);
    return found === undefined ? '<none>' : textAt(found, 'address');
  };

const nodeInfo =
  (key: string) =>
  (node: JsonObject): string =>
    textAt(node, 'status', 'nodeInfo', key) || '<unknown>';

function kernelVersion(node: JsonObject): string {
  const architecture = textAt(node, 'status', 'nodeInfo', 'architecture');
  return `${nodeInfo('kernelVersion')(node)}${architecture && ` (${architecture})`}`;
}

// The one range is the first of all; where both are given and differ, it counts.
function withRanges(spec: JsonObject): JsonObject {
  const [range, all] = [textAt(spec, 'podCIDR'), stringsAt(spec, 'podCIDRs')];
  if (range === '') return all[0] === undefined ? spec : { podCIDR: all[0], ...spec };
  return all[0] === range ? spec : { ...spec, podCIDRs: [range] };
}

// The settings of kubelets that once came by the server.
const configs = { spec: 'configSource', status: 'config' } as const;

function withoutConfig(object: JsonObject, part: keyof typeof configs): JsonObject {
  return valueAt(object, part, configs[part]) === undefined
    ? object
    : { ...object, [part]: without(objectAt(object, part), configs[part]) };
}

function withoutConfigs(object: JsonObject): JsonObject {
  return withoutConfig(withoutConfig(object, 'spec'), 'status');
}

function nodeWarnings(object: JsonObject): string[] {
  const spec = new Field(objectAt(object, 'spec'), 'spec');
  return [
    ...(spec.at('externalID').text === ''
      ? []
      : ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
    ...spec.at('podCIDRs').items.flatMap(rangeWarnings),
  ];
}

export const node: Kind = {
  group: '',
  kind: 'Node',
  fields: { 'spec.unschedulable': 'false' },
  createsStatus: true,
  validate: nodeFaults,
  validateStatus: nodeUpdateFaults,
  warnings: nodeWarnings,
  prepare: ({ object, old }) => (old ? withoutConfig(object, 'spec') : withoutConfigs(object)),
  prepareForStatusUpdate: ({ object }) => withoutConfig(object, 'status'),
  defaults: {
    spec: always(withRanges),
    status: always({
      allocatable: computed((status) => valueAt(status, 'capacity')),
      ...objectAt(recordedZeros['v1 Node'], 'status'),
      ...conditions('lastHeartbeatTime', 'lastTransitionTime'),
    }),
  },
  cells: {
    Status: status,
    Roles: roles,
    Version: at('status.nodeInfo.kubeletVersion', ''),
    'Internal-IP': address('InternalIP'),
    'External-IP': address('ExternalIP'),
    'OS-Image': nodeInfo('osImage'),
    'Kernel-Version': kernelVersion,
    'Container-Runtime': nodeInfo('containerRuntimeVersion'),
  },
};
