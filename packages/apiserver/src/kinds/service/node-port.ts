// Ports of a service on the nodes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/alloc.go

import {
  canonicalText,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import { StatusError } from '../../status-error.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { KindWrite } from '../kind.ts';
import { firstFree } from './allocation.ts';

const first = 30_000;
const size = 2_768;
const reserved = 86;

/** The spec with its ports on the nodes; `before` is the stored spec, which keeps those that it has. */
export function withNodePorts(
  { server, store }: KindWrite,
  spec: JsonObject,
  before: JsonObject,
): JsonObject {
  const type = textAt(spec, 'type');
  const wanted =
    type === 'NodePort' ||
    (type === 'LoadBalancer' && valueAt(spec, 'allocateLoadBalancerNodePorts') !== false);
  if (!wanted) return isOnNodes(before) ? withoutNodePorts(spec) : spec;
  const earlier = Map.groupBy(portsOf(before), identity);
  const taken = takenIn(store);
  const given = portsOf(spec).map((port): Json => {
    const own = numberAt(port, 'nodePort') ?? 0;
    const [same] = earlier.get(identity(port)) ?? [];
    const known = own === 0 ? same && numberAt(same, 'nodePort') : own;
    const nodePort = known ?? freePort(taken, server.random);
    taken.add(nodePort);
    return { ...port, nodePort };
  });
  return withKey(spec, 'ports', given);
}

function withoutNodePorts(spec: JsonObject): JsonObject {
  const plain = without(
    spec,
    'externalTrafficPolicy',
    'healthCheckNodePort',
    'allocateLoadBalancerNodePorts',
  );
  const ports = portsOf(spec).map((port) => without(port, 'nodePort'));
  return withKey(plain, 'ports', ports);
}

function freePort(taken: ReadonlySet<number>, random: () => number): number {
  const free = firstFree({ size, reserved, isTaken: (at) => taken.has(first + at) }, random);
  if (free !== undefined) return first + free;
  const message = 'failed to allocate a nodePort: range is full';
  throw new StatusError(500, 'InternalError', {
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}

function identity(port: JsonObject): string {
  return canonicalText([stringAt(port, 'name') ?? null, stringAt(port, 'protocol') ?? null]);
}

function portsOf(spec: JsonObject): JsonObject[] {
  return objectsAt(spec, 'ports');
}

/** Whether a service has ports on the nodes. */
export function isOnNodes(spec: JsonObject): boolean {
  return ['NodePort', 'LoadBalancer'].includes(textAt(spec, 'type'));
}

function takenIn({ snapshot }: ResourceStore): Set<number> {
  const taken = new Set<number>();
  for (const [, stored] of snapshot.entries())
    if (stored.fields['spec.type'] !== 'ClusterIP')
      for (const port of portsOf(objectAt(stored.object, 'spec'))) taken.add(numberAt(port, 'nodePort') ?? 0);
  return taken;
}
