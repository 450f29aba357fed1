// What admission plugins write into a new pod: tolerations for nodes that go away, its
// priority; and the class of service that follows from its resources.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/plugin/pkg/admission (defaulttolerationseconds, priority)

import { Quantity, type Quantity as QuantityText } from '@kube-rx/core';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectOf,
  objectsAt,
  stringAt,
  stringEntries,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { forbidden, type StatusError } from '../../status-error.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import { timestamp } from '../../timestamp.ts';
import type { KindAdmission, KindServer } from '../kind.ts';
import { defaultClass, systemPriorities } from '../priority-class.ts';
import { withLabelKeys } from './label-keys.ts';

export function admitPod({ server, object: pod, old }: KindAdmission): JsonObject {
  const spec = objectAt(pod, 'spec');
  const tolerating = server.plugins.has('DefaultTolerationSeconds') && { tolerations: tolerationsOf(spec) };
  const prioritises = server.plugins.has('Priority');
  if (old) {
    const kept = prioritises && keptPriority(objectAt(old, 'spec'));
    return { ...pod, spec: { ...kept, ...spec, ...tolerating } };
  }
  const name = textAt(pod, 'metadata', 'name');
  const urgency = prioritises && priorityOf(server, spec, name);
  return { ...pod, spec: { ...spec, ...tolerating, ...urgency } };
}

/** What a new pod begins with. */
export function preparePod({ server, object: pod, old }: KindAdmission): JsonObject {
  if (old) return pod;
  const spec = objectAt(pod, 'spec');
  return withLabelKeys({
    ...pod,
    status: { phase: 'Pending', ...gatedStatus(server, spec), qosClass: qosClassOf(spec) },
  });
}

// What the client need not send back.
function keptPriority(old: JsonObject): JsonObject {
  const given = ['priority', 'preemptionPolicy'].flatMap((key) => {
    const value = valueAt(old, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return objectOf(given);
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

// A priority that the pod brings along must be the one that it gets.
function priorityOf({ registry }: KindServer, spec: JsonObject, pod: string): JsonObject {
  const served = registry.find('scheduling.k8s.io', 'v1', 'priorityclasses');
  const asked = textAt(spec, 'priorityClassName');
  const from = asked === '' ? served && defaultClass(served.store) : classNamed(served?.store, asked);
  const refuse = (why: string): StatusError => forbidden({ group: '', plural: 'pods' }, pod, { why });
  if (served && asked !== '' && !from) throw refuse(`no PriorityClass with name ${asked} was found`);
  const found = { value: 0, preemptionPolicy: 'PreemptLowerPriority', ...from };
  const [priority, policy] = [numberAt(found, 'value') ?? 0, textAt(found, 'preemptionPolicy')];
  const [own, ownPolicy] = [numberAt(spec, 'priority'), stringAt(spec, 'preemptionPolicy')];
  const computes = 'must not be provided in pod spec; priority admission controller computed';
  const given = 'from the given PriorityClass name';
  if (own !== undefined && own !== priority)
    throw refuse(`the integer value of priority (${own}) ${computes} ${priority} ${given}`);
  if (ownPolicy !== undefined && ownPolicy !== policy)
    throw refuse(`the string value of PreemptionPolicy (${ownPolicy}) ${computes} ${policy} ${given}`);
  const name = asked === '' ? stringAt(from, 'metadata', 'name') : undefined;
  return { ...(name !== undefined && { priorityClassName: name }), priority, preemptionPolicy: policy };
}

function classNamed(store: ResourceStore | undefined, name: string): JsonObject | undefined {
  const system = systemPriorities.get(name);
  return store?.get(name)?.object ?? (system === undefined ? undefined : { value: system });
}

const counted = ['cpu', 'memory'];

// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/helper/qos/qos.go
export function qosClassOf(spec: JsonObject): string {
  // What a pod has as a whole counts alone.
  const isWhole = isJsonObject(spec['resources']);
  const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')];
  const resources = (isWhole ? [spec] : containers).map((one) => ({
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
