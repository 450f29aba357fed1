import {
  arrayAt,
  integerAt,
  isNumber,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import {
  always,
  computed,
  conditions,
  type Defaults,
  each,
  filled,
  type Rule,
  withDefaults,
  within,
} from '../defaults.ts';
import type { Kind, KindUpdate } from '../kind.ts';
import { preparePod } from './admission.ts';
import { cells, rowConditions } from './cells.ts';
import { ephemeralContainers } from './ephemeral-containers.ts';
import { withPodLevelDefaults } from './pod-level-defaults.ts';
import { podFaults } from './pod-rules.ts';
import { podSpec } from './pod-spec-defaults.ts';
import { podStatusFaults } from './pod-status.ts';
import { resize } from './resize.ts';
import { podWarnings, statusAddressWarnings } from './warnings.ts';

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
// A negative time to end is that of a deletion at once.
const grace: Rule = (value) => (isNumber(value) && value < 0 ? 1 : undefined);
const ownSpec: Defaults = {
  terminationGracePeriodSeconds: grace,
  enableServiceLinks: true,
  containers: completed,
  initContainers: completed,
};

// The one address counts where it and the list differ.
function withFirstAddress(value: Json | undefined, status: JsonObject): Json | undefined {
  const [first, podIP] = [textAt(arrayAt(value)[0], 'ip'), textAt(status, 'podIP')];
  return podIP === '' || podIP === first ? undefined : [{ ip: podIP }];
}

const defaults: Defaults = {
  spec: always((spec) => withPodLevelDefaults(withDefaults(withDefaults(spec, podSpec), ownSpec))),
  status: within({
    podIPs: withFirstAddress,
    podIP: filled((status) => objectsAt(status, 'podIPs')[0]?.['ip']),
    ...conditions('lastProbeTime', 'lastTransitionTime'),
  }),
};

// What a report leaves out as older kubelets do, and owners, which it may not change.
function keepReported(next: JsonObject, old: JsonObject): JsonObject {
  const [status, before] = [objectAt(next, 'status'), objectAt(old, 'status')];
  const generations = new Map<string, (Json | undefined)[]>();
  // The first one of a type is taken first.
  for (const condition of objectsAt(before, 'conditions').toReversed()) {
    const type = textAt(condition, 'type');
    const all = generations.get(type);
    if (all) all.push(condition[observed]);
    else generations.set(type, [condition[observed]]);
  }
  const conditions = objectsAt(status, 'conditions').map((condition) => {
    const was = generations.get(textAt(condition, 'type'))?.pop();
    return condition[observed] || was === undefined ? condition : { ...condition, [observed]: was };
  });
  const kept = {
    ...status,
    ...(status['conditions'] !== undefined && { conditions }),
    ...(!status[observed] && before[observed] !== undefined && { [observed]: before[observed] }),
    ...(!status['qosClass'] && before['qosClass'] !== undefined && { qosClass: before['qosClass'] }),
  };
  const owners = valueAt(old, 'metadata', 'ownerReferences');
  const metadata = withKey(objectAt(next, 'metadata'), 'ownerReferences', owners);
  return { ...next, metadata, status: kept };
}

const observed = 'observedGeneration';

// Pods without a node, and those that have ended, go at once.
function gracePeriod(pod: JsonObject, requested: number | bigint | undefined): number | bigint {
  const phase = valueAt(pod, 'status', 'phase');
  const node = valueAt(pod, 'spec', 'nodeName');
  if (!node || phase === 'Failed' || phase === 'Succeeded') return 0;
  const period = requested ?? integerAt(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30;
  return period < 0 ? 1 : period;
}

// Behind a feature that is off.
function withoutAllocatedClaims({ object }: KindUpdate): JsonObject {
  const status = objectAt(object, 'status');
  const key = 'nodeAllocatableResourceClaimStatuses';
  return valueAt(status, key) === undefined ? object : { ...object, status: without(status, key) };
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
  prepare: preparePod,
  validate: podFaults,
  warnings: podWarnings,
  statusWarnings: statusAddressWarnings,
  validateStatus: podStatusFaults,
  subresources: { ephemeralcontainers: ephemeralContainers, resize },
  keepOnStatusUpdate: keepReported,
  // What admission gave its containers counts as well.
  prepareForCreate: ({ object }) => ({ ...object, spec: withPodLevelDefaults(objectAt(object, 'spec')) }),
  prepareForStatusUpdate: withoutAllocatedClaims,
  deletion: { gracePeriod },
  cells,
  rowConditions,
};
