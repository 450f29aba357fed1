// Services and what else is about the network.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go (and networking, discovery)

import { isJsonArray, type JsonObject, numberAt, stringAt, valueAt } from '../json/json.ts';
import type { Defaults } from './defaults.ts';

const protocol = { protocol: 'TCP' };

function isBalanced(spec: JsonObject): boolean {
  return stringAt(spec, 'type') === 'LoadBalancer';
}

function isExternal(spec: JsonObject): boolean {
  return stringAt(spec, 'type') === 'ExternalName';
}

function isOnNodes(spec: JsonObject): boolean {
  return stringAt(spec, 'type') === 'NodePort' || isBalanced(spec);
}

export const service: Defaults = {
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
      items: { ports: { values: { ...protocol, targetPort: (port) => numberAt(port, 'port') } } },
    },
  },
};

export const endpoints: Defaults = { items: { subsets: { items: { ports: { values: protocol } } } } };

export const endpointSlice: Defaults = {
  items: { endpoints: { values: { conditions: {} } }, ports: { values: { name: '', ...protocol } } },
};

const rule: Defaults = { items: { ports: { values: protocol } } };

export const networkPolicy: Defaults = {
  fields: {
    spec: {
      values: {
        policyTypes: (spec) => {
          const egress = valueAt(spec, 'egress');
          return isJsonArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
        },
      },
      items: { ingress: rule, egress: rule },
    },
  },
};

export const ingressClass: Defaults = {
  fields: { spec: { fields: { parameters: { values: { scope: 'Cluster' } } } } },
};
