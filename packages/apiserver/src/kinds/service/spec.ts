// What the spec of a service says of itself.

import { type JsonObject, objectAt, stringsAt, textAt, valueAt } from '../../json/json.ts';

export type Family = 'IPv4' | 'IPv6';

export function isExternal(spec: JsonObject): boolean {
  return textAt(spec, 'type') === 'ExternalName';
}

export function isBalanced(spec: JsonObject): boolean {
  return textAt(spec, 'type') === 'LoadBalancer';
}

/** Whether a service has ports on the nodes. */
export function isOnNodes(spec: JsonObject): boolean {
  return ['NodePort', 'LoadBalancer'].includes(textAt(spec, 'type'));
}

/** Whether ports on the nodes are given to those that ask for none. */
export function getsNodePorts(spec: JsonObject): boolean {
  return isOnNodes(spec) && !(isBalanced(spec) && valueAt(spec, 'allocateLoadBalancerNodePorts') === false);
}

/** Whether traffic from outside of the cluster gets to it. */
export function isReachable(spec: JsonObject): boolean {
  const hasAddresses = stringsAt(spec, 'externalIPs').length > 0;
  return isOnNodes(spec) || (textAt(spec, 'type') === 'ClusterIP' && hasAddresses);
}

/** Whether a load balancer asks the nodes for its health, at a port of their own. */
export function isProbed(spec: JsonObject): boolean {
  return isBalanced(spec) && textAt(spec, 'externalTrafficPolicy') === 'Local';
}

export const noAddress = 'None';

export function isHeadless(spec: JsonObject): boolean {
  const addresses = stringsAt(spec, 'clusterIPs');
  return addresses.length === 1 && addresses[0] === noAddress;
}

/** Without an address and without pods of its own. */
export function isFree(spec: JsonObject): boolean {
  const hasSelector = Object.keys(objectAt(spec, 'selector')).length > 0;
  return textAt(spec, 'clusterIP') === noAddress && !hasSelector;
}
