// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import {
  arrayAt,
  isJsonObject,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  without,
} from '../../json/json.ts';
import { at, selector } from '../cell.ts';
import type { Defaults } from '../defaults.ts';
import type { Kind, KindWrite } from '../kind.ts';
import { withClusterIp } from './cluster-ip.ts';
import { isOnNodes, withNodePorts } from './node-port.ts';

function isBalanced(spec: JsonObject): boolean {
  return stringAt(spec, 'type') === 'LoadBalancer';
}

function isExternal(spec: JsonObject): boolean {
  return stringAt(spec, 'type') === 'ExternalName';
}

const defaults: Defaults = {
  values: { spec: {} },
  fields: {
    spec: {
      values: {
        sessionAffinity: 'None',
        type: 'ClusterIP',
        sessionAffinityConfig: (spec) => (stringAt(spec, 'sessionAffinity') === 'ClientIP' ? {} : undefined),
        externalTrafficPolicy: (spec) => (isOnNodes(spec) ? 'Cluster' : undefined),
        internalTrafficPolicy: (spec) => (isExternal(spec) ? undefined : 'Cluster'),
        allocateLoadBalancerNodePorts: (spec) => (isBalanced(spec) ? true : undefined),
      },
      fields: {
        sessionAffinityConfig: {
          values: { clientIP: {} },
          fields: { clientIP: { values: { timeoutSeconds: 10_800 } } },
        },
      },
      items: { ports: { values: { protocol: 'TCP', targetPort: (port) => numberAt(port, 'port') } } },
    },
  },
};

const network = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

// What a service is given and keeps: an address in the cluster, and ports on the nodes.
function withNetwork(write: KindWrite, old?: JsonObject): JsonObject {
  const { object } = write;
  const [spec, before] = [objectAt(object, 'spec'), objectAt(old ?? {}, 'spec')];
  if (isExternal(spec)) return old ? { ...object, spec: without(spec, ...network) } : object;
  return { ...object, spec: withNodePorts(write, withClusterIp(write, spec, before), before) };
}

function ports(service: JsonObject): string {
  const list = arrayAt(objectAt(service, 'spec'), 'ports').filter(isJsonObject);
  const texts = list.map((port) => {
    const node = numberAt(port, 'nodePort');
    return `${numberAt(port, 'port') ?? ''}${node === undefined ? '' : `:${node}`}/${stringAt(port, 'protocol') ?? 'TCP'}`;
  });
  return texts.length === 0 ? '<none>' : texts.join(',');
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
  cells: {
    Type: at('spec.type', 'ClusterIP'),
    'Cluster-IP': at('spec.clusterIP'),
    'External-IP': () => '<none>',
    'Port(s)': ports,
    Selector: selector,
  },
};
