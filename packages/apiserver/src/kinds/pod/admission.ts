// What the admission plugins that are always on write into a new pod: tolerations for nodes that go away, its
// priority; and the class of service that follows from its resources.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/plugin/pkg/admission (defaulttolerationseconds, priority)

import { Quantity, type Quantity as QuantityText } from '@kube-rx/core';
import {
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { forbidden } from '../../status-error.ts';
import { timestamp } from '../../timestamp.ts';
import type { KindServer, KindWrite } from '../kind.ts';

export function admitPod({ server, object: pod }: KindWrite): JsonObject {
  const spec = objectAt(pod, 'spec');
  const name = textAt(pod, 'metadata', 'name');
  return {
    ...pod,
    spec: { ...spec, tolerations: tolerationsOf(spec), ...priorityOf(server, spec, name) },
    status: { phase: 'Pending', ...gatedStatus(server, spec), qosClass: qosClassOf(spec) },
  };
}

function gatedStatus(server: KindServer, spec: JsonObject): JsonObject {
  if (objectsAt(spec, 'schedulingGates').length === 0) return {};
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: timestamp(server),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return { conditions: [gated] };
}

function tolerationsOf(spec: JsonObject): Json {
  const given = objectsAt(spec, 'tolerations');
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((key) => !given.some((one) => tolerates(one, key)))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return [...given, ...added];
}

function tolerates(toleration: JsonObject, key: string): boolean {
  return (
    ['', key].includes(textAt(toleration, 'key')) && ['', 'NoExecute'].includes(textAt(toleration, 'effect'))
  );
}

const systemPriorities: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

function priorityOf({ registry }: KindServer, spec: JsonObject, pod: string): JsonObject {
  const served = registry.find('scheduling.k8s.io', 'v1', 'priorityclasses');
  const asked = textAt(spec, 'priorityClassName');
  const system = Object.hasOwn(systemPriorities, asked) ? systemPriorities[asked] : undefined;
  if (system !== undefined) return priority(spec, { value: system });
  if (!served) return priority(spec, {});
  if (asked === '') {
    const classes = [...served.store.snapshot.entries()].map(([, { object }]) => object);
    const general = classes.find((one) => valueAt(one, 'globalDefault') === true);
    const name = stringAt(general, 'metadata', 'name');
    return priority(spec, general ?? {}, name);
  }
  const known = served.store.get(asked)?.object;
  if (known) return priority(spec, known);
  const why = `no PriorityClass with name ${asked} was found`;
  throw forbidden({ group: '', plural: 'pods' }, pod, { why });
}

function priority(spec: JsonObject, from: JsonObject, priorityClassName?: string): JsonObject {
  const preemptionPolicy =
    stringAt(spec, 'preemptionPolicy') ?? stringAt(from, 'preemptionPolicy') ?? 'PreemptLowerPriority';
  return {
    ...(priorityClassName !== undefined && { priorityClassName }),
    priority: numberAt(from, 'value') ?? 0,
    preemptionPolicy,
  };
}

const counted = ['cpu', 'memory'];

// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/helper/qos/qos.go
function qosClassOf(spec: JsonObject): string {
  const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')];
  const resources = containers.map((one) => ({
    requests: amounts(one, 'requests'),
    limits: amounts(one, 'limits'),
  }));
  if (resources.every(({ requests, limits }) => requests.size === 0 && limits.size === 0))
    return 'BestEffort';
  const guaranteed = resources.every(({ requests, limits }) =>
    counted.every((name) => {
      const [request, limit] = [requests.get(name), limits.get(name)];
      return request !== undefined && limit !== undefined && Quantity.compare(request, limit) === 0;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function amounts(container: JsonObject, kind: 'requests' | 'limits'): Map<string, QuantityText> {
  const entries = stringEntries(objectAt(container, 'resources', kind));
  return new Map(
    entries.filter(
      ([name, text]) => counted.includes(name) && Quantity.isValid(text) && Quantity.compare(text, '0') > 0,
    ),
  );
}
