// What an update of a service keeps of the one before, and what it drops because the new type has no use for it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/storage.go

import {
  emptyObject,
  type JsonObject,
  jsonEquals,
  numberAt,
  objectAt,
  stringsAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import { nodePortOf, portsOf } from './node-port.ts';
import { getsNodePorts, isBalanced, isExternal, isOnNodes, isProbed, isReachable } from './spec.ts';

/** Both fields for the address; `old` is the spec that an update replaces. */
export function withAddressPair(spec: JsonObject, old: JsonObject | undefined): JsonObject {
  const address = textAt(spec, 'clusterIP');
  const addresses = stringsAt(spec, 'clusterIPs');
  if (!old) return address !== '' && addresses.length === 0 ? { ...spec, clusterIPs: [address] } : spec;
  const before = stringsAt(old, 'clusterIPs');
  if (address === textAt(old, 'clusterIP'))
    return before.length > 0 && addresses.length === 0 ? { ...spec, clusterIPs: before } : spec;
  if (!jsonEquals(addresses, before)) return spec;
  return address === '' ? without(spec, 'clusterIPs') : { ...spec, clusterIPs: [address] };
}

/** Who does not say what the server has given out keeps it. */
export function withGivenValues(spec: JsonObject, old: JsonObject): JsonObject {
  return withHealthPort(withNodePorts(withAddresses(spec, old), old), old);
}

function withAddresses(spec: JsonObject, old: JsonObject): JsonObject {
  if (isExternal(spec) || isExternal(old)) return spec;
  const address = textAt(spec, 'clusterIP') || textAt(old, 'clusterIP');
  const addresses = [spec, old].map((one) => stringsAt(one, 'clusterIPs')).find((list) => list.length > 0);
  return withKey(withKey(spec, 'clusterIP', address || undefined), 'clusterIPs', addresses);
}

function withNodePorts(spec: JsonObject, old: JsonObject): JsonObject {
  if (!getsNodePorts(spec) || !getsNodePorts(old) || portsOf(spec).length === 0) return spec;
  const asked = new Set(portsOf(spec).map(nodePortOf));
  const known = new Map(portsOf(old).map((port) => [textAt(port, 'name'), nodePortOf(port)]));
  const ports = portsOf(spec).map((port) => {
    const before = known.get(textAt(port, 'name')) ?? 0;
    return nodePortOf(port) !== 0 || before === 0 || asked.has(before) ? port : { ...port, nodePort: before };
  });
  return { ...spec, ports };
}

function withHealthPort(spec: JsonObject, old: JsonObject): JsonObject {
  const asked = numberAt(spec, 'healthCheckNodePort') ?? 0;
  if (!isProbed(spec) || !isProbed(old) || asked !== 0) return spec;
  return withKey(spec, 'healthCheckNodePort', valueAt(old, 'healthCheckNodePort'));
}

/** Without the fields that the type has no use for, as far as the update leaves them alone. */
export function withoutUseless(service: JsonObject, old: JsonObject): JsonObject {
  const before = objectAt(old, 'spec');
  const spec = withoutNodePorts(objectAt(service, 'spec'), before);
  const isUnchanged = (key: string): boolean => jsonEquals(valueAt(spec, key), valueAt(before, key));
  const useless: string[] = [];
  if (!isExternal(before) && isExternal(spec)) {
    if (isUnchanged('clusterIP') && isUnchanged('clusterIPs')) useless.push('clusterIP', 'clusterIPs');
    useless.push(...['ipFamilies', 'ipFamilyPolicy'].filter(isUnchanged));
  }
  if (isProbed(before) && !isProbed(spec) && isUnchanged('healthCheckNodePort'))
    useless.push('healthCheckNodePort');
  if (isBalanced(before) && !isBalanced(spec))
    useless.push(...['allocateLoadBalancerNodePorts', 'loadBalancerClass'].filter(isUnchanged));
  if (isReachable(before) && !isReachable(spec) && isUnchanged('externalTrafficPolicy'))
    useless.push('externalTrafficPolicy');
  const next = { ...service, spec: without(spec, ...useless) };
  if (isBalanced(spec)) return next;
  return { ...next, status: { ...objectAt(service, 'status'), loadBalancer: emptyObject } };
}

function withoutNodePorts(spec: JsonObject, old: JsonObject): JsonObject {
  const had = new Set(portsOf(old).map(nodePortOf));
  const ports = portsOf(spec);
  const isDropped = isOnNodes(old) && !isOnNodes(spec) && ports.length > 0;
  if (!isDropped || ports.some((port) => nodePortOf(port) !== 0 && !had.has(nodePortOf(port)))) return spec;
  return { ...spec, ports: ports.map((port) => without(port, 'nodePort')) };
}
