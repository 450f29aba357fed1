// Admission plugin PodResizeValidator: a pod does not grow beyond its node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/podresize/admission.go

import { type JsonObject, objectAt, stringAt } from '../json/json.ts';
import { forbidden, type StatusError } from '../status-error.ts';
import { addedAmounts, amountsIn } from '../validation/resource-amounts.ts';
import type { AdmissionAttributes } from './attributes.ts';
import { changedPod, nodeNamed } from './node-of-pod.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { podAmounts } from './pod-amounts.ts';

export const podResize: AdmissionPlugin = {
  name: 'PodResizeValidator',
  validate(attributes) {
    const changed = changedPod(attributes, ['resize']);
    if (!changed) return;
    const node = nodeNamed(attributes, changed.node);
    const system = stringAt(node, 'metadata', 'labels', 'kubernetes.io/os');
    if (system !== undefined && system !== 'linux') {
      const name = JSON.stringify(changed.node);
      const why = `pod resize is only supported on linux nodes, node ${name} is ${JSON.stringify(system)}`;
      throw resizeRefusal(attributes, why, 'UnsupportedPlatform');
    }
    const excess = excessOf(changed.pod, node);
    if (excess.length > 0) {
      const why = `node didn't have enough allocatable resources: ${excess.join('; ')}`;
      throw resizeRefusal(attributes, why, 'NodeCapacity');
    }
  },
};

// Processors are told in thousandths, memory in bytes.
const units = { cpu: 1_000_000n, memory: 1_000_000_000n };

function excessOf(pod: JsonObject, node: JsonObject): string[] {
  const ofPod = (name: string): boolean => name === 'cpu' || name === 'memory';
  const overhead = amountsIn(objectAt(pod, 'spec', 'overhead'));
  const requested = addedAmounts(podAmounts(pod, 'requests', { ofPod }), overhead);
  const allocatable = amountsIn(objectAt(node, 'status', 'allocatable'));
  return Object.entries(units).flatMap(([name, unit]) => {
    const [asked, most] = [requested, allocatable].map((amounts) => amounts.get(name)?.nanos ?? 0n);
    if (asked === undefined || most === undefined || asked <= most) return [];
    return [`${name}, requested: ${roundedUp(asked, unit)}, allocatable: ${roundedUp(most, unit)}`];
  });
}

function roundedUp(nanos: bigint, unit: bigint): bigint {
  return (nanos + unit - 1n) / unit;
}

function resizeRefusal({ served, name }: AdmissionAttributes, why: string, reason: string): StatusError {
  return forbidden(served.resource, name, { why, causes: [{ reason }] });
}
