// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { arrayAt, type JsonObject, numberAt, objectAt, stringAt, without } from '../../json/json.ts';
import { always, computed, type Defaults, each, within } from '../defaults.ts';
import type { Kind, KindWrite } from '../kind.ts';
import { cells } from './cells.ts';
import { withClusterIp } from './cluster-ip.ts';
import { isOnNodes, withNodePorts } from './node-port.ts';

function isExternal(spec: JsonObject): boolean {
  return stringAt(spec, 'type') === 'ExternalName';
}

const defaults: Defaults = {
  spec: always({
    sessionAffinity: 'None',
    type: 'ClusterIP',
    sessionAffinityConfig: within(
      { clientIP: always({ timeoutSeconds: 10_800 }) },
      (spec) => stringAt(spec, 'sessionAffinity') === 'ClientIP',
    ),
    externalTrafficPolicy: computed((spec) => (isOnNodes(spec) ? 'Cluster' : undefined)),
    internalTrafficPolicy: computed((spec) => (isExternal(spec) ? undefined : 'Cluster')),
    allocateLoadBalancerNodePorts: computed(({ type }) => (type === 'LoadBalancer' ? true : undefined)),
    ports: each({ protocol: 'TCP', targetPort: computed((port) => numberAt(port, 'port')) }),
  }),
};

const network = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

// What a service is given and keeps: an address in the cluster, and ports on the nodes.
function withNetwork(write: KindWrite, old?: JsonObject): JsonObject {
  const { object } = write;
  const [spec, before] = [objectAt(object, 'spec'), objectAt(old, 'spec')];
  if (isExternal(spec)) return old ? { ...object, spec: without(spec, ...network) } : object;
  return { ...object, spec: withNodePorts(write, withClusterIp(write, spec, before), before) };
}

function externalAddressWarnings(service: JsonObject): string[] {
  const deprecated = arrayAt(service, 'spec', 'externalIPs').length > 0;
  return deprecated
    ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
    : [];
}

export const service: Kind = {
  group: '',
  kind: 'Service',
  names: 'label',
  createOnUpdate: true,
  returnsDeleted: true,
  fields: { 'spec.clusterIP': '', 'spec.type': '' },
  defaults,
  prepareForCreate: (write) => withNetwork(write),
  prepareForUpdate: (write) => withNetwork(write, write.old),
  warnings: externalAddressWarnings,
  cells,
};
