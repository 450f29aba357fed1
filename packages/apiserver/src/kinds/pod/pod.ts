import { integerAt, type JsonObject, objectAt, valueAt, withKey } from '../../json/json.ts';
import {
  always,
  computed,
  conditions,
  type Defaults,
  each,
  type Rule,
  withDefaults,
  within,
} from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { admitPod } from './admission.ts';
import { cells, rowConditions } from './cells.ts';
import { podSpec } from './pod-spec-defaults.ts';

// A container that limits a resource without a request requests as much as the limit.
function withRequests(container: JsonObject): JsonObject {
  const resources = objectAt(container, 'resources');
  const limits = objectAt(resources, 'limits');
  if (Object.keys(limits).length === 0) return container;
  const requests = { ...limits, ...objectAt(resources, 'requests') };
  return { ...container, resources: { ...resources, requests } };
}

function withHostPorts(container: JsonObject): JsonObject {
  return withDefaults(container, { ports: each({ hostPort: computed((port) => port['containerPort']) }) });
}

// Defaults that pods have and templates of pods do not.
const completed: Rule = (value, spec) =>
  each((container) => {
    const requested = withRequests(container);
    return spec['hostNetwork'] === true ? withHostPorts(requested) : requested;
  })(value, spec);
const ownSpec: Defaults = { enableServiceLinks: true, containers: completed, initContainers: completed };

const defaults: Defaults = {
  spec: always((spec) => withDefaults(withDefaults(spec, podSpec), ownSpec)),
  status: within({
    podIPs: computed(({ podIP }) => (podIP ? [{ ip: podIP }] : undefined)),
    ...conditions('lastProbeTime', 'lastTransitionTime'),
  }),
};

// Pods without a node, and those that have ended, go at once.
function gracePeriod(pod: JsonObject, requested: number | bigint | undefined): number | bigint {
  const phase = valueAt(pod, 'status', 'phase');
  const node = valueAt(pod, 'spec', 'nodeName');
  if (!node || phase === 'Failed' || phase === 'Succeeded') return 0;
  const period = requested ?? integerAt(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30;
  return period < 0 ? 1 : period;
}

export const pod: Kind = {
  group: '',
  kind: 'Pod',
  namesPart: "the Pod's hostname",
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
    const qosClass = valueAt(old, 'status', 'qosClass');
    return { ...next, status: withKey(objectAt(next, 'status'), 'qosClass', qosClass) };
  },
  deletion: { gracePeriod },
  cells,
  rowConditions,
};
