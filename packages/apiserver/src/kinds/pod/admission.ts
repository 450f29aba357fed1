// What a new pod begins with, and the class of service that follows from its resources.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/strategy.go

import { Quantity, type Quantity as QuantityText } from '@kube-rx/core';
import { isJsonObject, type JsonObject, objectAt, objectsAt, stringEntries } from '../../json/json.ts';
import { timestamp } from '../../timestamp.ts';
import type { KindAdmission, KindServer } from '../kind.ts';
import { withLabelKeys } from './label-keys.ts';

/** What a new pod begins with. */
export function preparePod({ server, object: pod, old }: KindAdmission): JsonObject {
  if (old) return pod;
  const spec = objectAt(pod, 'spec');
  return withLabelKeys({
    ...pod,
    status: { phase: 'Pending', ...gatedStatus(server, spec), qosClass: qosClassOf(spec) },
  });
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
