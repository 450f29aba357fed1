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
  withKey,
} from '../../json/json.ts';
import { conditions, type Defaults, withDefaults } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { admitPod } from './admission.ts';
import { cells } from './cells.ts';
import { podSpec } from './pod-spec.ts';

// Defaults that pods have and templates of pods do not.
const ownSpec: Defaults = {
  values: { enableServiceLinks: true },
  also: (spec) => {
    const host = spec['hostNetwork'] === true;
    const complete = (one: Json): Json => {
      if (!isJsonObject(one)) return one;
      const requested = withRequests(one);
      return host ? withHostPorts(requested) : requested;
    };
    let next = spec;
    for (const key of ['containers', 'initContainers']) {
      const list = arrayAt(spec, key);
      if (list.length > 0) next = withKey(next, key, list.map(complete));
    }
    return next;
  },
};

// A container that limits a resource without a request requests as much as the limit.
function withRequests(container: JsonObject): JsonObject {
  const resources = objectAt(container, 'resources');
  const limits = objectAt(resources, 'limits');
  if (Object.keys(limits).length === 0) return container;
  const requests = { ...limits, ...objectAt(resources, 'requests') };
  return { ...container, resources: { ...resources, requests } };
}

function withHostPorts(container: JsonObject): JsonObject {
  const ports = arrayAt(container, 'ports');
  if (ports.length === 0) return container;
  const onHost = ports.map((port) =>
    isJsonObject(port) ? withDefaults(port, { values: { hostPort: (one) => one['containerPort'] } }) : port,
  );
  return { ...container, ports: onHost };
}

const defaults: Defaults = {
  values: { spec: {} },
  fields: {
    spec: { ...podSpec, also: (spec) => withDefaults(spec, ownSpec) },
    status: {
      values: { podIPs: (status) => listOf(stringAt(status, 'podIP')) },
      ...conditions('lastProbeTime', 'lastTransitionTime'),
    },
  },
};

function listOf(ip: string | undefined): Json | undefined {
  return ip === undefined || ip === '' ? undefined : [{ ip }];
}

// Pods without a node, and those that have ended, go at once.
function gracePeriod(pod: JsonObject, requested: number | undefined): number {
  const phase = valueAtPath(pod, ['status', 'phase']);
  const node = valueAtPath(pod, ['spec', 'nodeName']);
  if (!node || phase === 'Failed' || phase === 'Succeeded') return 0;
  const period = requested ?? numberAt(objectAt(pod, 'spec'), 'terminationGracePeriodSeconds') ?? 30;
  return period < 0 ? 1 : period;
}

export const pod: Kind = {
  group: '',
  kind: 'Pod',
  generation: true,
  returnsDeleted: true,
  fields: {
    'spec.nodeName': '',
    'spec.restartPolicy': '',
    'spec.schedulerName': '',
    'spec.serviceAccountName': '',
    'spec.hostNetwork': 'false',
    'status.phase': '',
    'status.podIP': '',
    'status.podIPs': '',
    'status.nominatedNodeName': '',
  },
  defaults,
  prepareForCreate: admitPod,
  keepOnStatusUpdate(next, old) {
    const qosClass = valueAt(objectAt(old, 'status'), 'qosClass');
    return { ...next, status: withKey(objectAt(next, 'status'), 'qosClass', qosClass) };
  },
  deletion: { gracePeriod },
  cells,
};
